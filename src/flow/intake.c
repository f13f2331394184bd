#include "flow/intake.h"

#include "flow/carrier_round.h"
#include "model/limits.h"

/* Neighbours in a batch. */
struct group {
	struct intake_item *v;
	size_t n;
	uint64_t piece; /* of the worker */
};

/* Groups at once: one is written, one understood, and one lies ready, that the
 * worker need not wait for the caller. */
#define GROUPS 3

/* A batch on its way. */
struct run {
	struct intake *x;
	struct intake_item *v;
	size_t n;
	size_t read;    /* so many of them are */
	size_t grouped; /* and so many are in a group, or done with */
	size_t most;    /* mails of the next group */
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
	if (x->worker == NULL && mails > INTAKE_FIRST)
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
	x->held -= it->size;
	it->size = 0;
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

static void
count(struct intake *x, struct intake_item *it)
{
	x->held += arena_used(it->a) - it->size;
	it->size = arena_used(it->a);
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
	count(x, it);
}

/* Send the next ones on their way, `want` at least. */
static void
submit_ahead(struct intake *x, struct intake_item *items, size_t n, size_t want)
{
	size_t end = want + PARSER_WINDOW < n ? want + PARSER_WINDOW : n;
	size_t next = want;

	while (next < end && (items[next].submitted || items[next].read))
		next++;
	if (next - want >= PARSER_WINDOW / 2)
		return;
	for (; next < end && (next == want || x->held < LIMIT_AHEAD_BYTES);
	     next++)
		submit(x, &items[next]);
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
	count(x, it);
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
	    .inbox = it->claimed.id,
	    .now = x->now,
	    .came_at = it->claimed.received_at,
	    .account = it->claimed.account,
	    .contact = it->claimed.contact,
	};

	if (it->message == NULL || it->again)
		return RC_OK;
	if (in.account.n > 0)
		in.made_of = it->claimed.folder;
	in.doubted =
	    str_eqc(in.made_of, CARRIER_FOLDER) && !x->f->set->texts_believe;
	return judge_begin(x->f, it->a, &in, &it->work, err);
}

/* One more mail of the next group is read, if there is room for it. */
static bool
read_on(struct run *r)
{
	size_t from = r->grouped;

	if (r->read == r->n || r->read - from == r->most ||
	    (r->read > from && r->x->held >= LIMIT_AHEAD_BYTES))
		return false;
	read_mail(r->x, r->v, r->n, r->read++);
	return true;
}

/* The mails that go together next; none past the last. */
static enum rc
collect(struct run *r, struct group *out, struct err *err)
{
	enum rc rc = RC_OK;

	while (read_on(r))
		continue;
	*out = (struct group){r->v + r->grouped, r->read - r->grouped, 0};
	r->grouped = r->read;
	r->most = 2 * r->most < INTAKE_GROUP ? 2 * r->most : INTAKE_GROUP;
	for (size_t i = 0; rc == RC_OK && i < out->n; i++)
		rc = begin(r->x, &out->v[i], err);
	return rc;
}

static void
understand(void *ctx)
{
	const struct group *g = ctx;
	struct judge_work *v[INTAKE_GROUP];
	size_t n = 0;

	for (size_t i = 0; i < g->n; i++)
		if (g->v[i].work != NULL)
			v[n++] = g->v[i].work;
	judge_understand(v, n);
}

/* The next group, to the worker; with none left it is empty. */
static enum rc
next_group(struct run *r, struct group *g, struct err *err)
{
	enum rc rc = collect(r, g, err);

	if (rc != RC_OK || g->n == 0)
		return rc;
	if (r->x->worker == NULL)
		understand(g);
	else
		g->piece = worker_run(r->x->worker, understand, g);
	return RC_OK;
}

/* The parser's child has something to do meanwhile. */
static enum rc
finish(struct run *r, const struct group *g, intake_mail *each, void *ctx,
    struct err *err)
{
	enum rc rc = RC_OK;

	if (r->x->worker != NULL)
		worker_wait(r->x->worker, g->piece);
	for (size_t i = 0; rc == RC_OK && i < g->n; i++) {
		rc = each(ctx, &g->v[i], err);
		intake_forget(r->x, &g->v[i]);
		read_on(r);
	}
	return rc;
}

enum rc
intake_run(struct intake *x, struct intake_item *items, size_t n,
    intake_mail *each, void *ctx, struct err *err)
{
	struct run r = {.x = x, .v = items, .n = n, .most = INTAKE_FIRST};
	struct group g[GROUPS];
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i + 1 < GROUPS; i++)
		rc = next_group(&r, &g[i], err);
	for (size_t at = 0; rc == RC_OK && g[at].n > 0;
	     at = (at + 1) % GROUPS) {
		rc = next_group(&r, &g[(at + GROUPS - 1) % GROUPS], err);
		if (rc == RC_OK)
			rc = finish(&r, &g[at], each, ctx, err);
	}
	if (x->worker != NULL)
		worker_wait_all(x->worker);
	return rc;
}
