#include "flow/receive.h"

#include "base/log.h"
#include "flow/apply.h"
#include "flow/judge.h"
#include "flow/parked.h"
#include "flow/settle.h"
#include "model/limits.h"
#include "store/inbox.h"

/* One claimed mail on its way. */
struct item {
	struct inbox_claimed claimed;
	struct arena *a;         /* its bytes and all that came of them */
	struct message *message; /* NULL: could not be read */
	struct err why;
	bool submitted; /* the parser has it, or had it */
	bool read;      /* message, why and again are settled */
	bool again;     /* the parser died: leave it for another try */
};

struct batch {
	struct arena *a;
	struct item *v;
	size_t n;
};

struct round {
	const struct flow *f;
	struct parser *parser;
	struct arena *a;
	int64_t now;
	struct receive_stats *stats;
};

static enum rc
park(const struct round *r, const struct item *it, struct err *err)
{
	struct inbox_verdict v = {
	    .id = it->claimed.id,
	    .state = "parked",
	    .kind = STR("other"),
	    .queue = STR("Unsure"),
	    .reason = str_of(it->why.text),
	    .now = 0, /* until a person is told */
	};

	r->stats->parked++;
	log_event(LOG_WARN, "mail-parked", "mail=%.16s why=%s",
	    it->claimed.id.p, it->why.text);
	return inbox_settle(r->f->store, &v, err);
}

static int64_t
count_answers(const struct effects *e)
{
	int64_t n = 0;

	for (size_t i = 0; i < e->n; i++)
		n += e->v[i].kind == EFFECT_ANSWER;
	return n;
}

static enum rc
handle(const struct round *r, const struct item *it, struct err *err)
{
	struct judge_in in = {
	    .message = it->message,
	    .mailbox = it->claimed.mailbox,
	    .now = r->now,
	    .came_at = it->claimed.received_at,
	};
	struct judge j;
	enum rc rc;

	if (it->message == NULL)
		return park(r, it, err);
	rc = judge_mail(r->f, it->a, &in, &j, err);
	if (rc != RC_OK)
		return rc;
	struct apply ap = {
	    .f = r->f,
	    .a = it->a,
	    .inbox = it->claimed.id,
	    .mailbox = it->claimed.mailbox,
	    .thread = j.exchange,
	    .message = it->message,
	    .account = j.has_account ? &j.facts : NULL,
	    .now = r->now,
	};
	struct settle done = {
	    .f = r->f,
	    .a = it->a,
	    .inbox = it->claimed.id,
	    .message = it->message,
	    .now = r->now,
	};
	rc = apply_effects(&ap, &j.result.effects, err);
	if (rc == RC_OK)
		rc = settle_mail(&done, &j, err);
	if (rc == RC_OK) {
		r->stats->handled++;
		r->stats->answered += count_answers(&j.result.effects);
	}
	return rc;
}

/* Hand one mail to the parser; false when it is settled without. */
static bool
submit(const struct round *r, struct item *it)
{
	struct str raw = {NULL, 0};
	enum rc rc;

	if (it->claimed.attempts > LIMIT_TRIES_POISON) {
		err_set(&it->why, RC_BAD, "killed its reader %d times",
		    LIMIT_TRIES_POISON);
		it->read = true;
		return false;
	}
	it->a = arena_new(LIMIT_JOB_ARENA);
	rc = inbox_raw(r->f->store, it->a, it->claimed.id, &raw, &it->why);
	if (rc == RC_OK)
		rc = parser_submit(r->parser, raw, &it->why);
	it->submitted = rc == RC_OK;
	it->read = rc != RC_OK;
	it->again = rc == RC_LATER || rc == RC_DOWN;
	return it->submitted;
}

static size_t
held(const struct item *it)
{
	return it->a ? arena_used(it->a) : 0;
}

/*
 * Have mail `want` read, and the next ones on their way, so that the child
 * reads one while this process decides about another. Several at a time: to
 * wake the child for each costs as much as to decide something.
 */
static void
read_ahead(const struct round *r, struct item *items, size_t n, size_t want)
{
	size_t end = want + PARSER_WINDOW < n ? want + PARSER_WINDOW : n;
	size_t next = want, bytes = 0;

	for (; next < end && (items[next].submitted || items[next].read);
	     next++)
		bytes += held(&items[next]);
	if (next - want < PARSER_WINDOW / 2)
		for (; next < end && bytes < LIMIT_AHEAD_BYTES; next++) {
			submit(r, &items[next]);
			bytes += held(&items[next]);
		}
	if (items[want].submitted && !items[want].read) {
		enum rc rc = parser_next(r->parser, items[want].a,
		    &items[want].message, &items[want].why);

		items[want].read = true;
		items[want].again = rc == RC_LATER || rc == RC_DOWN;
	}
}

/* What is still on its way when a batch ends early is taken in. */
static void
read_rest(const struct round *r, struct item *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].submitted && !items[i].read)
			read_ahead(r, items, i + 1, i);
}

/* A batch of large mails is never in memory as a whole: what is done with
 * makes room, and is read again should it be wanted again. */
static void
forget(struct item *it)
{
	arena_free(&it->a);
	it->message = NULL;
	it->submitted = false;
	it->read = it->again;
}

/* In the transaction that is open; none are claimed if it fails. */
static enum rc
claim(const struct round *r, struct batch *b, struct err *err)
{
	struct inbox_claimed *c = NULL;
	size_t n = 0;
	enum rc rc;

	arena_reset(b->a);
	rc = inbox_claim(
	    r->f->store, b->a, LIMIT_RECEIVE_BATCH, true, &c, &n, err);
	/* Those that were tried before go alone: one may be poison. */
	if (rc == RC_OK && n == 0)
		rc = inbox_claim(r->f->store, b->a, 1, false, &c, &n, err);
	b->n = rc == RC_OK ? n : 0;
	b->v = arena_array(b->a, b->n, sizeof(*b->v));
	for (size_t i = 0; i < b->n; i++)
		b->v[i].claimed = c[i];
	return rc;
}

static enum rc
claim_first(const struct round *r, struct batch *b, struct err *err)
{
	enum rc rc = store_begin(r->f->store, err);

	b->n = 0;
	if (rc != RC_OK)
		return rc;
	rc = claim(r, b, err);
	if (rc == RC_OK)
		rc = store_commit(r->f->store, err);
	else
		store_rollback(r->f->store);
	if (rc != RC_OK)
		b->n = 0;
	return rc;
}

/* With what was done the next batch is claimed, if that is wanted: a commit
 * waits for the disk. */
static enum rc
handle_all(const struct round *r, struct item *items, size_t n,
    struct batch *next, struct err *err)
{
	struct receive_stats before = *r->stats;
	enum rc rc = store_begin(r->f->store, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		read_ahead(r, items, n, i);
		if (!items[i].again)
			rc = handle(r, &items[i], err);
		forget(&items[i]);
	}
	if (rc == RC_OK && next != NULL)
		rc = claim(r, next, err);
	if (rc == RC_OK)
		rc = store_commit(r->f->store, err);
	else
		store_rollback(r->f->store);
	if (rc == RC_OK)
		return rc;
	if (next != NULL)
		next->n = 0;
	*r->stats = before;
	return rc;
}

static enum rc
park_alone(const struct round *r, const struct item *it, struct err *err)
{
	enum rc rc = store_begin(r->f->store, err);

	if (rc == RC_OK)
		rc = park(r, it, err);
	if (rc == RC_OK)
		return store_commit(r->f->store, err);
	store_rollback(r->f->store);
	return rc;
}

/* One of the batch cannot be handled: find it, and let the others pass. */
static enum rc
handle_apart(
    const struct round *r, struct item *items, size_t n, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		rc = handle_all(r, &items[i], 1, NULL, err);
		if (rc != RC_BAD && rc != RC_MISS)
			continue;
		items[i].why = *err;
		rc = park_alone(r, &items[i], err);
	}
	return rc;
}

static enum rc
receive_batch(const struct round *r, const struct batch *b, struct batch *next,
    struct err *err)
{
	enum rc rc;

	next->n = 0;
	rc = handle_all(r, b->v, b->n, next, err);
	read_rest(r, b->v, b->n);
	if (rc == RC_BAD || rc == RC_MISS)
		rc = handle_apart(r, b->v, b->n, err);
	for (size_t i = 0; i < b->n; i++)
		forget(&b->v[i]);
	return rc;
}

enum rc
receive_round(const struct flow *f, struct parser *parser, int64_t now,
    struct receive_stats *out, struct err *err)
{
	struct round r = {
	    .f = f,
	    .parser = parser,
	    .a = arena_new(LIMIT_JOB_ARENA),
	    .now = now,
	    .stats = out,
	};
	struct batch b[2] = {
	    {.a = arena_new(LIMIT_JOB_ARENA)},
	    {.a = arena_new(LIMIT_JOB_ARENA)},
	};
	size_t at = 0;
	enum rc rc;

	*out = (struct receive_stats){0};
	rc = claim_first(&r, &b[0], err);
	while (rc == RC_OK && b[at].n > 0) {
		arena_reset(r.a);
		rc = receive_batch(&r, &b[at], &b[!at], err);
		at = !at;
		if (rc == RC_OK && b[at].n == 0)
			rc = claim_first(&r, &b[at], err);
	}
	if (rc == RC_OK)
		rc = parked_tell(f, r.a, now, err);
	arena_free(&b[0].a);
	arena_free(&b[1].a);
	arena_free(&r.a);
	return rc;
}
