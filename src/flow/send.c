#include "flow/send.h"

#include <assert.h>
#include <stdlib.h>

#include "base/worker.h"
#include "base/xalloc.h"
#include "flow/claim.h"
#include "flow/outcome.h"
#include "model/limits.h"
#include "store/outbox.h"

#define WITH_HIM    1  /* batches of the postman when the next is claimed */
#define BATCHES     3  /* those, the one claimed, and one to be settled */
#define STRETCH_MAX 32 /* batches in one journal */
#define SETTLE_MAX  20 /* tries */

/* A mail is two lines of it. */
static_assert((size_t)STRETCH_MAX * LIMIT_SEND_BATCH * 2 * 40 <= LIMIT_JOURNAL,
    "the journal does not hold a stretch");

struct send {
	const struct flow *f;
	struct journal *journal;
	struct deliver *deliver;
	bool unsettled; /* outcomes could not be written: recover first */
};

struct send *
send_new(const struct flow *f)
{
	struct send *s = xcalloc(1, sizeof(*s));

	s->f = f;
	s->journal = journal_open(f->set->ledger_path);
	s->deliver = deliver_new(f, s->journal);
	return s;
}

void
send_free(struct send **s)
{
	if (*s == NULL)
		return;
	deliver_free(&(*s)->deliver);
	journal_close(&(*s)->journal);
	free(*s);
	*s = NULL;
}

/*
 * A second thread hands batches over while this one records what became of
 * those before and claims the next, both in one transaction. Another one
 * waits for that thread, so that it never waits for a commit. It sees no
 * ledger; a batch belongs to it until it is waited for.
 */
struct round {
	struct send *s;
	int64_t now;
	struct send_stats *stats;
	struct claim *claim;
	struct worker *postman;
	struct trip {
		struct round *round;
		struct batch batch;
		uint64_t piece; /* of the postman's work */
	} trips[BATCHES];
	struct trip *next;          /* claimed */
	struct trip *away[BATCHES]; /* with the postman, the oldest first */
	size_t away_count;
	bool halt; /* the postman's: a server could not be had */
	struct trip *done[BATCHES];
	size_t done_count;
	bool open;      /* more may be claimed, in this stretch */
	bool full;      /* there was more than the last claim took */
	size_t claimed; /* batches of this stretch */
	enum rc rc;     /* what ended the round */
	struct err why;
};

/* The first reason counts. */
static void
end_round(struct round *r, enum rc rc, const struct err *why)
{
	r->open = r->full = false;
	if (r->rc == RC_OK)
		r->rc = err_set(&r->why, rc, "%s", why->text);
}

/* What stands behind a batch that failed is not begun. */
static void
hand_over(void *ctx)
{
	struct trip *t = ctx;
	struct batch *b = &t->batch;

	if (t->round->halt)
		b->down = RC_DOWN;
	else
		b->down = deliver_all(
		    t->round->s->deliver, b->items, b->count, &b->why);
	t->round->halt = b->down != RC_OK;
}

/* Take back what is done; wait while more than `leave` are away. */
static void
collect(struct round *r, size_t leave)
{
	size_t n = 0;

	while (n < r->away_count) {
		struct trip *t = r->away[n];

		if (r->away_count - n > leave)
			worker_wait(r->postman, t->piece);
		else if (!worker_done(r->postman, t->piece))
			break;
		r->done[r->done_count++] = t;
		if (t->batch.down != RC_OK)
			end_round(r, t->batch.down, &t->batch.why);
		n++;
	}
	r->away_count -= n;
	for (size_t i = 0; i < r->away_count; i++)
		r->away[i] = r->away[i + n];
}

/* After a failure what was claimed is settled as it is: never begun. */
static void
dispatch(struct round *r)
{
	struct trip *t = r->next;

	if (t == NULL)
		return;
	r->next = NULL;
	if (r->rc != RC_OK) {
		r->done[r->done_count++] = t;
		return;
	}
	if (r->postman == NULL)
		r->postman = worker_new();
	t->piece = worker_run(r->postman, hand_over, t);
	r->away[r->away_count++] = t;
}

static bool
is_among(struct trip *const *list, size_t n, const struct trip *t)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == t)
			return true;
	return false;
}

static struct trip *
spare(struct round *r)
{
	struct trip *t = r->trips;

	while (is_among(r->away, r->away_count, t) ||
	       is_among(r->done, r->done_count, t))
		t++;
	return t;
}

static enum rc
settle(void *ctx, struct err *err)
{
	struct round *r = ctx;
	enum rc rc = RC_OK;

	for (size_t k = 0; k < r->done_count; k++) {
		struct batch *b = &r->done[k]->batch;

		for (size_t i = 0; rc == RC_OK && i < b->count; i++)
			rc = outcome_record(
			    r->s->f, b->a, &b->items[i], r->now, r->stats, err);
	}
	return rc;
}

static enum rc
transact(struct round *r, struct trip *next, struct err *err)
{
	struct store *store = r->s->f->store;
	struct send_stats before = *r->stats;
	struct claim_also also = {settle, r};
	enum rc rc = store_begin(store, err);

	if (rc == RC_OK && next == NULL)
		rc = settle(r, err);
	else if (rc == RC_OK)
		rc = claim_batch(r->claim, &next->batch, &also, err);
	if (rc == RC_OK)
		rc = store_commit(store, err);
	else
		store_rollback(store);
	if (rc != RC_OK)
		*r->stats = before;
	return rc;
}

/* Busy is no outcome: what was handed over must be written down. */
static enum rc
settle_stubbornly(struct round *r, struct err *err)
{
	enum rc rc = r->done_count > 0 ? RC_LATER : RC_OK;

	for (int i = 0; rc == RC_LATER && i < SETTLE_MAX; i++)
		rc = transact(r, NULL, err);
	return rc;
}

static void
after_claim(struct round *r, struct trip *t)
{
	const struct batch *b = &t->batch;

	r->full = b->seen == LIMIT_SEND_BATCH;
	if (++r->claimed == STRETCH_MAX || b->seen == 0)
		r->open = false;
	if (!r->open)
		r->full = false;
	r->next = b->count > 0 ? t : NULL;
}

static void
send_copies(struct round *r)
{
	for (size_t i = 0; i < r->done_count; i++) {
		const struct batch *b = &r->done[i]->batch;

		if (b->down == RC_OK)
			deliver_copies(r->s->deliver, b->items, b->count);
	}
}

static void
turn(struct round *r)
{
	struct trip *next = r->open ? spare(r) : NULL;
	struct err err = {{0}};
	enum rc rc = RC_OK;

	if (next == NULL && r->done_count == 0)
		return;
	rc = transact(r, next, &err);
	if (rc == RC_OK && next != NULL)
		after_claim(r, next);
	if (rc != RC_OK) {
		end_round(r, rc, &err);
		rc = settle_stubbornly(r, &err);
	}
	if (rc == RC_OK)
		send_copies(r);
	else
		r->s->unsettled = true;
	r->done_count = 0;
}

/* As many batches as one journal holds, all of them settled at the end. */
static void
stretch(struct round *r)
{
	claim_start(r->claim);
	r->open = true;
	r->claimed = 0;
	do {
		size_t some = r->away_count > 0 ? r->away_count - 1 : 0;

		/* Nothing more to claim meanwhile? */
		collect(r, r->full ? WITH_HIM : some);
		turn(r);
		dispatch(r);
	} while (r->open || r->away_count > 0 || r->done_count > 0);
	if (!r->s->unsettled)
		journal_end(r->s->journal);
}

static void
round_start(struct round *r)
{
	r->claim = claim_new(r->s->f, r->s->journal, r->now, r->stats);
	for (size_t i = 0; i < BATCHES; i++) {
		r->trips[i].round = r;
		r->trips[i].batch.a = arena_new(LIMIT_JOB_ARENA * 4);
		r->trips[i].batch.letters = arena_new(LIMIT_JOB_ARENA * 4);
	}
}

static void
round_end(struct round *r)
{
	worker_free(&r->postman);
	claim_free(&r->claim);
	for (size_t i = 0; i < BATCHES; i++) {
		arena_free(&r->trips[i].batch.a);
		arena_free(&r->trips[i].batch.letters);
	}
}

enum rc
send_round(struct send *s, int64_t now, struct send_stats *out, struct err *err)
{
	struct round r = {.s = s, .now = now, .stats = out};
	enum rc rc = RC_OK;

	*out = (struct send_stats){0};
	if (s->unsettled)
		rc = send_recover(s, now, &out->uncertain, err);
	if (rc != RC_OK)
		return rc;
	round_start(&r);
	do
		stretch(&r);
	while (r.rc == RC_OK && r.claimed == STRETCH_MAX);
	round_end(&r);
	return r.rc == RC_OK ? RC_OK : err_set(err, r.rc, "%s", r.why.text);
}

static enum rc
recover_one(struct send *s, const struct outbox_left *left, int64_t now,
    int64_t *uncertain, struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct str batch = left->owner, owner;
	struct outbox_touch t;
	struct outcome_left x = {.touch = &t, .now = now};
	enum rc rc;

	str_cut(&batch, ' ', &owner);
	x.mark = journal_look(s->journal, batch, left->id, &x.code);
	rc = outbox_get(s->f->store, a, left->id, &t, err);
	if (rc == RC_OK)
		rc = outcome_interrupted(s->f, a, &x, uncertain, err);
	arena_free(&a);
	return rc;
}

enum rc
send_recover(struct send *s, int64_t now, int64_t *uncertain, struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct outbox_left *left = NULL;
	size_t n = 0;
	enum rc rc;

	*uncertain = 0;
	journal_load(s->journal);
	rc = store_begin(s->f->store, err);
	if (rc == RC_OK)
		rc = outbox_left_over(s->f->store, a, &left, &n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = recover_one(s, &left[i], now, uncertain, err);
	if (rc == RC_OK)
		rc = store_commit(s->f->store, err);
	else
		store_rollback(s->f->store);
	s->unsettled = rc != RC_OK;
	if (rc == RC_OK)
		journal_end(s->journal);
	arena_free(&a);
	return rc;
}
