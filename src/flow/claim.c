#include "flow/claim.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/worker.h"
#include "base/xalloc.h"
#include "flow/claim_room.h"
#include "flow/compose.h"
#include "flow/copies.h"
#include "flow/drafting.h"
#include "flow/hourly.h"
#include "flow/textbook.h"
#include "flow/unsent.h"
#include "model/limits.h"
#include "render/letter.h"
#include "store/ledger.h"
#include "store/outbox.h"

#define PILE_MAX 30 /* three groups of compose_link, within COMPOSE_PILE */
#define PILES    WORKER_PIECES

struct claim {
	const struct flow *f;
	struct journal *journal;
	int64_t now;
	struct send_stats *stats;
	struct facts_gate gate;
	int64_t hour_left;     /* reminders; negative: not counted yet */
	char owner[80];        /* of the rows it takes; names its journal too */
	struct worker *writer; /* of letters */
	struct arena *scratch; /* the writer's, for one letter */
	struct arena *links;   /* the same, for one pile */
	struct claim_also also; /* until it is done */
};

/* Letters to be written. */
struct pile {
	struct claim *c;
	struct batch *b;
	size_t n;
	uint64_t piece; /* of the writer's work */
	struct compose_sheet sheets[COMPOSE_PILE];
};

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
	    .links = arena_new(LIMIT_JOB_ARENA),
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
	arena_free(&c->links);
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

static struct deliver_item *
push_item(struct batch *b, const struct outbox_touch *t, struct str bytes)
{
	struct deliver_item *it = &b->items[b->count++];

	*it = (struct deliver_item){.touch = *t, .bytes = bytes};
	return it;
}

static enum rc
settle_unsent(struct claim *c, struct batch *b, const struct outbox_touch *t,
    const struct compose_result *r, struct err *err)
{
	return unsent_settle(
	    &(struct unsent){c->f, b->a, c->now, c->stats}, t, r, err);
}

/* Bytes that were frozen before go as they are; those that are lost keep
 * nobody else waiting. */
static enum rc
claim_frozen(struct claim *c, struct batch *b, const struct outbox_touch *t,
    struct err *err)
{
	struct compose_result lost = {.verdict = COMPOSE_FAIL};
	struct str bytes = {NULL, 0};
	struct err why = {{0}};
	enum rc rc;

	rc = outbox_bytes(c->f->store, b->a, t->id, &bytes, &why);
	if (rc == RC_BAD || rc == RC_MISS) {
		lost.reason = rc == RC_BAD ? arena_dup(b->a, str_of(why.text))
					   : STR("its letter is not kept");
		return settle_unsent(c, b, t, &lost, err);
	}
	if (rc != RC_OK)
		return err_set(err, rc, "%s", why.text);
	rc = outbox_sending(c->f->store, t->id, owner_of(c), err);
	if (rc == RC_OK)
		rc = drafting_is(
		    c->f, b->a, t, &push_item(b, t, bytes)->drafted, err);
	return rc;
}

static enum rc
take_one(struct pile *p, const struct compose_sheet *s, struct err *err)
{
	if (s->result.verdict != COMPOSE_SEND)
		return settle_unsent(p->c, p->b, s->touch, &s->result, err);
	/* A deferred mail keeps the bytes of its first try. */
	if (!str_eqc(s->touch->state, "planned"))
		return claim_frozen(p->c, p->b, s->touch, err);
	p->b->files += compose_file_count(s->compose);
	p->sheets[p->n++] = *s;
	return RC_OK;
}

/* The facts of some touches; the letters to write stay on the pile. */
static enum rc
load_pile(
    struct pile *p, const struct outbox_touch *t, size_t n, struct err *err)
{
	struct compose_ask ask = {p->c->now, &p->c->gate};
	struct compose_sheet s;
	enum rc rc;

	for (size_t i = 0; i < n; i++)
		p->sheets[i].touch = &t[i];
	rc = compose_load(p->c->f, p->b->a, &ask, p->sheets, n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		s = p->sheets[i]; /* never behind those that stay */
		if (s.result.verdict == COMPOSE_SEND)
			rc = textbook_judge(
			    p->c->f, p->b->a, s.touch, &s.result, err);
		if (rc == RC_OK)
			rc = take_one(p, &s, err);
	}
	return rc;
}

/* In the writer's thread. */
static void
write_pile(void *ctx)
{
	struct pile *p = ctx;
	struct compose *all[PILE_MAX];

	for (size_t i = 0; i < p->n; i++)
		all[i] = p->sheets[i].compose;
	arena_reset(p->c->links);
	compose_link(all, p->n, p->c->links);
	for (size_t i = 0; i < p->n; i++) {
		arena_reset(p->c->scratch);
		compose_write(p->sheets[i].compose, p->c->scratch,
		    p->b->letters, &p->sheets[i].result);
	}
}

static enum rc
freeze_one(struct pile *p, const struct compose_sheet *s, struct err *err)
{
	const struct compose_result *r = &s->result;
	struct compose_result taken = *r;
	struct outbox_frozen frozen = {
	    .touch = s->touch->id,
	    .like = s->touch->template_name,
	    .message_id = r->message_id,
	    .subject = r->subject,
	    .bytes = r->bytes,
	    .owner = owner_of(p->c),
	};
	enum rc rc;

	if (r->verdict != COMPOSE_SEND)
		return settle_unsent(p->c, p->b, s->touch, r, err);
	rc = textbook_take(p->c->f, s->touch, p->c->now, &taken, err);
	if (rc == RC_OK && taken.verdict != COMPOSE_SEND)
		return settle_unsent(p->c, p->b, s->touch, &taken, err);
	if (rc == RC_OK)
		rc = outbox_freeze(p->b->kept, &frozen, err);
	if (rc == RC_OK)
		rc = compose_record(s->compose, err);
	if (rc == RC_OK)
		rc = copies_freeze(p->c->f, p->b->a, s->touch->id, r, err);
	if (rc == RC_OK)
		push_item(p->b, s->touch, r->bytes)->drafted = r->drafted;
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

/* Piles in a ring: the facts of one are read while others are written. */
struct ring {
	struct pile piles[PILES];
	size_t given, frozen;
};

/* Freeze what is written; wait for the writer while there are more than
 * `leave`. */
static enum rc
gather(struct ring *ring, struct worker *writer, size_t leave, struct err *err)
{
	enum rc rc = RC_OK;

	while (rc == RC_OK && ring->frozen < ring->given) {
		struct pile *p = &ring->piles[ring->frozen % PILES];

		if (ring->given - ring->frozen > leave)
			worker_wait(writer, p->piece);
		else if (!worker_done(writer, p->piece))
			break;
		rc = freeze_pile(p, err);
		ring->frozen++;
	}
	return rc;
}

static enum rc
do_also(struct claim *c, struct err *err)
{
	struct claim_also also = c->also;

	c->also.work = NULL;
	return also.work ? also.work(also.ctx, err) : RC_OK;
}

/* Documents take long to draw, and nobody else can write meanwhile: what is
 * too much is for the next batch. */
static enum rc
claim_all(struct claim *c, struct batch *b, const struct outbox_touch *t,
    size_t n, struct err *err)
{
	struct ring ring = {.given = 0};
	uint64_t last = 0;
	enum rc rc = RC_OK;

	if (n == 0)
		return RC_OK;
	if (c->writer == NULL)
		c->writer = worker_new();
	for (size_t i = 0;
	     rc == RC_OK && i < n && b->files < LIMIT_SEND_FILES;) {
		size_t part = n - i < PILE_MAX ? n - i : PILE_MAX;
		struct pile *p = &ring.piles[ring.given % PILES];

		p->c = c;
		p->b = b;
		rc = load_pile(p, &t[i], part, err);
		i += part;
		if (rc != RC_OK)
			break;
		last = p->piece = worker_run(c->writer, write_pile, p);
		ring.given++;
		rc = gather(&ring, c->writer, PILES - 1, err);
	}
	if (rc == RC_OK)
		rc = do_also(c, err);
	if (rc == RC_OK)
		rc = gather(&ring, c->writer, 0, err);
	worker_wait(c->writer, last);
	b->seen = b->files < LIMIT_SEND_FILES ? b->seen + n : LIMIT_SEND_BATCH;
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

/* They were decided with the mail that they copy. */
static enum rc
claim_copies(struct claim *c, struct batch *b, struct err *err)
{
	struct outbox_touch *t = NULL;
	size_t n;
	enum rc rc = due(c, b, "copy", &t, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = claim_frozen(c, b, &t[i], err);
	b->seen += rc == RC_OK ? n : 0;
	return rc;
}

static enum rc
claim_reminders(struct claim *c, struct batch *b, struct err *err)
{
	struct outbox_touch *t = NULL;
	size_t n, before = b->count;
	enum rc rc = due(c, b, "reminder", &t, &n, err);

	if (rc == RC_OK && n > 0 && c->f->set->per_hour > 0) {
		if (c->hour_left < 0) /* counted once a round */
			rc = hourly_left(c->f, c->now, &c->hour_left, err);
		if (rc == RC_OK && (int64_t)n > c->hour_left)
			n = (size_t)c->hour_left;
	}
	if (rc == RC_OK)
		rc = claim_all(c, b, t, n, err);
	if (c->hour_left > 0)
		c->hour_left -= (int64_t)(b->count - before);
	return rc;
}

/* Answers first: somebody waits for them. */
enum rc
claim_batch(struct claim *c, struct batch *b, const struct claim_also *also,
    struct err *err)
{
	static const char staff[] = "staff";
	static const char *const kinds[] = {"answer", "relay", staff, "spool"};
	enum rc rc;

	claim_room(b, c->f->store);
	c->also = *also;
	rc = facts_gate(c->f, b->a, c->now, &c->gate, err);
	/* Held: no customer hears of us before a person has looked. */
	for (size_t i = 0; rc == RC_OK && i < sizeof(kinds) / sizeof(*kinds);
	     i++)
		if (!c->gate.held || kinds[i] == staff)
			rc = claim_kind(c, b, kinds[i], err);
	if (rc == RC_OK && !c->gate.held)
		rc = claim_copies(c, b, err);
	if (rc == RC_OK && !c->gate.held)
		rc = claim_reminders(c, b, err);
	return rc == RC_OK ? do_also(c, err) : rc;
}
