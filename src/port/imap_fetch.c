#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/xalloc.h"
#include "model/limits.h"
#include "port/imap_session.h"

/* A mail of the range, before and after its bytes are here. */
struct item {
	uint32_t uid;
	uint32_t size;
	int64_t date;
	struct str raw;
	bool here; /* the server sent something for it */
};

struct items {
	struct item *v;
	size_t n;
	size_t max;
};

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
read_att(const struct mailimap_msg_att *att, struct item *it)
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

/* UID FETCH first:last, sizes and dates or bodies. *out may be NULL. */
static enum rc
uid_fetch(struct imap *s, uint32_t first, uint32_t last, bool bodies,
    clist **out, struct err *err)
{
	struct mailimap_fetch_type *type =
	    mailimap_fetch_type_new_fetch_att_list_empty();
	struct mailimap_set *set = mailimap_set_new_interval(first, last);
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
	mailimap_set_free(set);
	return imap_session_result(s, r, "fetch", err);
}

static int
by_uid(const void *a, const void *b)
{
	const struct item *x = a;
	const struct item *y = b;

	return (x->uid > y->uid) - (x->uid < y->uid);
}

/* Mails of that window: uid, size, date; ascending, each once. */
static enum rc
list_window(struct imap *s, uint32_t first, uint32_t last, struct items *out,
    struct err *err)
{
	clist *list;
	size_t kept = 0;
	enum rc rc;

	out->n = 0;
	rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc == RC_OK)
		rc = uid_fetch(s, first, last, false, &list, err);
	if (rc != RC_OK || !list)
		return rc;
	for (clistiter *i = clist_begin(list); i; i = clist_next(i)) {
		struct item it = {0};

		read_att(clist_content(i), &it);
		/* Also flags of other mails may come along, unasked. */
		if (it.here && it.uid >= first && it.uid <= last &&
		    out->n < out->max)
			out->v[out->n++] = it;
	}
	mailimap_fetch_list_free(list);
	if (out->n > 1)
		qsort(out->v, out->n, sizeof(*out->v), by_uid);
	for (size_t i = 0; i < out->n; i++) {
		if (kept == 0 || out->v[kept - 1].uid != out->v[i].uid)
			out->v[kept++] = out->v[i];
	}
	out->n = kept;
	return RC_OK;
}

/* The lowest uid >= from, when the window from there on was empty. */
static enum rc
find_first(struct imap *s, uint32_t from, uint32_t *uid, struct err *err)
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

static struct item *
item_of(struct item *v, size_t n, uint32_t uid)
{
	struct item key = {.uid = uid};

	return bsearch(&key, v, n, sizeof(*v), by_uid);
}

/* Fetch v[0..n-1] in one command, hand them out; *next goes on. */
static enum rc
deliver(struct imap *s, struct item *v, size_t n, imap_each *each, void *ctx,
    uint32_t *next, struct err *err)
{
	uint64_t total = 0;
	clist *list = NULL;
	enum rc rc;

	/* Servers round: twice what they announced is still an answer. */
	for (size_t i = 0; i < n; i++)
		total += 2 * (uint64_t)v[i].size + 1024;
	rc = imap_session_begin(s, total + LIMIT_LINK_BYTES, err);
	if (rc == RC_OK)
		rc = uid_fetch(s, v[0].uid, v[n - 1].uid, true, &list, err);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		v[i].here = false;
	for (clistiter *i = list ? clist_begin(list) : NULL; i;
	     i = clist_next(i)) {
		struct item got = {0};
		struct item *it;

		read_att(clist_content(i), &got);
		it = item_of(v, n, got.uid);
		if (it && got.here) {
			it->raw = got.raw;
			it->here = true;
		}
	}
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		if (v[i].raw.n > LIMIT_MAIL_RAW)
			v[i].raw = (struct str){0};
		*next = v[i].uid;
		if (v[i].here) /* else expunged meanwhile */
			rc = each(ctx, v[i].uid, v[i].date, v[i].raw, err);
		if (rc == RC_OK && v[i].uid < UINT32_MAX)
			*next = v[i].uid + 1;
	}
	if (list)
		mailimap_fetch_list_free(list);
	return rc;
}

/* How many from v[0] on may come in one command; 0: v[0] is too large. */
static size_t
group(const struct item *v, size_t n)
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
deliver_all(struct imap *s, const struct items *items, imap_each *each,
    void *ctx, uint32_t *next, struct err *err)
{
	enum rc rc = RC_OK;
	size_t n;

	for (size_t i = 0; i < items->n && rc == RC_OK; i += n) {
		struct item *it = &items->v[i];

		n = group(it, items->n - i);
		if (n > 0) {
			rc = deliver(s, it, n, each, ctx, next, err);
			continue;
		}
		n = 1;
		*next = it->uid;
		rc = each(ctx, it->uid, it->date, (struct str){0}, err);
		if (rc == RC_OK && it->uid < UINT32_MAX)
			*next = it->uid + 1;
	}
	return rc;
}

/* The first mails from `from` on: uids are mostly dense, so look right there;
 * across a hole ask for the next. */
static enum rc
list_from(struct imap *s, uint32_t from, struct items *items, struct err *err)
{
	uint32_t more = (uint32_t)items->max - 1;
	enum rc rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);

	if (rc != RC_OK)
		return rc;
	if (imap_session_exists(s) == 0) {
		/* Some servers refuse a FETCH in an empty folder. */
		int r = mailimap_noop(s->session);

		rc = imap_session_result(s, r, "noop", err);
		if (rc == RC_OK && imap_session_exists(s) == 0)
			rc = err_set(err, RC_MISS, "empty folder");
		if (rc != RC_OK)
			return rc;
	}
	/* What is announced from here on may be missing in the answer. */
	s->known = imap_session_exists(s);
	for (int round = 0; round < 2 && rc == RC_OK; round++) {
		uint32_t last =
		    from > UINT32_MAX - more ? UINT32_MAX : from + more;

		rc = list_window(s, from, last, items, err);
		if (rc == RC_OK && items->n > 0)
			return RC_OK;
		if (rc == RC_OK)
			rc = find_first(s, from, &from, err);
	}
	/* Found and gone again. */
	return rc == RC_OK ? err_set(err, RC_MISS, "no mail") : rc;
}

enum rc
imap_fetch(struct imap *s, uint32_t from, unsigned max, imap_each *each,
    void *ctx, uint32_t *next, struct err *err)
{
	struct items items = {0};
	enum rc rc;

	if (from == 0)
		from = 1;
	if (max == 0 || max > LIMIT_FETCH_BATCH)
		max = LIMIT_FETCH_BATCH;
	*next = from;
	rc = imap_session_home(s, err);
	if (rc != RC_OK)
		return rc;
	items.max = max;
	items.v = xcalloc(max, sizeof(*items.v));
	rc = list_from(s, from, &items, err);
	if (rc == RC_OK)
		rc = deliver_all(s, &items, each, ctx, next, err);
	free(items.v);
	return rc;
}
