#include "flow/intake.h"

#include "model/limits.h"

#define GROUP_BYTES (LIMIT_AHEAD_BYTES / 4)

/* Neighbours in a batch. */
struct group {
	struct intake_item *v;
	size_t n;
};

void
intake_open(
    struct intake *x, const struct flow *f, struct parser *parser, int64_t now)
{
	*x = (struct intake){.f = f, .parser = parser, .now = now};
}

void
intake_close(struct intake *x)
{
	worker_free(&x->worker);
	while (x->spares > 0)
		arena_free(&x->spare[--x->spares]);
}

void
intake_expect(struct intake *x, size_t mails)
{
	if (x->worker == NULL && mails > INTAKE_GROUP)
		x->worker = worker_new();
}

static struct arena *
take_arena(struct intake *x)
{
	return x->spares > 0 ? x->spare[--x->spares]
			     : arena_new(LIMIT_JOB_ARENA);
}

void
intake_forget(struct intake *x, struct intake_item *it)
{
	if (it->a != NULL && x->spares < sizeof(x->spare) / sizeof(*x->spare)) {
		arena_reset(it->a);
		x->spare[x->spares++] = it->a;
		it->a = NULL;
	}
	arena_free(&it->a);
	it->message = NULL;
	it->work = NULL;
	it->submitted = false;
	it->read = it->again;
}

/* Hand one mail to the parser, or settle it without. */
static void
submit(struct intake *x, struct intake_item *it)
{
	struct str raw = {NULL, 0};
	enum rc rc;

	if (it->claimed.attempts > LIMIT_TRIES_POISON) {
		err_set(&it->why, RC_BAD, "killed its reader %d times",
		    LIMIT_TRIES_POISON);
		it->read = true;
		return;
	}
	it->a = take_arena(x);
	rc = inbox_raw(x->f->store, it->a, it->claimed.id, &raw, &it->why);
	if (rc == RC_OK)
		rc = parser_submit(x->parser, raw, &it->why);
	it->submitted = rc == RC_OK;
	it->read = rc != RC_OK;
	it->again = rc == RC_LATER || rc == RC_DOWN;
}

static size_t
held(const struct intake_item *v, size_t from, size_t to)
{
	size_t bytes = 0;

	for (size_t i = from; i < to; i++)
		bytes += v[i].a ? arena_used(v[i].a) : 0;
	return bytes;
}

/* Send the next ones on their way, `want` at least; what waits behind it to
 * be written takes room too. */
static void
submit_ahead(struct intake *x, struct intake_item *items, size_t n, size_t want)
{
	size_t end = want + PARSER_WINDOW < n ? want + PARSER_WINDOW : n;
	size_t behind = want < 2 * INTAKE_GROUP ? want : 2 * INTAKE_GROUP;
	size_t next = want, bytes;

	while (next < end && (items[next].submitted || items[next].read))
		next++;
	if (next - want >= PARSER_WINDOW / 2)
		return;
	bytes = held(items, want - behind, next);
	for (; next < end && (next == want || bytes < LIMIT_AHEAD_BYTES);
	     next++) {
		submit(x, &items[next]);
		bytes += held(items, next, next + 1);
	}
}

/* Have mail `want` read. */
static void
read_mail(struct intake *x, struct intake_item *items, size_t n, size_t want)
{
	struct intake_item *it = &items[want];
	enum rc rc;

	submit_ahead(x, items, n, want);
	if (!it->submitted || it->read)
		return;
	rc = parser_next(x->parser, it->a, &it->message, &it->why);
	it->read = true;
	it->again = rc == RC_LATER || rc == RC_DOWN;
}

void
intake_rest(struct intake *x, struct intake_item *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].submitted && !items[i].read)
			read_mail(x, items, i + 1, i);
}

static enum rc
begin(struct intake *x, struct intake_item *it, struct err *err)
{
	struct judge_in in = {
	    .message = it->message,
	    .mailbox = it->claimed.mailbox,
	    .now = x->now,
	    .came_at = it->claimed.received_at,
	};

	if (it->message == NULL || it->again)
		return RC_OK;
	return judge_begin(x->f, it->a, &in, &it->work, err);
}

/* The mails from `from` on that go together; none past the last. */
static enum rc
collect(struct intake *x, struct intake_item *items, size_t n, size_t from,
    struct group *out, struct err *err)
{
	enum rc rc = RC_OK;

	*out = (struct group){items + from, 0};
	for (size_t i = from; rc == RC_OK && i < n && out->n < INTAKE_GROUP &&
			      held(out->v, 0, out->n) < GROUP_BYTES;
	     i++) {
		read_mail(x, items, n, i);
		rc = begin(x, &items[i], err);
		out->n++;
	}
	return rc;
}

static void
understand(void *ctx)
{
	const struct group *g = ctx;

	for (size_t i = 0; i < g->n; i++)
		if (g->v[i].work != NULL)
			judge_understand(g->v[i].work);
}

static void
hand_over(struct intake *x, struct group *g)
{
	if (x->worker == NULL)
		understand(g);
	else
		worker_run(x->worker, understand, g); /* after the one before */
}

static enum rc
finish(struct intake *x, const struct group *g, intake_mail *each, void *ctx,
    struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < g->n; i++) {
		rc = each(ctx, &g->v[i], err);
		intake_forget(x, &g->v[i]);
	}
	return rc;
}

enum rc
intake_run(struct intake *x, struct intake_item *items, size_t n,
    intake_mail *each, void *ctx, struct err *err)
{
	struct group g[2];
	size_t at = 0, next;
	enum rc rc;

	rc = collect(x, items, n, 0, &g[0], err);
	next = g[0].n;
	if (rc == RC_OK)
		hand_over(x, &g[0]);
	while (rc == RC_OK && g[at].n > 0) {
		rc = collect(x, items, n, next, &g[!at], err);
		next += g[!at].n;
		if (rc != RC_OK)
			break;
		hand_over(x, &g[!at]);
		rc = finish(x, &g[at], each, ctx, err);
		at = !at;
	}
	if (x->worker != NULL)
		worker_wait(x->worker);
	return rc;
}
