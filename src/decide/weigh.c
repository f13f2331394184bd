#include "decide/weigh.h"

#include <math.h>

#define MOST     2.0  /* more rules are no more certain */
#define DOUBTFUL 1e-4 /* nobody is surer than that */
#define CLEAR    0.7  /* what is clearer takes nothing more from others */
#define PROMISED 0.4  /* sooner said: its day is asked for, and kept */

static const double table[INTENT_COUNT][1 + WEIGH_FEATURES] = {
#define WEIGH(kind, ...) [kind] = {__VA_ARGS__},
#define WEIGH_REASON(...)
#define WEIGH_DOCUMENT(...)
#include "decide/weigh_table.def"
#undef WEIGH
#undef WEIGH_REASON
#undef WEIGH_DOCUMENT
};

#define ALONE (INTENT_BIT(INTENT_ACKNOWLEDGEMENT) | INTENT_BIT(INTENT_NONE))

double
weigh_logit(double p, double least)
{
	p = fmin(fmax(p, least), 1 - least);
	return log(p / (1 - p));
}

static double
logit(double p)
{
	return weigh_logit(p, DOUBTFUL);
}

static double
strongest_other(const struct weigh_facts *f, enum intent_kind kind)
{
	double most = 0;

	for (int k = 0; k < INTENT_COUNT; k++)
		if (k != (int)kind)
			most = fmax(most, f->sees[k]);
	return logit(fmin(most, CLEAR));
}

void
weigh_features(const struct weigh_facts *f, enum intent_kind kind,
    double out[WEIGH_FEATURES])
{
	out[0] = fmin(f->score[kind], MOST);
	out[1] = (f->says & INTENT_BIT(kind)) != 0;
	out[2] = logit(f->sees[kind]);
	out[3] = f->says != 0;
	out[4] = strongest_other(f, kind);
	out[5] = f->day;
	out[6] = f->sum;
	out[7] = f->invoice;
	out[8] = log1p((double)f->sentences);
	out[9] = (f->refused & ~f->says & INTENT_BIT(kind)) != 0;
	for (int k = 0; k < INTENT_COUNT; k++)
		out[WEIGH_OWN + k] =
		    k != (int)kind && f->says & INTENT_BIT(k) ? 1 : 0;
}

double
weigh_likely(const struct weigh_facts *f, enum intent_kind kind)
{
	double v[WEIGH_FEATURES], sum = table[kind][0];

	weigh_features(f, kind, v);
	for (size_t i = 0; i < WEIGH_FEATURES; i++)
		sum += table[kind][1 + i] * v[i];
	return 1 / (1 + exp(-sum));
}

static enum intent_kind
likeliest(const double likely[INTENT_COUNT])
{
	int best = 0;

	for (int k = 1; k < INTENT_COUNT; k++)
		if (likely[k] > likely[best])
			best = k;
	return (enum intent_kind)best;
}

unsigned
weigh_decide(const double likely[INTENT_COUNT])
{
	bool silent = likely[INTENT_NONE] > likely[INTENT_ACKNOWLEDGEMENT];
	unsigned set = 0;

	for (int k = 0; k < INTENT_COUNT; k++)
		if (likely[k] > (k == INTENT_PROMISE ? PROMISED : WEIGH_SAID))
			set |= INTENT_BIT(k);
	if (set & ~ALONE)
		set &= ~ALONE;
	if ((set & ALONE) == ALONE)
		set &=
		    ~INTENT_BIT(silent ? INTENT_ACKNOWLEDGEMENT : INTENT_NONE);
	return set ? set : INTENT_BIT(likeliest(likely));
}

/* Which of the two that stand alone it is, nothing hangs on. */
double
weigh_sure(const double likely[INTENT_COUNT], unsigned set)
{
	double sure = 1;

	if (!(set & ~ALONE))
		sure = fmin(
		    1, likely[INTENT_ACKNOWLEDGEMENT] + likely[INTENT_NONE]);
	for (int k = 0; k < INTENT_COUNT; k++)
		if (!(ALONE & INTENT_BIT(k)))
			sure *= set & INTENT_BIT(k) ? likely[k] : 1 - likely[k];
	return sure;
}
