#include "flow/claim.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/worker.h"
#include "base/xalloc.h"
#include "flow/compose.h"
#include "flow/outcome.h"
#include "model/limits.h"
#include "render/letter.h"
#include "store/ledger.h"
#include "store/outbox.h"

#define POSTPONE_SECS 900
#define PILE_MAX      32

struct claim {
	const struct flow *f;
	struct journal *journal;
	int64_t now;
	struct send_stats *stats;
	struct facts_gate gate;
	int64_t hour_left;     /* reminders; negative: not counted yet */
	char owner[80];        /* of the rows it takes; names its journal too */
	struct worker *writer; /* of letters */
	struct arena *scratch; /* the writer's */
};

/* Letters to be written. */
struct pile {
	struct claim *c;
	struct batch *b;
	size_t n;
	struct sheet {
		const struct outbox_touch *touch;
		struct compose *compose;
		struct compose_result result;
	} sheets[PILE_MAX];
};

void
batch_init(struct batch *b)
{
	*b = (struct batch){
	    .a = arena_new(LIMIT_JOB_ARENA * 4),
	    .letters = arena_new(LIMIT_JOB_ARENA * 4),
	};
}

void
batch_fini(struct batch *b)
{
	arena_free(&b->a);
	arena_free(&b->letters);
}

struct claim *
claim_new(const struct flow *f, struct journal *journal, int64_t now,
    struct send_stats *stats)
{
	struct claim *c = xcalloc(1, sizeof(*c));

	*c = (struct claim){
	    .f = f,
	    .journal = journal,
	    .now = now,
	    .stats = stats,
	    .hour_left = -1,
	    .scratch = arena_new(LIMIT_JOB_ARENA),
	};
	return c;
}

static void
forget(void *ctx)
{
	(void)ctx;
	letter_forget();
}

void
claim_free(struct claim **cp)
{
	struct claim *c = *cp;

	*cp = NULL;
	if (c == NULL)
		return;
	if (c->writer)
		worker_run(c->writer, forget, NULL);
	worker_free(&c->writer);
	arena_free(&c->scratch);
	free(c);
}

void
claim_start(struct claim *c)
{
	c->owner[0] = '\0';
}

/* The journal begins before a first row can be found in sending. */
static struct str
owner_of(struct claim *c)
{
	char id[JOURNAL_BATCH];

	if (c->owner[0] == '\0') {
		journal_begin(c->journal, id);
		snprintf(c->owner, sizeof(c->owner), "%s %s", c->f->owner, id);
	}
	return str_of(c->owner);
}

static void
push_item(struct batch *b, const struct outbox_touch *t, struct str bytes)
{
	b->items[b->count++] = (struct deliver_item){
	    .touch = *t,
	    .bytes = bytes,
	};
}

static enum rc
settle_unsent(struct claim *c, struct batch *b, const struct outbox_touch *t,
    const struct compose_result *r, struct err *err)
{
	struct outbox_settled x = {
	    .touch = t->id,
	    .reason = r->reason,
	    .now = c->now,
	    .not_before =
		r->not_before ? r->not_before : c->now + POSTPONE_SECS,
	};
	char state[16];
	enum rc rc;

	switch (r->verdict) {
	case COMPOSE_SKIP:
		c->stats->skipped++;
		rc = outbox_skip(c->f->store, t->id, r->reason, c->now, err);
		if (rc == RC_OK)
			rc = ledger_look_again(
			    c->f->store, t->account, t->sequence, c->now, err);
		return rc;
	case COMPOSE_POSTPONE:
		c->stats->postponed++;
		/* One that was tried before keeps its bytes. */
		snprintf(state, sizeof(state), "%.*s", STR_ARG(t->state));
		x.state = state;
		return outbox_settle(c->f->store, &x, err);
	case COMPOSE_FAIL:
		c->stats->failed++;
		x.state = "failed";
		return outcome_failed(c->f, b->a, t, &x, err);
	case COMPOSE_SEND:
		break;
	}
	return RC_OK;
}

/* Bytes that were frozen before go as they are. */
static enum rc
claim_frozen(struct claim *c, struct batch *b, const struct outbox_touch *t,
    struct err *err)
{
	struct str bytes = {NULL, 0};
	enum rc rc;

	rc = outbox_bytes(c->f->store, b->a, t->id, &bytes, err);
	if (rc != RC_OK)
		return rc;
	rc = outbox_sending(c->f->store, t->id, owner_of(c), err);
	if (rc == RC_OK)
		push_item(b, t, bytes);
	return rc;
}

/* The facts of one touch; a letter to write goes on the pile. */
static enum rc
load_one(struct pile *p, const struct outbox_touch *t, struct err *err)
{
	struct claim *c = p->c;
	struct sheet *s = &p->sheets[p->n];
	struct compose_ask ask = {t, c->now, &c->gate};
	struct err why = {{0}};
	enum rc rc;

	s->touch = t;
	rc = compose_load(c->f, p->b->a, &ask, &s->compose, &s->result, &why);
	if (rc != RC_OK)
		return err_set(err, rc, "%s", why.text);
	if (s->result.verdict != COMPOSE_SEND)
		return settle_unsent(c, p->b, t, &s->result, err);
	/* A deferred mail keeps the bytes of its first try. */
	if (!str_eqc(t->state, "planned"))
		return claim_frozen(c, p->b, t, err);
	p->n++;
	return RC_OK;
}

/* In the writer's thread. */
static void
write_pile(void *ctx)
{
	struct pile *p = ctx;

	for (size_t i = 0; i < p->n; i++) {
		arena_reset(p->c->scratch);
		compose_write(p->sheets[i].compose, p->c->scratch,
		    p->b->letters, &p->sheets[i].result);
	}
}

static enum rc
freeze_one(struct pile *p, const struct sheet *s, struct err *err)
{
	const struct compose_result *r = &s->result;
	struct outbox_frozen frozen = {
	    .touch = s->touch->id,
	    .message_id = r->message_id,
	    .subject = r->subject,
	    .bytes = r->bytes,
	    .owner = owner_of(p->c),
	};
	enum rc rc;

	if (r->verdict != COMPOSE_SEND)
		return settle_unsent(p->c, p->b, s->touch, r, err);
	rc = outbox_freeze(p->c->f->store, &frozen, err);
	if (rc == RC_OK)
		push_item(p->b, s->touch, r->bytes);
	return rc;
}

static enum rc
freeze_pile(struct pile *p, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < p->n; i++)
		rc = freeze_one(p, &p->sheets[i], err);
	p->n = 0;
	return rc;
}

/* Two piles: the facts of one are read while the other is written. */
static enum rc
claim_all(struct claim *c, struct batch *b, const struct outbox_touch *t,
    size_t n, struct err *err)
{
	struct pile piles[2] = {{.c = c, .b = b}, {.c = c, .b = b}};
	struct pile *fresh = &piles[0], *written = &piles[1], *other;
	enum rc rc = RC_OK;

	if (n == 0)
		return RC_OK;
	if (c->writer == NULL)
		c->writer = worker_new();
	for (size_t i = 0; rc == RC_OK && i < n;) {
		while (rc == RC_OK && i < n && fresh->n < PILE_MAX)
			rc = load_one(fresh, &t[i++], err);
		if (rc != RC_OK)
			break;
		worker_run(c->writer, write_pile, fresh);
		rc = freeze_pile(written, err);
		other = written;
		written = fresh;
		fresh = other;
	}
	worker_wait(c->writer);
	b->seen += n;
	return rc == RC_OK ? freeze_pile(written, err) : rc;
}

/* How many reminders may still go within this hour: counted once a round,
 * then kept. */
static enum rc
hour_left(struct claim *c, struct err *err)
{
	int64_t sent = 0, cap = c->f->set->per_hour;
	enum rc rc;

	if (c->hour_left >= 0)
		return RC_OK;
	rc = outbox_sent_since(c->f->store, c->now - 3600, &sent, err);
	if (rc == RC_OK)
		c->hour_left = cap > sent ? cap - sent : 0;
	return rc;
}

static enum rc
due(struct claim *c, struct batch *b, const char *kind, struct outbox_touch **t,
    size_t *n, struct err *err)
{
	struct outbox_want want = {
	    .kind = kind,
	    .now = c->now,
	    .max = LIMIT_SEND_BATCH - b->seen,
	};

	*n = 0;
	if (want.max == 0)
		return RC_OK;
	return outbox_due(c->f->store, b->a, &want, t, n, err);
}

static enum rc
claim_kind(struct claim *c, struct batch *b, const char *kind, struct err *err)
{
	struct outbox_touch *t = NULL;
	size_t n;
	enum rc rc = due(c, b, kind, &t, &n, err);

	return rc == RC_OK ? claim_all(c, b, t, n, err) : rc;
}

static enum rc
claim_reminders(struct claim *c, struct batch *b, struct err *err)
{
	struct outbox_touch *t = NULL;
	size_t n, before = b->count;
	enum rc rc = due(c, b, "reminder", &t, &n, err);

	if (rc == RC_OK && n > 0 && c->f->set->per_hour > 0) {
		rc = hour_left(c, err);
		if (rc == RC_OK && (int64_t)n > c->hour_left)
			n = (size_t)c->hour_left;
	}
	if (rc == RC_OK)
		rc = claim_all(c, b, t, n, err);
	if (c->hour_left > 0)
		c->hour_left -= (int64_t)(b->count - before);
	return rc;
}

static void
batch_start(struct batch *b)
{
	arena_reset(b->a);
	arena_reset(b->letters);
	b->items = arena_array(b->a, LIMIT_SEND_BATCH, sizeof(*b->items));
	b->count = b->seen = 0;
	b->down = RC_OK;
}

/* Answers first: somebody waits for them. */
enum rc
claim_batch(struct claim *c, struct batch *b, struct err *err)
{
	enum rc rc;

	batch_start(b);
	rc = facts_gate(c->f, b->a, c->now, &c->gate, err);
	/* Held: no customer hears of us before a person has looked. */
	if (rc == RC_OK && !c->gate.held)
		rc = claim_kind(c, b, "answer", err);
	if (rc == RC_OK)
		rc = claim_kind(c, b, "staff", err);
	if (rc == RC_OK && !c->gate.held)
		rc = claim_reminders(c, b, err);
	return rc;
}
