#include "decide/promise.h"

#include <string.h>

#include "decide/promise_day.h"
#include "decide/ruleguard.h"

#define PROMISES_MAX 40
#define NEAR_BY      90 /* a neighbour sentence this short may hold the day */

struct found {
	struct intent_promise p;
	enum rulebook_when op;
	bool several; /* "the rest", "the other half" */
	size_t sentence;
};

struct collect {
	struct reading *r;
	struct found v[PROMISES_MAX];
	size_t n;
};

/* Where something was paid or is disputed too, what stands before the promise
 * is that. What is taken off is not paid either. */
static const struct amount *
nearest_amount(struct reading *r, size_t at, struct str anchor)
{
	const struct amounts *a = &r->v[at].amounts;
	bool other = r->v[at].score[INTENT_PAID] >= READING_ENOUGH ||
		     r->v[at].score[INTENT_DISPUTE] >= READING_ENOUGH;
	const struct amount *best = NULL;

	for (size_t i = 0; i < a->n; i++) {
		if ((other && a->v[i].text.p < anchor.p) ||
		    ruleguard_role(r, ROLE_DEDUCTED, at, a->v[i].text))
			continue;
		if (!best || promise_day_distance(anchor, a->v[i].text) <
				 promise_day_distance(anchor, best->text))
			best = &a->v[i];
	}
	return best;
}

static void
set_amount(struct intent_promise *p, const struct amount *a)
{
	p->has_amount = a != NULL;
	p->amount_minor = a ? a->minor : 0;
	memcpy(p->currency, a ? a->currency : "\0\0\0", 4);
}

/* "Send it and I pay at once": nobody knows when that is. */
static void
set_day(struct found *f, const struct when *day, bool conditional)
{
	if (day && day->op == WHEN_AT_ONCE && conditional)
		day = NULL;
	f->p.date = day ? day->day : DAY_NONE;
	f->op = day ? day->op : WHEN_NOTHING;
}

static bool
hangs_on_something(struct reading *r, size_t sentence, struct str text)
{
	return ruleguard_role(r, ROLE_CONDITION, sentence, text) &&
	       !ruleguard_role(r, ROLE_ROUTINE, sentence, text);
}

static bool
other_invoice(const struct collect *c, size_t a, size_t b)
{
	const struct references *x = &c->r->v[a].references;
	const struct references *y = &c->r->v[b].references;

	return a != b && x->n && y->n && !str_eq(x->v[0], y->v[0]);
}

static bool
other_payment(
    const struct collect *c, const struct found *a, const struct found *b)
{
	if (other_invoice(c, a->sentence, b->sentence))
		return a->p.date != b->p.date || a->p.has_amount;
	if (a->p.has_amount && b->p.has_amount)
		return a->p.amount_minor != b->p.amount_minor;
	if (a->p.date == b->p.date)
		return false;
	return b->several &&
	       (b->p.date != DAY_NONE || b->p.conditional || a->p.has_amount);
}

/* Add it, or let it say more about a payment that is known. */
static void
add(struct collect *c, struct found f)
{
	for (size_t i = 0; i < c->n; i++) {
		struct found *o = &c->v[i];

		if (other_payment(c, o, &f))
			continue;
		if (f.p.date != DAY_NONE &&
		    promise_day_precision(f.op) >
			(o->p.date == DAY_NONE
				? 0
				: promise_day_precision(o->op))) {
			o->p.date = f.p.date;
			o->op = f.op;
		}
		if (!o->p.has_amount && f.p.has_amount) {
			o->p.has_amount = true;
			o->p.amount_minor = f.p.amount_minor;
			memcpy(o->p.currency, f.p.currency, 4);
		}
		o->p.conditional |= f.p.conditional;
		return;
	}
	if (c->n < PROMISES_MAX)
		c->v[c->n++] = f;
}

/* The sum that stands with the k-th day: before it, or behind it. */
static const struct amount *
amount_of_day(const struct reading_sentence *s, const struct when *before,
    const struct when *day, const struct when *after, bool leads)
{
	const struct amount *found = NULL;

	for (size_t i = 0; i < s->amounts.n; i++) {
		const char *at = s->amounts.v[i].text.p;

		if (leads && at < day->text.p &&
		    (!before || at > before->text.p))
			found = &s->amounts.v[i];
		if (!leads && at > day->text.p &&
		    (!after || at < after->text.p) && !found)
			found = &s->amounts.v[i];
	}
	return found;
}

/* "On the fifth working day, 7 December" is one day. */
static bool
said_before(const struct collect *c, const struct found *f)
{
	const struct found *o = c->n ? &c->v[c->n - 1] : NULL;

	return o && o->sentence == f->sentence && o->p.date == f->p.date &&
	       (!f->p.has_amount ||
		   (o->p.has_amount &&
		       o->p.amount_minor == f->p.amount_minor)) &&
	       o->p.conditional == f->p.conditional;
}

static void
add_each_day(struct collect *c, size_t at)
{
	const struct reading_sentence *s = &c->r->v[at];
	const struct when *before = NULL,
			  *day = promise_day_next(&s->dates, NULL);
	bool leads =
	    s->amounts.n && day && s->amounts.v[0].text.p < day->text.p;

	for (; day; before = day, day = promise_day_next(&s->dates, day)) {
		const struct when *after = promise_day_next(&s->dates, day);
		const char *from =
		    before ? before->text.p + before->text.n : s->s.text.p;
		const char *to = after ? day->text.p + day->text.n
				       : s->s.text.p + s->s.text.n;
		struct str part = {from, (size_t)(to - from)};
		struct found f = {.sentence = at, .several = true};

		f.p.conditional = hangs_on_something(c->r, at, part);
		set_day(&f, day, f.p.conditional);
		set_amount(&f.p, amount_of_day(s, before, day, after, leads));
		if (c->n < PROMISES_MAX && !said_before(c, &f))
			c->v[c->n++] = f;
	}
}

/* A neighbour with nothing of its own but a day: "We will pay. By Friday." */
static const struct when *
day_next_door(const struct reading *r, size_t at)
{
	for (int step = 1; step >= -1; step -= 2) {
		size_t i = at + (size_t)step;
		bool own = false;

		if (i >= r->n || r->v[i].s.text.n > NEAR_BY)
			continue;
		/* A day for one invoice is none for another. */
		if (r->v[i].references.n > 0 && r->v[at].references.n > 0)
			continue;
		for (int k = 0; k < INTENT_COUNT; k++)
			own |= k != INTENT_PROMISE && k != INTENT_QUESTION &&
			       k != INTENT_ACKNOWLEDGEMENT &&
			       k != INTENT_NONE &&
			       r->v[i].score[k] >= READING_ENOUGH;
		if (!own && promise_day_count(&r->v[i].dates) == 1)
			return promise_day_latest(&r->v[i].dates);
	}
	return NULL;
}

static void
add_one(struct collect *c, size_t at, struct str anchor, bool conditional)
{
	const struct reading_sentence *s = &c->r->v[at];
	const struct when *day;
	struct found f = {.sentence = at};

	if (ruleguard_role(c->r, ROLE_LATEST, at, s->s.text))
		day = promise_day_latest(&s->dates);
	else
		day = promise_day_nearest(&s->dates, anchor);
	if (!day && !conditional)
		day = day_next_door(c->r, at);
	set_day(&f, day, conditional);
	set_amount(&f.p, nearest_amount(c->r, at, anchor));
	f.p.conditional = conditional;
	f.several = ruleguard_role(c->r, ROLE_SEVERAL, at, s->s.text);
	add(c, f);
}

static bool
several_days(struct reading *r, size_t at)
{
	const struct reading_sentence *s = &r->v[at];

	if (promise_day_count(&s->dates) < 2 ||
	    ruleguard_role(r, ROLE_LATEST, at, s->s.text))
		return false;
	return s->amounts.n > 1 || s->references.n > 1 ||
	       ruleguard_role(r, ROLE_SEVERAL, at, s->s.text);
}

/* "3,000 on Friday and the rest as I get paid": two, the second without a day,
 * and what it hangs on is nothing to the first. */
static bool
add_open_rest(struct collect *c, size_t at, struct str anchor)
{
	const struct reading_sentence *s = &c->r->v[at];
	const struct when *day = promise_day_next(&s->dates, NULL);
	struct str head = s->s.text, tail;
	struct found f = {.sentence = at, .several = true};
	size_t end;

	if (!day || promise_day_next(&s->dates, day))
		return false;
	end = (size_t)(day->text.p + day->text.n - head.p);
	tail = str_sub(head, end, head.n);
	if (!ruleguard_role(c->r, ROLE_REST_OPEN, at, tail))
		return false;
	head.n = end;
	add_one(c, at, anchor, hangs_on_something(c->r, at, head));
	f.p.date = DAY_NONE;
	f.p.conditional = hangs_on_something(c->r, at, tail);
	if (c->n < PROMISES_MAX)
		c->v[c->n++] = f;
	return true;
}

static void
add_sentence(struct collect *c, size_t at)
{
	struct reading *r = c->r;
	struct str anchor = {NULL, 0}, at_p;
	bool conditional, weak = true;

	conditional = hangs_on_something(r, at, r->v[at].s.text);
	for (size_t i = 0; i < r->hit_count; i++) {
		const struct reading_hit *h = &r->hits[i];
		bool ours = false;

		for (size_t k = 0; k < h->rule->meanings; k++)
			ours |= h->rule->meaning[k].kind == INTENT_PROMISE;
		if (h->sentence != at || !ours || h->rule->score < 0)
			continue;
		conditional |= h->rule->conditional;
		/* "If you send it today I'll pay tomorrow" */
		at_p = h->text;
		if (h->rule->conditional)
			at_p = str_sub(at_p, at_p.n, 0);
		if (!anchor.p ||
		    (h->rule->conditional ? weak : weak || at_p.p < anchor.p)) {
			anchor = at_p;
			weak = h->rule->conditional;
		}
	}
	if (!anchor.p)
		return;
	if (several_days(r, at))
		add_each_day(c, at);
	else if (!add_open_rest(c, at, anchor))
		add_one(c, at, anchor, conditional);
}

/* "The other one is down for the 23rd": beside a promise it is one, by a rule
 * that has no score because alone it could be anything. */
static bool
tells_more(const struct reading *r, size_t at)
{
	if (promise_day_count(&r->v[at].dates) == 0)
		return false;
	for (size_t i = 0; i < r->hit_count; i++) {
		const struct rulebook_rule *rule = r->hits[i].rule;

		if (r->hits[i].sentence == at && rule->score == 0 &&
		    rule->meanings && rule->meaning[0].kind == INTENT_PROMISE)
			return true;
	}
	return false;
}

void
promise_collect(struct reading *r, struct intent *out)
{
	struct collect *c = arena_alloc(r->arena, sizeof(*c));

	c->r = r;
	for (size_t i = 0; i < r->n; i++) {
		if (r->v[i].score[INTENT_PROMISE] >= READING_ENOUGH ||
		    tells_more(r, i))
			add_sentence(c, i);
	}
	/* Its evidence was spread over sentences, none of them enough. */
	for (size_t i = 0; i < r->n && !c->n; i++) {
		if (r->v[i].score[INTENT_PROMISE] > 0)
			add_sentence(c, i);
	}
	out->promises =
	    arena_array(r->arena, c->n ? c->n : 1, sizeof(*out->promises));
	for (size_t i = 0; i < c->n; i++)
		out->promises[i] = c->v[i].p;
	out->promise_count = c->n;
}
