#include <stdlib.h>

#include "flow/filing_parts.h"
#include "model/limits.h"
#include "port/seal.h"
#include "store/inbox.h"

/* One mail that nobody had met there. */
struct found {
	struct inbox_mail mail;
	bool known; /* its bytes are in the ledger */
};

struct reading {
	struct filing *x;
	struct arena *a;
	struct str folder;
	struct found v[FILING_BATCH];
	size_t n, bytes;
};

static int
by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void
sort(struct str *v, size_t n)
{
	if (n > 1)
		qsort(v, n, sizeof(*v), by_text);
}

/* Those of v that are not in w; both sorted. */
static size_t
without(const struct str *v, size_t n, const struct str *w, size_t m,
    struct str *out)
{
	size_t k = 0, count = 0;

	for (size_t i = 0; i < n; i++) {
		while (k < m && str_cmp(w[k], v[i]) < 0)
			k++;
		if (k == m || !str_eq(w[k], v[i]))
			out[count++] = v[i];
	}
	return count;
}

static struct str
name(struct arena *a, struct str place, struct str raw)
{
	unsigned char hash[SEAL_HASH];
	char hex[SEAL_HASH * 2 + 1];

	seal_blake2b(raw.n ? raw : place, hash, sizeof(hash));
	seal_hex(hash, sizeof(hash), hex);
	return arena_dup(a, str_of(hex));
}

/* One that the ledger knows need not be kept. */
static enum rc
take(void *ctx, struct str place, int64_t received_at, struct str raw,
    struct err *err)
{
	struct reading *r = ctx;
	const struct filing *x = r->x;
	bool dated = received_at > 0 && !x->f->rehearsed;
	struct found *it = &r->v[r->n];
	enum rc rc;

	if (r->n == FILING_BATCH ||
	    (r->n > 0 && r->bytes + raw.n > LIMIT_FETCH_BYTES))
		return RC_LATER;
	*it = (struct found){.mail = {
				 .id = name(r->a, place, raw),
				 .mailbox = x->box.set->name,
				 .folder = r->folder,
				 .place = arena_dup(r->a, place),
				 .received_at = dated ? received_at : x->now,
			     }};
	rc = inbox_known(x->f->store, it->mail.id, err);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	it->known = rc == RC_OK;
	if (!it->known) {
		it->mail.raw = arena_dup(r->a, raw);
		r->bytes += raw.n;
	}
	if (raw.n == 0)
		it->mail.park = STR("empty, or larger than the limit");
	r->n++;
	return RC_OK;
}

/* A mail that a person took from the inbox before we met it is read here: it
 * is as new as those that lie there. */
static enum rc
write_found(struct reading *r, struct err *err)
{
	struct store *st = r->x->f->store;
	enum rc rc = store_begin(st, err);

	for (size_t i = 0; rc == RC_OK && i < r->n; i++) {
		const struct inbox_mail *m = &r->v[i].mail;
		struct filing_at at =
		    filing_place(r->x, r->folder, m->place, m->id);

		if (!r->v[i].known)
			rc = inbox_add(st, m, err);
		if (rc == RC_OK || rc == RC_MISS)
			rc = filing_seen(st, &at, err);
	}
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}

static bool
was_read(const struct reading *r, struct str place)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->v[i].mail.place, place))
			return true;
	return false;
}

/* Some of the mails at the head of v; *done: those need not be asked for
 * again, be they read or gone meanwhile. */
static enum rc
read_some(
    struct reading *r, struct str *v, size_t n, size_t *done, struct err *err)
{
	size_t want = n < FILING_BATCH ? n : FILING_BATCH, left = 0;
	enum rc rc;

	arena_reset(r->a);
	r->n = r->bytes = 0;
	rc = r->x->box.door->read(&r->x->box, v, want, take, r, err);
	if (rc == RC_LATER && r->n > 0) {
		/* Full: the others come first in the next turn. */
		for (size_t i = want; i-- > 0;)
			if (!was_read(r, v[i]))
				v[want - ++left] = v[i];
		rc = RC_OK;
	}
	*done = want - left;
	return rc == RC_OK ? write_found(r, err) : rc;
}

static enum rc
read_new(struct filing *x, struct str folder, struct str *v, size_t n,
    struct err *err)
{
	struct reading *r;
	enum rc rc = RC_OK;

	if (n == 0)
		return RC_OK;
	r = arena_alloc(x->a, sizeof(*r));
	*r = (struct reading){.x = x, .folder = folder};
	r->a = arena_new(LIMIT_FETCH_BYTES + 2 * (size_t)LIMIT_MAIL_RAW);
	while (rc == RC_OK && n > 0) {
		size_t done = 0;

		rc = read_some(r, v, n, &done, err);
		v += done;
		n -= done;
	}
	arena_free(&r->a);
	return rc;
}

/* What is gone, and that all of the folder was looked at. */
static enum rc
write_look(struct filing *x, struct str folder, const struct str *gone,
    size_t n, struct err *err)
{
	struct store *st = x->f->store;
	enum rc rc = store_begin(st, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct filing_at at = filing_place(x, folder, gone[i], STR(""));

		rc = filing_gone(st, &at, err);
	}
	if (rc == RC_OK)
		rc = filing_look_put(
		    st, x->box.set->name, folder, &x->box.look, err);
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}

static enum rc
compare(struct filing *x, struct str folder, struct err *err)
{
	struct str *there = NULL, *here = NULL, *fresh, *gone;
	size_t n = 0, m = 0, news, left;
	enum rc rc = x->box.door->list(&x->box, x->a, &there, &n, err);

	if (rc == RC_OK)
		rc = filing_here(x->f->store, x->a, x->box.set->name, folder,
		    &here, &m, err);
	if (rc != RC_OK)
		return rc;
	sort(there, n);
	sort(here, m);
	fresh = arena_array(x->a, n, sizeof(*fresh));
	gone = arena_array(x->a, m, sizeof(*gone));
	news = without(there, n, here, m, fresh);
	left = without(here, m, there, n, gone);
	rc = read_new(x, folder, fresh, news, err);
	return rc == RC_OK ? write_look(x, folder, gone, left, err) : rc;
}

static enum rc
scan_one(struct filing *x, struct str folder, struct err *err)
{
	struct filing_look last;
	bool changed = true;
	enum rc rc;

	arena_reset(x->a);
	rc = x->box.door->open(&x->box, folder, true, err);
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_DOWN : rc;
	rc = filing_look(x->f->store, x->box.set->name, folder, &last, err);
	if (rc == RC_OK)
		rc = x->box.door->changed(&x->box, &last, &changed, err);
	else if (rc == RC_MISS)
		rc = RC_OK;
	return rc == RC_OK && changed ? compare(x, folder, err) : rc;
}

enum rc
filing_scan(struct filing *x, struct err *err)
{
	enum rc rc = RC_OK;

	for (int i = 0; rc == RC_OK && i < FILING_QUEUES; i++)
		rc = scan_one(x, x->folders[i], err);
	return rc;
}
