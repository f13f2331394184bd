#include "decide/promise.h"

#include <string.h>

#include "decide/promise_condition.h"
#include "decide/promise_day.h"
#include "decide/promise_sum.h"
#include "decide/ruleguard.h"

#define PROMISES_MAX 40
/* With nothing but these, a sum is the one that will be paid. */
#define PLAIN                                                                  \
	(INTENT_BIT(INTENT_PROMISE) | INTENT_BIT(INTENT_QUESTION) |            \
	    INTENT_BIT(INTENT_DOCUMENT) | INTENT_BIT(INTENT_ACKNOWLEDGEMENT))

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

static void
set_amount(struct intent_promise *p, const struct amount *a)
{
	p->has_amount = a != NULL;
	p->amount_minor = a ? a->minor : 0;
	memcpy(p->currency, a ? a->currency : "\0\0\0", 4);
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
	if (a->p.has_amount && b->p.has_amount &&
	    a->p.amount_minor != b->p.amount_minor)
		return true;
	if (a->p.date == b->p.date)
		return false;
	/* "1,500 this Friday; the other half, 1,500, on the 4th" */
	if (a->p.has_amount && b->p.has_amount)
		return b->several && a->p.date != DAY_NONE &&
		       b->p.date != DAY_NONE;
	return b->several &&
	       (b->p.date != DAY_NONE || b->p.conditional || a->p.has_amount);
}

/* "We'll pay" says nothing beside a promise that has its day. */
static void
push(struct collect *c, struct found f)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct found *o = &c->v[i];

		if (o->p.date != DAY_NONE || o->p.has_amount ||
		    o->p.conditional || o->several ||
		    other_invoice(c, o->sentence, f.sentence))
			continue;
		c->v[i] = f;
		return;
	}
	if (c->n < PROMISES_MAX)
		c->v[c->n++] = f;
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
	push(c, f);
}

static bool
several_days(struct reading *r, size_t at)
{
	const struct reading_sentence *s = &r->v[at];

	return promise_day_separate(r, at) &&
	       (s->amounts.n > 1 || s->references.n > 1 ||
		   ruleguard_role(r, ROLE_SEVERAL, at, s->s.text) ||
		   promise_sum_each(r, at));
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
	const struct amount *sum = NULL;

	for (; day; before = day, day = promise_day_next(&s->dates, day)) {
		const struct when *after = promise_day_next(&s->dates, day);
		const char *from =
		    before ? before->text.p + before->text.n : s->s.text.p;
		const char *to = after ? day->text.p + day->text.n
				       : s->s.text.p + s->s.text.n;
		struct str part = {from, (size_t)(to - from)};
		struct found f = {
		    .op = day->op, .sentence = at, .several = true};

		f.p.conditional = promise_condition_set(c->r, at, part);
		f.p.date = f.p.conditional && promise_day_from_then(day)
			       ? DAY_NONE
			       : day->day;
		sum = promise_sum_of_day(c->r, at, before, day, sum);
		set_amount(&f.p, sum);
		if (!said_before(c, &f))
			push(c, f);
	}
}

static void
add_one(struct collect *c, size_t at, struct str anchor, bool conditional)
{
	const struct when *day =
	    promise_day_one(c->r, at, anchor, &conditional);
	struct found f = {.sentence = at};

	f.p.date = day ? day->day : DAY_NONE;
	f.op = day ? day->op : WHEN_NOTHING;
	set_amount(&f.p, day ? promise_sum_with(c->r, at, anchor, day)
			     : promise_sum_nearest(c->r, at, anchor));
	f.p.conditional = conditional;
	f.several = ruleguard_role(c->r, ROLE_SEVERAL, at, c->r->v[at].s.text);
	add(c, f);
}

/* "3,000 on Friday, the rest when I can": two, the second without a day, and
 * what it hangs on is nothing to the first. */
static bool
add_rest_later(struct collect *c, size_t at, struct str anchor)
{
	const struct whens *dates = &c->r->v[at].dates;
	const struct when *day = promise_day_next(dates, NULL);
	struct str all = c->r->v[at].s.text, rest = {NULL, 0};
	struct found f = {.sentence = at, .op = WHEN_NOTHING, .several = true};
	const struct amount *sum;
	size_t end = 0;

	for (; day; day = promise_day_next(dates, day)) {
		end = (size_t)(day->text.p - all.p) + day->text.n;
		rest = str_sub(all, end, all.n);
		if (ruleguard_role(c->r, ROLE_REST_LATER, at, rest))
			break;
	}
	if (!day)
		return false;
	add_one(c, at, anchor,
	    promise_condition_set(c->r, at, str_sub(all, 0, end)));
	f.p.date = DAY_NONE;
	sum = promise_sum_behind(c->r, at, rest);
	if (sum != promise_sum_nearest(c->r, at, anchor))
		set_amount(&f.p, sum);
	f.p.conditional = promise_condition_set(c->r, at, rest);
	push(c, f);
	return true;
}

/* "Any discount if I pay sooner?" asks, and hangs nothing on the answer when
 * the promise itself was made before. */
static bool
no_condition(const struct collect *c, size_t at)
{
	return (c->n > 0 && c->r->v[at].s.question) ||
	       promise_condition_void(c->r, at, c->r->v[at].s.text);
}

static void
add_sentence(struct collect *c, size_t at)
{
	struct reading *r = c->r;
	struct str anchor = {NULL, 0}, at_p;
	bool conditional, weak = true;

	conditional = promise_condition_set(r, at, r->v[at].s.text);
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
	conditional = conditional && !no_condition(c, at);
	if (several_days(r, at))
		add_each_day(c, at);
	else if (!add_rest_later(c, at, anchor))
		add_one(c, at, anchor, conditional);
}

/* "500 on Friday. The rest on the 18th": it says what the sum left open. "May
 * the rest follow in February?" only asks. */
static bool
carries_on(const struct collect *c, size_t at)
{
	const struct reading_sentence *s = &c->r->v[at];
	const struct found *last = c->n ? &c->v[c->n - 1] : NULL;

	return last && last->sentence + 1 == at && last->p.has_amount &&
	       !s->s.question && promise_day_free(s) &&
	       promise_day_count(&s->dates) == 1 &&
	       ruleguard_role(c->r, ROLE_SEVERAL, at, s->s.text);
}

static bool
is_promised(const struct collect *c, size_t at)
{
	for (size_t i = 0; i < c->n; i++) {
		if (c->v[i].sentence == at)
			return true;
	}
	return false;
}

static bool
is_known(const struct collect *c, struct str ref)
{
	for (size_t i = 0; i < c->r->n; i++) {
		const struct references *refs = &c->r->v[i].references;

		for (size_t k = 0; k < refs->n; k++) {
			if (c->r->v[i].score[INTENT_PROMISE] > 0 &&
			    str_fold_eq(refs->v[k], ref))
				return true;
		}
	}
	return false;
}

/* "INV-1 will be paid on Friday. INV-2 came late, so the 19th for that." */
static void
add_other_invoices(struct collect *c)
{
	for (size_t i = 0; c->n && i < c->r->n; i++) {
		const struct reading_sentence *s = &c->r->v[i];
		struct found f = {.sentence = i};
		const struct when *day = promise_day_next(&s->dates, NULL);

		if (s->references.n != 1 || promise_day_count(&s->dates) != 1 ||
		    day->lesser || s->score[INTENT_PROMISE] != 0 ||
		    s->s.question || !promise_day_free(s) ||
		    is_promised(c, i) || is_known(c, s->references.v[0]))
			continue;
		f.p.date = day->day;
		f.op = day->op;
		f.p.conditional = promise_condition_set(c->r, i, s->s.text);
		push(c, f);
	}
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
		else if (carries_on(c, i))
			add_one(c, i, r->v[i].s.text, false);
	}
	/* Its evidence was spread over sentences, none of them enough. */
	for (size_t i = 0; i < r->n && !c->n; i++) {
		if (r->v[i].score[INTENT_PROMISE] > 0)
			add_sentence(c, i);
	}
	add_other_invoices(c);
	if (c->n == 1 && !c->v[0].p.has_amount && !(out->intents & ~PLAIN))
		set_amount(&c->v[0].p, promise_sum_only(r));
	out->promises =
	    arena_array(r->arena, c->n ? c->n : 1, sizeof(*out->promises));
	for (size_t i = 0; i < c->n; i++)
		out->promises[i] = c->v[i].p;
	out->promise_count = c->n;
}
