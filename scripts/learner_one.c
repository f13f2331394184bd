#include "learner.h"

#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"

/*
 * What one sentence tells: the reply says what its whole says and what its
 * sentences say together (decide/second_pool). AdaGrad (Duchi, Hazan and
 * Singer 2011), the whole's weights held as they are.
 */
#define ROUNDS 12
#define RATE   0.5
#define FADE   1e-4 /* what pulls weights to nothing */
#define FIRST  1e-3 /* keeps the first steps short */
#define SLOW   0.2  /* the bias, to the rest */
#define LITTLE 1e-4 /* not worth a step */

struct course {
	struct learner *l;
	int k;
	double by[2], bias, bias_moved;
	double *weight, *moved; /* of a sentence's words; squares of steps */
	double *whole;          /* what each reply's whole says */
};

static void
move_words(struct course *c, const struct learner_text *t, double by)
{
	for (size_t i = 0; i < t->n; i++) {
		double *w = &c->weight[t->words[i]],
		       *moved = &c->moved[t->words[i]];
		double g = by * (double)t->x[i] + FADE * *w;

		*moved += g * g;
		*w -= RATE * g / sqrt(*moved + FIRST);
	}
}

static void
learn_reply(struct course *c, size_t at)
{
	const struct learner_reply *r = &c->l->v[at];
	double says[SECOND_SENTENCES], share[SECOND_SENTENCES], sum, g;
	int yes = (int)(r->says >> c->k & 1);

	for (size_t i = 0; i < r->ones; i++)
		says[i] = learner_sum(0, c->weight, &r->one[i]);
	sum = c->bias + c->whole[at] + second_pool(says, r->ones);
	g = (1 / (1 + exp(-sum)) - yes) * c->by[yes];
	if (fabs(g) < LITTLE)
		return;
	second_pool_shares(says, r->ones, share);
	for (size_t i = 0; i < r->ones; i++)
		move_words(c, &r->one[i], g * share[i]);
	c->bias_moved += g * g;
	c->bias -= SLOW * RATE * g / sqrt(c->bias_moved + FIRST);
}

static void
learn_lessons(struct course *c, size_t *order)
{
	const struct learner *l = c->l;
	uint64_t seed = 1;
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		if (!learner_is_lesson(&l->v[i], c->k))
			continue;
		order[n++] = i;
		c->whole[i] = learner_sum(
		    0, learner_column(l, l->all, c->k), &l->v[i].all);
	}
	for (int round = 0; round < ROUNDS; round++) {
		learner_shuffle(order, n, &seed);
		for (size_t i = 0; i < n; i++)
			learn_reply(c, order[i]);
	}
}

static void
learn_column(struct learner *l, int k)
{
	size_t *order = xcalloc(l->n + 1, sizeof(*order));
	struct course c = {
	    .l = l,
	    .k = k,
	    .bias = l->bias[k],
	    .weight = learner_column(l, l->one, k),
	    .moved = xcalloc(l->words.n + 1, sizeof(*c.moved)),
	    .whole = xcalloc(l->n + 1, sizeof(*c.whole)),
	};

	learner_balance(l, k, c.by);
	if (c.by[1] > 0)
		learn_lessons(&c, order);
	l->bias[k] = c.bias;
	free(order);
	free(c.moved);
	free(c.whole);
}

void
learner_learn_one(struct learner *l, int first, int columns)
{
	learner_columns(l, first, columns, learn_column);
}
