#include "decide/promise.h"

#include <string.h>

#include "decide/payday.h"
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

/* Which of two statements about one payment says more about its day? */
static int
precision(enum rulebook_when op)
{
	switch (op) {
	case WHEN_DATE:
	case WHEN_DAY_OF_MONTH:
	case WHEN_FIXED:
		return 3;
	case WHEN_WEEK_END:
	case WHEN_MONTH_WEEK:
	case WHEN_WEEK_NUMBER:
	case WHEN_DATE_WEEK:
	case WHEN_MONTH_DAY:
	case WHEN_NEXT_MONTH_DAY:
		return 1;
	case WHEN_NOTHING:
	case WHEN_COUNT:
		return 0;
	case WHEN_DAY:
	case WHEN_BUSINESS:
	case WHEN_WEEK:
	case WHEN_MONTH:
	case WHEN_WEEKDAY:
	case WHEN_THIS_WEEKDAY:
	case WHEN_NEXT_WEEKDAY:
	case WHEN_COMING_WEEKDAY:
	case WHEN_MONTH_END:
	case WHEN_AFTER:
	case WHEN_HALF_MONTH:
		break;
	}
	return 2;
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
		    precision(f.op) >
			(o->p.date == DAY_NONE ? 0 : precision(o->op))) {
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

static void
add_each_day(struct collect *c, size_t at)
{
	const struct reading_sentence *s = &c->r->v[at];
	const struct when *before = NULL, *day = payday_next(&s->dates, NULL);
	const struct amount *own, *sum = NULL;
	bool same = ruleguard_role(c->r, ROLE_EACH, at, s->s.text);
	bool leads =
	    s->amounts.n && day && s->amounts.v[0].text.p < day->text.p;

	for (; day; before = day, day = payday_next(&s->dates, day)) {
		const struct when *after = payday_next(&s->dates, day);
		const char *from =
		    before ? before->text.p + before->text.n : s->s.text.p;
		const char *to = after ? day->text.p + day->text.n
				       : s->s.text.p + s->s.text.n;
		struct str part = {from, (size_t)(to - from)};
		struct found f = {
		    .op = day->op, .sentence = at, .several = true};

		f.p.date = day->day;
		own = payday_sum_of(s, before, day, after, leads);
		sum = own || !same ? own : sum;
		set_amount(&f.p, sum);
		f.p.conditional = payday_condition(c->r, at, part);
		if (c->n < PROMISES_MAX)
			c->v[c->n++] = f;
	}
}

/* ", the rest when I can": a payment without a day, behind one that has it.
 * The text up to there, or all of the sentence. */
static struct str
before_rest(
    struct reading *r, size_t at, const struct when *day, struct str *behind)
{
	struct str all = r->v[at].s.text;
	size_t end;

	behind->n = 0;
	if (!day || day->text.p < all.p || day->text.p >= all.p + all.n)
		return all;
	end = (size_t)(day->text.p - all.p) + day->text.n;
	*behind = str_sub(all, end, all.n);
	if (ruleguard_role(r, ROLE_REST_LATER, at, *behind))
		return str_sub(all, 0, end);
	behind->n = 0;
	return all;
}

static void
add_rest(struct collect *c, size_t at, struct str behind)
{
	struct found f = {.sentence = at, .op = WHEN_NOTHING, .several = true};

	f.p.date = DAY_NONE;
	f.p.conditional = payday_condition(c->r, at, behind);
	add(c, f);
}

static void
add_one(struct collect *c, size_t at, struct str anchor, bool conditional)
{
	const struct reading_sentence *s = &c->r->v[at];
	const struct when *day = payday_one(c->r, at, anchor, &conditional);
	struct found f = {.sentence = at};
	struct str behind, own = before_rest(c->r, at, day, &behind);

	if (behind.n)
		conditional = payday_condition(c->r, at, own);
	f.p.date = day ? day->day : DAY_NONE;
	f.op = day ? day->op : WHEN_NOTHING;
	set_amount(&f.p, payday_sum(c->r, at, anchor));
	f.p.conditional = conditional;
	f.several = ruleguard_role(c->r, ROLE_SEVERAL, at, s->s.text);
	add(c, f);
	if (behind.n)
		add_rest(c, at, behind);
}

/* "Any discount if I pay sooner?" asks, and hangs nothing on the answer when
 * the promise itself was made before. */
static bool
no_condition(const struct collect *c, size_t at)
{
	return (c->n > 0 && c->r->v[at].s.question) ||
	       payday_certain(c->r, at, c->r->v[at].s.text);
}

static void
add_sentence(struct collect *c, size_t at)
{
	struct reading *r = c->r;
	struct str anchor = {NULL, 0}, at_p;
	bool conditional, weak = true;

	conditional = payday_condition(r, at, r->v[at].s.text);
	for (size_t i = 0; i < r->hit_count; i++) {
		const struct reading_hit *h = &r->hits[i];
		bool ours = false;

		for (size_t k = 0; k < h->rule->meanings; k++)
			ours |= h->rule->meaning[k].kind == INTENT_PROMISE;
		if (h->sentence != at || !ours || h->rule->score <= 0)
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
	if (payday_several(r, at))
		add_each_day(c, at);
	else
		add_one(c, at, anchor, conditional);
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
		const struct when *day = payday_next(&s->dates, NULL);

		if (s->references.n != 1 ||
		    payday_count_strong(&s->dates) != 1 ||
		    s->score[INTENT_PROMISE] != 0 || s->s.question ||
		    payday_says_other(s) || is_known(c, s->references.v[0]))
			continue;
		f.p.date = day->day;
		f.op = day->op;
		f.p.conditional = payday_condition(c->r, i, s->s.text);
		if (c->n < PROMISES_MAX)
			c->v[c->n++] = f;
	}
}

/* The one sum of the mail, when it is what is owed. */
static const struct amount *
only_amount(struct reading *r)
{
	const struct amount *only = NULL;

	for (size_t i = 0; i < r->n; i++) {
		const struct amounts *a = &r->v[i].amounts;

		for (size_t k = 0; k < a->n; k++) {
			if (only || !a->v[k].currency[0] ||
			    ruleguard_role(r, ROLE_DEDUCTED, i, a->v[k].text) ||
			    !ruleguard_role(r, ROLE_OWED, i, a->v[k].text))
				return NULL;
			only = &a->v[k];
		}
	}
	return only;
}

void
promise_collect(struct reading *r, struct intent *out)
{
	struct collect *c = arena_alloc(r->arena, sizeof(*c));

	c->r = r;
	for (size_t i = 0; i < r->n; i++) {
		if (r->v[i].score[INTENT_PROMISE] >= READING_ENOUGH)
			add_sentence(c, i);
	}
	/* Its evidence was spread over sentences, none of them enough. */
	for (size_t i = 0; i < r->n && !c->n; i++) {
		if (r->v[i].score[INTENT_PROMISE] > 0)
			add_sentence(c, i);
	}
	add_other_invoices(c);
	if (c->n == 1 && !c->v[0].p.has_amount && !(out->intents & ~PLAIN))
		set_amount(&c->v[0].p, only_amount(r));
	out->promises =
	    arena_array(r->arena, c->n ? c->n : 1, sizeof(*out->promises));
	for (size_t i = 0; i < c->n; i++)
		out->promises[i] = c->v[i].p;
	out->promise_count = c->n;
}
