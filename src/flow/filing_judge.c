#include "flow/filing_parts.h"
#include "store/corrections.h"

/* It lies there, which is right from now on. */
static enum rc
accept(struct filing *x, const struct filing_loose *l, struct str queue,
    struct err *err)
{
	struct filing_at at =
	    filing_place(x, l->at.folder, l->at.place, l->at.inbox);
	struct filing_at from =
	    filing_place(x, x->box.set->inbox, STR(""), l->at.inbox);
	enum rc rc = filing_put(x->f->store, &at, queue, err);

	/* Moved from there before we could write it down, by whoever. */
	if (rc == RC_OK && str_is_empty(l->filed))
		rc = filing_left(x->f->store, &from, err);
	return rc;
}

static enum rc
correct(struct filing *x, const struct filing_loose *l, struct str queue,
    struct err *err)
{
	struct correction c = {
	    .inbox = l->at.inbox,
	    .mailbox = x->box.set->name,
	    .from = l->queue,
	    .to = queue,
	    .at = x->now,
	};
	enum rc rc = corrections_add(x->f->store, &c, err);

	if (rc == RC_OK)
		rc = accept(x, l, queue, err);
	x->stats->moved += rc == RC_OK;
	return rc;
}

/* *moved: the mail's other places are for the next round. */
static enum rc
judge_one(struct filing *x, const struct filing_loose *l, bool *moved,
    struct err *err)
{
	struct str queue = filing_queue_of(x, l->at.folder);

	*moved = false;
	/* A folder of other settings; a mail that nobody has read yet. */
	if (str_is_empty(queue) || str_eqc(l->state, "new") ||
	    str_is_empty(l->queue))
		return RC_OK;
	if (str_eq(queue, l->filed) && l->still)
		return filing_settled(x->f->store, &l->at, err);
	/* It was copied, or is on its way: one of the two will stay. */
	if (!str_is_empty(l->filed) && !str_eq(queue, l->filed) && l->still)
		return RC_OK;
	*moved = true;
	if (str_eq(queue, l->queue) || str_eq(queue, l->filed))
		return accept(x, l, queue, err);
	return correct(x, l, queue, err);
}

static enum rc
judge_all(
    struct filing *x, const struct filing_loose *v, size_t n, struct err *err)
{
	bool moved = false;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		if (moved && str_eq(v[i].at.inbox, v[i - 1].at.inbox))
			continue;
		rc = judge_one(x, &v[i], &moved, err);
	}
	return rc;
}

enum rc
filing_judge(struct filing *x, struct err *err)
{
	struct store *st = x->f->store;
	struct filing_stats before = *x->stats;
	struct filing_loose *v = NULL;
	size_t n = 0;
	enum rc rc = store_begin(st, err);

	arena_reset(x->a);
	if (rc == RC_OK)
		rc = filing_loose(
		    st, x->a, x->box.set->name, x->prefix, &v, &n, err);
	if (rc == RC_OK)
		rc = judge_all(x, v, n, err);
	if (rc == RC_OK)
		rc = store_commit(st, err);
	else
		store_rollback(st);
	if (rc != RC_OK)
		*x->stats = before;
	return rc;
}
