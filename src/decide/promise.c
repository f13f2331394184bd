#include "decide/promise.h"

#include <string.h>

#include "decide/ruleguard.h"

#define PROMISES_MAX 40
/* With nothing but these, a sum is the one that will be paid. */
#define PLAIN                                                                  \
	(INTENT_BIT(INTENT_PROMISE) | INTENT_BIT(INTENT_QUESTION) |            \
	    INTENT_BIT(INTENT_DOCUMENT) | INTENT_BIT(INTENT_ACKNOWLEDGEMENT))
#define NEAR_BY 90 /* a neighbour sentence this short may hold the day */

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

static size_t
distance(struct str anchor, struct str s)
{
	if (s.p >= anchor.p)
		return (size_t)(s.p - anchor.p);
	/* What was said before the verb is the less likely one. */
	return 2 * (size_t)(anchor.p - s.p) + 20;
}

static bool
of_payment(const struct when *w)
{
	return !w->other && w->day != DAY_NONE;
}

static bool
strong(const struct when *w)
{
	return of_payment(w) && !w->weak;
}

static size_t
count_strong(const struct whens *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += strong(&w->v[i]);
	return n;
}

/* Weak ones count where there are no others. */
static size_t
count_days(const struct whens *w)
{
	size_t n = count_strong(w);

	for (size_t i = 0; !n && i < w->n; i++)
		n += of_payment(&w->v[i]);
	return n;
}

static bool
of_a_month(enum rulebook_when op)
{
	return op == WHEN_DATE || op == WHEN_DAY_OF_MONTH;
}

/* "the Monday after, December 7": the date says which Monday. */
static const struct when *
explained(const struct whens *w, const struct when *day)
{
	if (!day || (day->op != WHEN_WEEKDAY && day->op != WHEN_AFTER))
		return day;
	for (size_t i = 0; i < w->n; i++) {
		if (of_payment(&w->v[i]) && of_a_month(w->v[i].op) &&
		    day_weekday(w->v[i].day) == day_weekday(day->day))
			return &w->v[i];
	}
	return day;
}

/* A match that is all of the sentence stands nowhere in it: what comes last is
 * what it comes to, then. */
static bool
nearer(struct str anchor, const struct when *a, const struct when *b)
{
	if (a->weak != b->weak)
		return b->weak;
	if (anchor.p <= a->text.p &&
	    anchor.p + anchor.n >= a->text.p + a->text.n &&
	    anchor.p + anchor.n >= b->text.p + b->text.n)
		return a->text.p > b->text.p;
	return distance(anchor, a->text) < distance(anchor, b->text);
}

static const struct when *
nearest_day(const struct whens *w, struct str anchor)
{
	const struct when *best = NULL;

	for (size_t i = 0; i < w->n; i++) {
		if (of_payment(&w->v[i]) &&
		    (!best || nearer(anchor, &w->v[i], best)))
			best = &w->v[i];
	}
	return explained(w, best);
}

static const struct when *
latest_day(const struct whens *w)
{
	const struct when *best = NULL;

	for (size_t i = 0; i < w->n; i++) {
		if (of_payment(&w->v[i]) && (!best || w->v[i].day > best->day))
			best = &w->v[i];
	}
	return best;
}

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
		if (!best || distance(anchor, a->v[i].text) <
				 distance(anchor, best->text))
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

static bool
unconditional(struct reading *r, size_t sentence, struct str text)
{
	return ruleguard_role(r, ROLE_UNCONDITIONAL, sentence, text) &&
	       !ruleguard_role(r, ROLE_FIRM_CONDITION, sentence, text);
}

static bool
hangs_on_something(struct reading *r, size_t sentence, struct str text)
{
	return ruleguard_role(r, ROLE_CONDITION, sentence, text) &&
	       !ruleguard_role(r, ROLE_ROUTINE, sentence, text) &&
	       !unconditional(r, sentence, text);
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

static const struct when *
next_day(const struct whens *w, const struct when *after)
{
	bool any = !count_strong(w);

	for (size_t i = after ? (size_t)(after - w->v) + 1 : 0; i < w->n; i++) {
		if (strong(&w->v[i]) || (any && of_payment(&w->v[i])))
			return &w->v[i];
	}
	return NULL;
}

static void
add_each_day(struct collect *c, size_t at)
{
	const struct reading_sentence *s = &c->r->v[at];
	const struct when *before = NULL, *day = next_day(&s->dates, NULL);
	const struct amount *own, *sum = NULL;
	bool same = ruleguard_role(c->r, ROLE_EACH, at, s->s.text);
	bool leads =
	    s->amounts.n && day && s->amounts.v[0].text.p < day->text.p;

	for (; day; before = day, day = next_day(&s->dates, day)) {
		const struct when *after = next_day(&s->dates, day);
		const char *from =
		    before ? before->text.p + before->text.n : s->s.text.p;
		const char *to = after ? day->text.p + day->text.n
				       : s->s.text.p + s->s.text.n;
		struct str part = {from, (size_t)(to - from)};
		struct found f = {
		    .op = day->op, .sentence = at, .several = true};

		f.p.date = day->day;
		own = amount_of_day(s, before, day, after, leads);
		sum = own || !same ? own : sum;
		set_amount(&f.p, sum);
		f.p.conditional = hangs_on_something(c->r, at, part);
		if (c->n < PROMISES_MAX)
			c->v[c->n++] = f;
	}
}

/* Something that is neither a promise nor goes with any. */
static bool
says_other(const struct reading_sentence *s)
{
	bool own = false;

	for (int k = 0; k < INTENT_COUNT; k++)
		own |= k != INTENT_PROMISE && k != INTENT_QUESTION &&
		       k != INTENT_ACKNOWLEDGEMENT && k != INTENT_NONE &&
		       s->score[k] >= READING_ENOUGH;
	return own;
}

/* A neighbour with nothing of its own but a day: "We will pay. By Friday." */
static const struct when *
day_next_door(const struct reading *r, size_t at, size_t *where)
{
	for (int step = 1; step >= -1; step -= 2) {
		size_t i = at + (size_t)step;
		if (i >= r->n || r->v[i].s.text.n > NEAR_BY)
			continue;
		/* A day for one invoice is none for another. */
		if (r->v[i].references.n > 0 && r->v[at].references.n > 0)
			continue;
		*where = i;
		if (!says_other(&r->v[i]) && count_days(&r->v[i].dates) == 1)
			return latest_day(&r->v[i].dates);
	}
	return NULL;
}

/* The day of the one promise of a sentence, or NULL. */
static const struct when *
day_of_one(struct reading *r, size_t at, struct str anchor, bool *conditional)
{
	const struct reading_sentence *s = &r->v[at];
	const struct when *day, *other;
	size_t where;

	if (ruleguard_role(r, ROLE_LATEST, at, s->s.text))
		day = latest_day(&s->dates);
	else
		day = nearest_day(&s->dates, anchor);
	if (!day && !*conditional)
		return day_next_door(r, at, &where);
	if (!day || !day->weak)
		return day;
	/* "Calves sell the 3rd. You get yours that Friday." */
	other = day_next_door(r, at, &where);
	if (!other || other->weak)
		return day;
	*conditional |= hangs_on_something(r, where, r->v[where].s.text);
	return other;
}

static void
add_one(struct collect *c, size_t at, struct str anchor, bool conditional)
{
	const struct reading_sentence *s = &c->r->v[at];
	const struct when *day = day_of_one(c->r, at, anchor, &conditional);
	struct found f = {.sentence = at};

	f.p.date = day ? day->day : DAY_NONE;
	f.op = day ? day->op : WHEN_NOTHING;
	set_amount(&f.p, nearest_amount(c->r, at, anchor));
	f.p.conditional = conditional;
	f.several = ruleguard_role(c->r, ROLE_SEVERAL, at, s->s.text);
	add(c, f);
}

static bool
several_days(struct reading *r, size_t at)
{
	const struct reading_sentence *s = &r->v[at];

	if (count_days(&s->dates) < 2 ||
	    ruleguard_role(r, ROLE_LATEST, at, s->s.text))
		return false;
	return s->amounts.n > 1 || s->references.n > 1 ||
	       ruleguard_role(r, ROLE_SEVERAL, at, s->s.text);
}

/* "Any discount if I pay sooner?" asks, and hangs nothing on the answer when
 * the promise itself was made before. */
static bool
no_condition(const struct collect *c, size_t at)
{
	return (c->n > 0 && c->r->v[at].s.question) ||
	       unconditional(c->r, at, c->r->v[at].s.text);
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
	if (several_days(r, at))
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
		const struct when *day = next_day(&s->dates, NULL);

		if (s->references.n != 1 || count_strong(&s->dates) != 1 ||
		    s->score[INTENT_PROMISE] != 0 || s->s.question ||
		    says_other(s) || is_known(c, s->references.v[0]))
			continue;
		f.p.date = day->day;
		f.op = day->op;
		f.p.conditional = hangs_on_something(c->r, i, s->s.text);
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
