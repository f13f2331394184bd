#include "flow/shelf.h"

#include <stdlib.h>

#include "base/day.h"
#include "base/log.h"
#include "base/xalloc.h"
#include "flow/shelf_parts.h"
#include "model/limits.h"

#define BATCH     50
#define ROUND_MAX 1000     /* mails of one round: the inbox is read between */
#define LATE      DAY_SECS /* a transaction that began so long ago is over */

struct shelf *
shelf_new(const struct flow *f, const struct mailbox_settings *box)
{
	struct shelf *x = xcalloc(1, sizeof(*x));

	x->f = f;
	x->box = box;
	x->a = arena_new(LIMIT_JOB_ARENA + 4 * (size_t)LIMIT_MAIL_RAW);
	x->rows = arena_new(LIMIT_JOB_ARENA);
	return x;
}

void
shelf_free(struct shelf **x)
{
	if (*x == NULL)
		return;
	shelf_hang_up(*x);
	arena_free(&(*x)->a);
	arena_free(&(*x)->rows);
	free(*x);
	*x = NULL;
}

/* One that no folder can hold is not tried for ever. */
static enum rc
file_one(struct shelf *x, const struct shelf_item *it, bool again, bool *done,
    struct err *err)
{
	struct shelf_mail m;
	struct err why = {{0}};
	enum rc rc;

	arena_reset(x->a);
	*done = false;
	rc = shelf_mail(x, it, &m, &why);
	if (rc == RC_OK)
		rc = shelf_put(x, &m, again, &why);
	if (rc == RC_DOWN)
		return err_set(err, rc, "%s", why.text);
	if (rc == RC_BAD)
		log_event(LOG_WARN, "not-on-the-shelf",
		    "account=%.*s item=%.*s why=%s", STR_ARG(it->account),
		    STR_ARG(it->item), why.text);
	*done = rc != RC_LATER;
	return RC_OK;
}

static enum rc
record(struct shelf *x, const struct shelf_item *v, const bool *done, size_t n,
    struct err *err)
{
	struct store *st = x->f->store;
	enum rc rc = store_begin(st, err);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (done[i])
			rc = shelf_end(st, x->box->name, &v[i], err);
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}

/* What was filed before a failure is ticked off all the same. */
static enum rc
file_all(struct shelf *x, const struct shelf_item *v, size_t n, bool again,
    int64_t *filed, struct err *err)
{
	bool done[BATCH];
	struct err why = {{0}};
	size_t k = 0;
	enum rc rc = RC_OK, recorded;

	while (rc == RC_OK && k < n) {
		rc = file_one(x, &v[k], again, &done[k], err);
		if (rc == RC_OK)
			*filed += done[k++];
	}
	recorded = record(x, v, done, k, rc == RC_OK ? err : &why);
	return rc == RC_OK ? recorded : rc;
}

/* All of a short batch is begun: nothing older than now is left. */
static enum rc
begin_batch(struct shelf *x, const struct shelf_ask *ask, struct shelf_item **v,
    size_t *n, struct err *err)
{
	struct store *st = x->f->store;
	enum rc rc = store_begin(st, err);

	if (rc != RC_OK)
		return rc;
	rc = shelf_todo(st, x->rows, ask, v, n, err);
	for (size_t i = 0; rc == RC_OK && i < *n; i++)
		rc = shelf_begin(st, ask->mailbox, &(*v)[i], x->now, err);
	if (rc == RC_OK && *n < ask->max)
		rc = shelf_mark_put(st, ask->mailbox, ask->kind, x->now, err);
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}

static enum rc
file_kind(
    struct shelf *x, enum shelf_kind kind, int64_t *filed, struct err *err)
{
	struct shelf_ask ask = {x->box->name, kind, 0, BATCH};
	struct shelf_item *v = NULL;
	size_t n = BATCH;
	enum rc rc =
	    shelf_mark(x->f->store, ask.mailbox, kind, &ask.since, err);

	ask.since -= LATE;
	while (rc == RC_OK && n == BATCH && *filed < ROUND_MAX) {
		arena_reset(x->rows);
		rc = begin_batch(x, &ask, &v, &n, err);
		if (rc == RC_OK && n > 0)
			rc = file_all(x, v, n, false, filed, err);
	}
	return rc;
}

enum rc
shelf_round(struct shelf *x, int64_t now, int64_t *filed, struct err *err)
{
	struct shelf_item *v = NULL;
	size_t n = 0;
	enum rc rc;

	*filed = 0;
	if (!x->box->account_folders)
		return RC_OK;
	x->now = now;
	arena_reset(x->rows);
	rc = shelf_left(x->f->store, x->rows, x->box->name, BATCH, &v, &n, err);
	if (rc == RC_OK && n > 0)
		rc = file_all(x, v, n, true, filed, err);
	for (int k = 0; rc == RC_OK && k < SHELF_KINDS; k++)
		rc = file_kind(x, (enum shelf_kind)k, filed, err);
	shelf_hang_up(x);
	return rc;
}
