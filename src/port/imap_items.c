#include "port/imap_items.h"

#include <stdlib.h>

#include "base/day.h"
#include "base/xalloc.h"
#include "model/limits.h"

static int64_t
date_of(const struct mailimap_date_time *d)
{
	day_t day = d ? day_of(d->dt_year, d->dt_month, d->dt_day) : DAY_NONE;
	int zone;

	if (day == DAY_NONE)
		return 0;
	zone = (d->dt_zone / 100 * 60 + d->dt_zone % 100) * 60;
	return day_instant(day) + d->dt_hour * 3600 + d->dt_min * 60 +
	       d->dt_sec - zone;
}

/* Take what one FETCH answer says of one mail. */
static void
read_att(const struct mailimap_msg_att *att, struct imap_item *it)
{
	for (clistiter *i = clist_begin(att->att_list); i; i = clist_next(i)) {
		const struct mailimap_msg_att_item *part = clist_content(i);
		const struct mailimap_msg_att_static *st;

		if (part->att_type != MAILIMAP_MSG_ATT_ITEM_STATIC)
			continue;
		st = part->att_data.att_static;
		if (st->att_type == MAILIMAP_MSG_ATT_UID) {
			it->uid = st->att_data.att_uid;
		} else if (st->att_type == MAILIMAP_MSG_ATT_RFC822_SIZE) {
			it->size = st->att_data.att_rfc822_size;
			it->here = true;
		} else if (st->att_type == MAILIMAP_MSG_ATT_INTERNALDATE) {
			it->date = date_of(st->att_data.att_internal_date);
		} else if (st->att_type == MAILIMAP_MSG_ATT_BODY_SECTION &&
			   st->att_data.att_body_section) {
			const struct mailimap_msg_att_body_section *b =
			    st->att_data.att_body_section;

			it->raw.p = b->sec_body_part;
			it->raw.n = b->sec_body_part ? b->sec_length : 0;
			it->here = true;
		}
	}
}

static void
want(struct mailimap_fetch_type *type, struct mailimap_fetch_att *att)
{
	if (!att || mailimap_fetch_type_new_fetch_att_list_add(type, att) !=
			MAILIMAP_NO_ERROR)
		xdie("out of memory");
}

/* UID FETCH, sizes and dates or bodies. *out may be NULL. */
static enum rc
uid_fetch(struct imap *s, struct mailimap_set *set, bool bodies, clist **out,
    struct err *err)
{
	struct mailimap_fetch_type *type =
	    mailimap_fetch_type_new_fetch_att_list_empty();
	int r;

	if (!type || !set)
		xdie("out of memory");
	want(type, mailimap_fetch_att_new_uid());
	if (bodies) {
		want(type, mailimap_fetch_att_new_body_peek_section(
			       mailimap_section_new(NULL)));
	} else {
		want(type, mailimap_fetch_att_new_rfc822_size());
		want(type, mailimap_fetch_att_new_internaldate());
	}
	*out = NULL;
	r = mailimap_uid_fetch(s->session, set, type, out);
	mailimap_fetch_type_free(type);
	return imap_session_result(s, r, "fetch", err);
}

static int
by_uid(const void *a, const void *b)
{
	const struct imap_item *x = a;
	const struct imap_item *y = b;

	return (x->uid > y->uid) - (x->uid < y->uid);
}

static bool
asked_for(const struct mailimap_set *uids, uint32_t uid)
{
	for (clistiter *i = clist_begin(uids->set_list); i; i = clist_next(i)) {
		const struct mailimap_set_item *item = clist_content(i);

		if (uid >= item->set_first && uid <= item->set_last)
			return true;
	}
	return false;
}

static void
sort_once(struct imap_items *items)
{
	size_t kept = 0;

	if (items->n > 1)
		qsort(items->v, items->n, sizeof(*items->v), by_uid);
	for (size_t i = 0; i < items->n; i++) {
		if (kept == 0 || items->v[kept - 1].uid != items->v[i].uid)
			items->v[kept++] = items->v[i];
	}
	items->n = kept;
}

enum rc
imap_items_list(struct imap *s, struct mailimap_set *uids,
    struct imap_items *out, struct err *err)
{
	clist *list = NULL;
	enum rc rc;

	out->n = 0;
	rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc == RC_OK)
		rc = uid_fetch(s, uids, false, &list, err);
	for (clistiter *i = rc == RC_OK && list ? clist_begin(list) : NULL; i;
	     i = clist_next(i)) {
		struct imap_item it = {0};

		read_att(clist_content(i), &it);
		/* Also flags of other mails may come along, unasked. */
		if (it.here && asked_for(uids, it.uid) && out->n < out->max)
			out->v[out->n++] = it;
	}
	if (rc == RC_OK && list)
		mailimap_fetch_list_free(list);
	mailimap_set_free(uids);
	sort_once(out);
	return rc;
}

enum rc
imap_items_first(struct imap *s, uint32_t from, uint32_t *uid, struct err *err)
{
	struct mailimap_search_key *key;
	clist *found = NULL;
	enum rc rc;
	int r;

	/* 0 is '*' to libetpan. */
	key = mailimap_search_key_new_uid(mailimap_set_new_interval(from, 0));
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
	rc = RC_MISS;
	for (clistiter *i = found ? clist_begin(found) : NULL; i;
	     i = clist_next(i)) {
		uint32_t u = *(const uint32_t *)clist_content(i);

		/* from:* gives the last mail also when it is before from. */
		if (u >= from && (rc == RC_MISS || u < *uid)) {
			*uid = u;
			rc = RC_OK;
		}
	}
	if (found)
		mailimap_search_result_free(found);
	return rc == RC_OK ? rc : err_set(err, rc, "no mail from there on");
}

static struct imap_item *
item_of(struct imap_item *v, size_t n, uint32_t uid)
{
	struct imap_item key = {.uid = uid};

	return bsearch(&key, v, n, sizeof(*v), by_uid);
}

static struct mailimap_set *
set_of(const struct imap_item *v, size_t n, bool sparse)
{
	struct mailimap_set *set;

	if (!sparse)
		return mailimap_set_new_interval(v[0].uid, v[n - 1].uid);
	set = mailimap_set_new_empty();
	for (size_t i = 0; i < n; i++) {
		if (!set ||
		    mailimap_set_add_single(set, v[i].uid) != MAILIMAP_NO_ERROR)
			xdie("out of memory");
	}
	return set;
}

/* Put the bodies of the answer to their items. */
static void
take(clist *list, struct imap_item *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		v[i].here = false;
	for (clistiter *i = list ? clist_begin(list) : NULL; i;
	     i = clist_next(i)) {
		struct imap_item got = {0};
		struct imap_item *it;

		read_att(clist_content(i), &got);
		it = item_of(v, n, got.uid);
		if (it && got.here) {
			it->raw = got.raw;
			it->here = true;
		}
	}
}

/*
 * Some servers give a mail without bytes when another client took it away
 * between two answers. One that is still there is really so.
 */
static enum rc
look_again(struct imap *s, struct imap_item *v, size_t n, struct err *err)
{
	bool asked = false;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		uint32_t uid = 0;

		if (!v[i].here || v[i].raw.n > 0 || v[i].size == 0)
			continue;
		if (!asked) {
			rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
			if (rc == RC_OK)
				rc = imap_session_result(
				    s, mailimap_noop(s->session), "noop", err);
			asked = true;
		}
		if (rc == RC_OK)
			rc = imap_items_first(s, v[i].uid, &uid, err);
		v[i].here = rc == RC_OK && uid == v[i].uid;
		if (rc == RC_MISS)
			rc = RC_OK;
	}
	return rc;
}

/* Fetch v[0..n-1] in one command; their bytes live as long as the list. */
static enum rc
deliver(struct imap *s, struct imap_item *v, size_t n, bool sparse,
    clist **list, struct err *err)
{
	struct mailimap_set *set = set_of(v, n, sparse);
	uint64_t total = 0;
	enum rc rc;

	/* Servers round: twice what they announced is still an answer. */
	for (size_t i = 0; i < n; i++)
		total += 2 * (uint64_t)v[i].size + 1024;
	rc = imap_session_begin(s, total + LIMIT_LINK_BYTES, err);
	if (rc == RC_OK)
		rc = uid_fetch(s, set, true, list, err);
	mailimap_set_free(set);
	if (rc != RC_OK)
		return rc;
	take(*list, v, n);
	return look_again(s, v, n, err);
}

/* How many from v[0] on may come in one command; 0: v[0] is too large. */
static size_t
group(const struct imap_item *v, size_t n)
{
	uint64_t total = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (v[i].size > LIMIT_MAIL_RAW)
			break;
		total += v[i].size;
		if (i > 0 && total > LIMIT_IMAP_GROUP)
			break;
	}
	return i;
}

static enum rc
hand_out(struct imap_item *v, size_t n, imap_each *each, void *ctx,
    uint32_t *next, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		if (v[i].raw.n > LIMIT_MAIL_RAW)
			v[i].raw = (struct str){0};
		*next = v[i].uid;
		if (v[i].here) /* else expunged meanwhile */
			rc = each(ctx, v[i].uid, v[i].date, v[i].raw, err);
		if (rc == RC_OK && v[i].uid < UINT32_MAX)
			*next = v[i].uid + 1;
	}
	return rc;
}

enum rc
imap_items_deliver(struct imap *s, const struct imap_items *items, bool sparse,
    imap_each *each, void *ctx, uint32_t *next, struct err *err)
{
	enum rc rc = RC_OK;
	size_t n;

	for (size_t i = 0; i < items->n && rc == RC_OK; i += n) {
		struct imap_item *it = &items->v[i];
		clist *list = NULL;

		n = group(it, items->n - i);
		if (n > 0)
			rc = deliver(s, it, n, sparse, &list, err);
		else
			n = 1; /* too large: without its bytes */
		if (rc == RC_OK)
			rc = hand_out(it, n, each, ctx, next, err);
		if (list)
			mailimap_fetch_list_free(list);
	}
	return rc;
}
