#include "flow/drafting_parts.h"

static bool
may_lie(const struct drafts_row *d)
{
	return d->place.n > 0 || (d->open && !str_eqc(d->state, "made"));
}

/* From the lowest uid of ours on, where all of them are known. */
static struct draftbox_from
from_where(const struct drafting_look *l)
{
	struct draftbox_from from = {
	    .validity = l->box.validity, .since = drafting_since(l)};

	for (size_t i = 0; i < l->n; i++) {
		struct str place = l->v[i].row.place;
		size_t colon = str_chr(place, ':');
		int64_t validity = 0, uid = 0;

		if (!may_lie(&l->v[i].row))
			continue;
		if (colon == STR_NPOS ||
		    !str_to_i64(
			str_sub(place, 0, colon), 1, UINT32_MAX, &validity) ||
		    !str_to_i64(str_sub(place, colon + 1, place.n), 1,
			UINT32_MAX, &uid) ||
		    validity != from.validity) {
			from.uid = 0;
			return from;
		}
		if (from.uid == 0 || uid < from.uid)
			from.uid = uid;
	}
	return from;
}

/* As it lay when we last looked, if it does: else the newest. */
static enum rc
take_head(void *ctx, struct str place, struct str head, struct err *err)
{
	struct drafting_look *l = ctx;
	struct drafting_item *it = drafting_match(l, head);

	(void)err;
	if (it != NULL && may_lie(&it->row) &&
	    (it->at.n == 0 || !str_eq(it->at, it->row.place)))
		it->at = arena_dup(l->a, place);
	return RC_OK;
}

/* One that was sent, and one that is of no use and that nobody has touched. */
static bool
is_to_go(const struct drafting_item *it)
{
	const struct drafts_row *d = &it->row;

	return !d->open && (str_eqc(d->state, "sent") ||
			       (d->mine && str_eq(d->place, it->at)));
}

static enum rc
note_place(struct drafting_look *l, struct drafting_item *it, struct err *err)
{
	struct drafts_row *d = &it->row;
	d->mine = d->mine && str_eq(d->place, it->at);
	d->folder = str_of(l->box.folder);
	if (it->at.n == 0 && d->open) {
		d->gone_at = l->now;
		l->stats->gone++;
	}
	if (it->at.n > 0)
		d->gone_at = 0;
	d->place = d->open ? it->at : STR("");
	return drafts_place(l->f->store, d, err);
}

static bool
has_changed(const struct drafting_item *it)
{
	const struct drafts_row *d = &it->row;

	if (!d->open)
		return true;
	/* What a stop left open and is not there is put there. */
	if (str_eqc(d->state, "open"))
		return it->at.n > 0;
	return !str_eq(d->place, it->at) || (it->at.n > 0) == (d->gone_at > 0);
}

static enum rc
note_all(struct drafting_look *l, struct err *err)
{
	struct store *st = l->f->store;
	enum rc rc = store_begin(st, err);

	for (size_t i = 0; rc == RC_OK && i < l->n; i++)
		if (may_lie(&l->v[i].row) && has_changed(&l->v[i]))
			rc = note_place(l, &l->v[i], err);
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}

static enum rc
take_away(struct drafting_look *l, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < l->n; i++) {
		struct drafting_item *it = &l->v[i];

		if (it->at.n == 0 || !is_to_go(it))
			continue;
		rc = l->box.door->remove(&l->box, it->at, err);
		l->stats->removed += rc == RC_OK;
		/* Somebody was faster, or it lets nothing be deleted. */
		if (rc == RC_MISS || rc == RC_BAD)
			rc = RC_OK;
	}
	return rc;
}

enum rc
drafting_lies(struct drafting_look *l, struct err *err)
{
	struct draftbox_from from;
	int64_t next = 0;
	bool any = false;
	enum rc rc;

	for (size_t i = 0; i < l->n; i++)
		any |= may_lie(&l->v[i].row);
	if (!any)
		return RC_OK;
	rc = l->box.door->open(&l->box, IMAP_DRAFTS, err);
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	from = from_where(l);
	rc = l->box.door->heads(&l->box, &from, take_head, l, &next, err);
	if (rc == RC_OK)
		rc = take_away(l, err);
	return rc == RC_OK ? note_all(l, err) : rc;
}
