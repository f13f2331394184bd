#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "model/limits.h"
#include "port/imap_flags.h"
#include "port/imap_items.h"

#define WINDOW 500 /* uids of one command */

struct head {
	uint32_t uid;
	bool deleted;
	struct str text;
};

struct scan {
	struct imap *s;
	imap_each_head *each;
	void *ctx;
	uint32_t *next;
};

static void
read_static(const struct mailimap_msg_att_static *st, struct head *h)
{
	const struct mailimap_msg_att_body_section *b;

	if (st->att_type == MAILIMAP_MSG_ATT_UID)
		h->uid = st->att_data.att_uid;
	if (st->att_type != MAILIMAP_MSG_ATT_BODY_SECTION ||
	    st->att_data.att_body_section == NULL)
		return;
	b = st->att_data.att_body_section;
	h->text.p = b->sec_body_part;
	h->text.n = b->sec_body_part ? b->sec_length : 0;
}

static struct head
read_att(const struct mailimap_msg_att *att)
{
	struct head h = {0};

	for (clistiter *i = clist_begin(att->att_list); i; i = clist_next(i)) {
		const struct mailimap_msg_att_item *part = clist_content(i);

		if (part->att_type == MAILIMAP_MSG_ATT_ITEM_DYNAMIC)
			h.deleted |= imap_flags_deleted(part->att_data.att_dyn);
		else if (part->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC)
			read_static(part->att_data.att_static, &h);
	}
	return h;
}

static int
by_uid(const void *a, const void *b)
{
	const struct head *x = a;
	const struct head *y = b;

	return (x->uid > y->uid) - (x->uid < y->uid);
}

/* What the last answer said of uids in first..last. */
static enum rc
hand_out(const struct scan *c, uint32_t first, uint32_t last, struct err *err)
{
	const struct mailimap_response_info *info =
	    c->s->session->imap_response_info;
	clist *list = info ? info->rsp_fetch_list : NULL;
	struct head *v;
	enum rc rc = RC_OK;
	size_t n = 0;

	if (!list || clist_isempty(list))
		return RC_OK;
	v = xcalloc((size_t)clist_count(list), sizeof(*v));
	for (clistiter *i = clist_begin(list); i; i = clist_next(i)) {
		v[n] = read_att(clist_content(i));
		/* Flags of other mails may come along, unasked. */
		n += v[n].uid >= first && v[n].uid <= last &&
		     v[n].text.p != NULL;
	}
	if (n > 1)
		qsort(v, n, sizeof(*v), by_uid);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		if (!v[i].deleted)
			rc = c->each(c->ctx, v[i].uid, v[i].text, err);
		if (rc == RC_OK && v[i].uid < UINT32_MAX)
			*c->next = v[i].uid + 1;
	}
	free(v);
	return rc;
}

static enum rc
window(const struct scan *c, uint32_t first, uint32_t last, struct err *err)
{
	char command[256];
	enum rc rc;

	snprintf(command, sizeof(command),
	    "UID FETCH %" PRIu32 ":%" PRIu32 " (UID FLAGS "
	    "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID IN-REPLY-TO REFERENCES "
	    "REPLY-TO X-DRAFT-TOKEN)])",
	    first, last);
	rc = imap_session_say(c->s, command, LIMIT_IMAP_ANSWER, err);
	return rc == RC_OK ? hand_out(c, first, last, err) : rc;
}

enum rc
imap_folder_heads(struct imap *s, uint32_t from, imap_each_head *each,
    void *ctx, uint32_t *next, struct err *err)
{
	struct scan c = {s, each, ctx, next};
	enum rc rc = imap_session_home(s, err);

	if (from == 0)
		from = 1;
	/* Across holes the server is asked for the next. */
	while (rc == RC_OK &&
	       (rc = imap_items_first(s, from, &from, err)) == RC_OK) {
		uint32_t last = from > UINT32_MAX - WINDOW
				    ? UINT32_MAX
				    : from + (WINDOW - 1);

		rc = window(&c, from, last, err);
		if (last == UINT32_MAX)
			break;
		from = last + 1;
	}
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
imap_folder_since(struct imap *s, day_t day, uint32_t *uid, struct err *err)
{
	struct mailimap_search_key *key;
	clist *found = NULL;
	struct ymd since = day_ymd(day);
	enum rc rc = imap_session_home(s, err);
	int r;

	if (rc != RC_OK)
		return rc;
	key = mailimap_search_key_new_since(
	    mailimap_date_new(since.d, since.m, since.y));
	if (!key)
		xdie("out of memory");
	rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc == RC_OK) {
		r = mailimap_uid_search(s->session, NULL, key, &found);
		rc = imap_session_result(s, r, "search", err);
	}
	mailimap_search_key_free(key);
	if (rc != RC_OK)
		return rc;
	rc = err_set(err, RC_MISS, "no mail since");
	for (clistiter *i = found ? clist_begin(found) : NULL; i;
	     i = clist_next(i)) {
		uint32_t u = *(const uint32_t *)clist_content(i);

		if (rc == RC_MISS || u < *uid)
			*uid = u;
		rc = RC_OK;
	}
	if (found)
		mailimap_search_result_free(found);
	return rc;
}
