#include "flow/drafting_parts.h"
#include "port/seal.h"
#include "store/inbox.h"

static bool
may_be_sent(const struct drafts_row *d)
{
	return d->open && str_is_empty(d->found) && !str_eqc(d->state, "made");
}

static bool
any(const struct drafting_look *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (may_be_sent(&l->v[i].row))
			return true;
	return false;
}

/* The first one counts: a later one that names it answers in its thread. */
static enum rc
take_head(void *ctx, struct str place, struct str head, struct err *err)
{
	struct drafting_look *l = ctx;
	struct drafting_item *it = drafting_match(l, head);

	(void)err;
	if (it != NULL && may_be_sent(&it->row) && str_is_empty(it->sent))
		it->sent = arena_dup(l->a, place);
	return RC_OK;
}

struct reading {
	struct drafting_look *l;
	struct drafting_item *it;
};

static struct str
hash_of(struct arena *a, struct str of)
{
	unsigned char hash[SEAL_HASH];
	char hex[SEAL_HASH * 2 + 1];

	seal_blake2b(of, hash, sizeof(hash));
	seal_hex(hash, sizeof(hash), hex);
	return arena_dup(a, str_of(hex));
}

/* Receive knows it by what is written down here: that it lay where only they
 * can put it. */
static enum rc
write_down(const struct reading *r, struct str raw, struct err *err)
{
	const struct drafting_look *l = r->l;
	struct store *st = l->f->store;
	struct inbox_mail m = {
	    .id = hash_of(l->a, raw.n ? raw : r->it->sent),
	    .mailbox = l->name,
	    .folder = str_of(l->box.folder),
	    .place = r->it->sent,
	    .received_at = l->now,
	    .raw = raw,
	};
	enum rc rc = store_begin(st, err);

	if (raw.n == 0)
		m.park = STR("empty, or larger than the limit");
	if (rc == RC_OK)
		rc = inbox_add(st, &m, err);
	if (rc == RC_OK || rc == RC_MISS)
		rc = drafts_found(st, r->it->row.touch, m.id, err);
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}

static enum rc
take_mail(void *ctx, struct str raw, struct err *err)
{
	const struct reading *r = ctx;
	enum rc rc = write_down(r, raw, err);

	if (rc != RC_OK)
		return rc;
	r->it->row.found = STR("inbox");
	r->l->stats->sent++;
	return RC_OK;
}

static enum rc
read_all(struct drafting_look *l, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < l->n; i++) {
		struct reading r = {l, &l->v[i]};

		if (l->v[i].sent.n > 0)
			rc = l->box.door->read(
			    &l->box, l->v[i].sent, take_mail, &r, err);
	}
	return rc;
}

/* Where the next look begins, once all of this one is in the ledger. */
static enum rc
put_cursor(struct drafting_look *l, int64_t next, struct err *err)
{
	struct store *st = l->f->store;
	enum rc rc;

	if (l->box.validity == 0 || next == 0)
		return RC_OK;
	rc = store_begin(st, err);
	if (rc == RC_OK)
		rc = inbox_cursor_put(st, l->name, str_of(l->box.folder),
		    l->box.validity, next, err);
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}

/* A draft that waits from before the last look was looked for then; one that
 * came since cannot have been sent before. */
enum rc
drafting_sent(struct drafting_look *l, struct err *err)
{
	struct draftbox_from from = {.since = drafting_since(l)};
	int64_t next = 0;
	enum rc rc;

	if (!any(l))
		return RC_OK;
	rc = l->box.door->open(&l->box, IMAP_SENT, err);
	if (rc != RC_OK) /* without such a folder nothing is found */
		return rc == RC_MISS ? RC_OK : rc;
	rc = inbox_cursor(l->f->store, l->name, str_of(l->box.folder),
	    &from.validity, &from.uid, err);
	if (rc == RC_OK || rc == RC_MISS)
		rc = l->box.door->heads(
		    &l->box, &from, take_head, l, &next, err);
	if (rc == RC_OK)
		rc = read_all(l, err);
	return rc == RC_OK ? put_cursor(l, next, err) : rc;
}
