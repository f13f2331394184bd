#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "model/limits.h"
#include "port/imap_flags.h"
#include "port/imap_items.h"

struct found {
	uint32_t uid;
	uint64_t modseq;
	bool deleted;
};

struct listing {
	struct imap *s;
	uint64_t since; /* 0: all */
	imap_each_uid *each;
	void *ctx;
};

static uint64_t
modseq_of(const struct mailimap_extension_data *x)
{
	const struct mailimap_condstore_fetch_mod_resp *m;

	if (!x || x->ext_extension->ext_id != MAILIMAP_EXTENSION_CONDSTORE ||
	    x->ext_type != MAILIMAP_CONDSTORE_TYPE_FETCH_DATA || !x->ext_data)
		return 0;
	m = x->ext_data;
	return m->cs_modseq_value;
}

static struct found
read_att(const struct mailimap_msg_att *att)
{
	struct found f = {0};

	for (clistiter *i = clist_begin(att->att_list); i; i = clist_next(i)) {
		const struct mailimap_msg_att_item *part = clist_content(i);
		const struct mailimap_msg_att_static *st;

		if (part->att_type == MAILIMAP_MSG_ATT_ITEM_DYNAMIC) {
			f.deleted |= imap_flags_deleted(part->att_data.att_dyn);
		} else if (part->att_type == MAILIMAP_MSG_ATT_ITEM_EXTENSION) {
			f.modseq = modseq_of(part->att_data.att_extension_data);
		} else {
			st = part->att_data.att_static;
			if (st->att_type == MAILIMAP_MSG_ATT_UID)
				f.uid = st->att_data.att_uid;
		}
	}
	return f;
}

static int
by_uid(const void *a, const void *b)
{
	const struct found *x = a;
	const struct found *y = b;

	return (x->uid > y->uid) - (x->uid < y->uid);
}

/* Hand out what the last answer said of uids in first..last. */
static enum rc
hand_out(const struct listing *l, uint32_t first, uint32_t last, size_t *seen,
    struct err *err)
{
	const struct mailimap_response_info *info =
	    l->s->session->imap_response_info;
	clist *list = info ? info->rsp_fetch_list : NULL;
	struct found *v;
	enum rc rc = RC_OK;
	size_t n = 0;

	*seen = 0;
	if (!list || clist_isempty(list))
		return RC_OK;
	v = xcalloc((size_t)clist_count(list), sizeof(*v));
	for (clistiter *i = clist_begin(list); i; i = clist_next(i)) {
		v[n] = read_att(clist_content(i));
		/* Flags of other mails may come along, unasked. */
		n += v[n].uid >= first && v[n].uid <= last;
	}
	if (n > 1)
		qsort(v, n, sizeof(*v), by_uid);
	*seen = n;
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		/* The last word on a mail that is said twice is not known. */
		if (i + 1 < n && v[i + 1].uid == v[i].uid) {
			v[i + 1].deleted |= v[i].deleted;
			continue;
		}
		if (!v[i].deleted)
			rc = l->each(l->ctx, v[i].uid, v[i].modseq, err);
	}
	free(v);
	return rc;
}

/* last == UINT32_MAX: to the end. */
static enum rc
window(const struct listing *l, uint32_t first, uint32_t last, size_t *seen,
    struct err *err)
{
	char command[160];
	char until[16] = "*";
	char since[48] = "";
	enum rc rc;

	if (last < UINT32_MAX)
		snprintf(until, sizeof(until), "%" PRIu32, last);
	if (l->since > 0)
		snprintf(since, sizeof(since), " (CHANGEDSINCE %" PRIu64 ")",
		    l->since);
	snprintf(command, sizeof(command),
	    "UID FETCH %" PRIu32 ":%s (UID FLAGS%s)%s", first, until,
	    l->s->can.condstore && l->s->highest > 0 ? " MODSEQ" : "", since);
	rc = imap_session_say(l->s, command, LIMIT_IMAP_ANSWER, err);
	return rc == RC_OK ? hand_out(l, first, last, seen, err) : rc;
}

/* In windows of uids; across a hole the server is asked for the next. */
static enum rc
all_windows(const struct listing *l, uint32_t from, struct err *err)
{
	enum rc rc = RC_OK;
	size_t seen;

	while (rc == RC_OK) {
		uint32_t last = from > UINT32_MAX - LIMIT_IMAP_UIDS
				    ? UINT32_MAX
				    : from + LIMIT_IMAP_UIDS - 1;

		rc = window(l, from, last, &seen, err);
		if (rc != RC_OK || last == UINT32_MAX)
			return rc;
		from = last + 1;
		if (seen == 0)
			rc = imap_items_first(l->s, from, &from, err);
	}
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
imap_folder_list(struct imap *s, uint32_t from, uint64_t changed_since,
    imap_each_uid *each, void *ctx, uint64_t *highest, struct err *err)
{
	struct listing l = {.s = s, .each = each, .ctx = ctx};
	enum rc rc = imap_session_home(s, err);
	size_t seen;

	if (rc != RC_OK)
		return rc;
	*highest = s->highest;
	if (s->highest > 0)
		l.since = changed_since;
	if (from == 0)
		from = 1;
	/* Some servers refuse a FETCH in an empty folder. */
	if (imap_session_exists(s) == 0)
		rc = imap_session_say(s, "NOOP", LIMIT_IMAP_ANSWER, err);
	if (rc != RC_OK || imap_session_exists(s) == 0)
		return rc;
	if (l.since > 0 || imap_session_exists(s) <= LIMIT_IMAP_UIDS)
		return window(&l, from, UINT32_MAX, &seen, err);
	return all_windows(&l, from, err);
}
