#include <stdio.h>

#include "base/log.h"
#include "flow/drafting_parts.h"
#include "store/outbox.h"

/* Not there, not sent, and as far as we know never put there. */
static bool
is_to_be_put(const struct drafting_item *it)
{
	const struct drafts_row *d = &it->row;

	return d->open && d->found.n == 0 && it->sent.n == 0 && it->at.n == 0 &&
	       (str_eqc(d->state, "made") || str_eqc(d->state, "open"));
}

static enum rc
begin(struct drafting_look *l, size_t *count, struct err *err)
{
	struct store *st = l->f->store;
	enum rc rc = store_begin(st, err);

	*count = 0;
	for (size_t i = 0; rc == RC_OK && i < l->n; i++)
		if (is_to_be_put(&l->v[i])) {
			++*count;
			rc = drafts_state(st, l->v[i].row.touch, "open", err);
		}
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}

static enum rc
end(struct drafting_look *l, const struct drafts_row *d, struct err *err)
{
	struct store *st = l->f->store;
	enum rc rc = store_begin(st, err);

	if (rc == RC_OK)
		rc = drafts_place(st, d, err);
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}

/* One that no server takes goes out by mail after a while. */
static enum rc
put_one(struct drafting_look *l, struct drafting_item *it, struct err *err)
{
	struct drafts_row *d = &it->row;
	struct str raw, place = {NULL, 0};
	struct err why = {{0}};
	enum rc rc = outbox_bytes(l->f->store, l->a, d->touch, &raw, &why);

	if (rc == RC_OK)
		rc = l->box.door->put(
		    &l->box, l->a, d->token, raw, &place, &why);
	if (rc == RC_DOWN)
		return err_set(err, rc, "%s", why.text);
	if (rc != RC_OK) {
		log_event(LOG_WARN, "draft-not-put", "touch=%.*s why=%s",
		    STR_ARG(d->touch), why.text);
		return RC_OK;
	}
	d->folder = str_of(l->box.folder);
	d->place = place;
	d->mine = place.n > 0;
	d->gone_at = 0;
	l->stats->put++;
	return end(l, d, err);
}

/* A server without a folder for drafts gets one. */
static enum rc
open_drafts(struct drafting_look *l, struct err *err)
{
	enum rc rc = l->box.door->open(&l->box, IMAP_DRAFTS, err);
	struct imap_state st;

	if (rc != RC_MISS || l->box.imap == NULL)
		return rc;
	if (l->box.set->drafts.n == 0)
		snprintf(l->box.folder, sizeof(l->box.folder), "Drafts");
	rc = imap_folder_make(l->box.imap, str_of(l->box.folder), err);
	return rc == RC_OK
		   ? imap_select(l->box.imap, str_of(l->box.folder), &st, err)
		   : rc;
}

enum rc
drafting_put(struct drafting_look *l, struct err *err)
{
	size_t count = 0;
	enum rc rc;

	for (size_t i = 0; i < l->n; i++)
		count += is_to_be_put(&l->v[i]);
	if (count == 0)
		return RC_OK;
	rc = open_drafts(l, err);
	if (rc == RC_OK)
		rc = begin(l, &count, err);
	for (size_t i = 0; rc == RC_OK && i < l->n; i++)
		if (is_to_be_put(&l->v[i]))
			rc = put_one(l, &l->v[i], err);
	return rc;
}
