#include "decide/second.h"

#include <math.h>

#include "decide/second_words.h"

/* An intent that was found is not doubted from LIKELY on, one that was not
 * found is not missed up to UNLIKELY, and seen from SEEN on. */
#define LIKELY   0.20
#define UNLIKELY 0.45
#define SEEN     0.35 /* where no rule speaks */
#define SEEN_TOO 0.55 /* beside what rules say */
#define MOVED    0.80 /* an address alone makes nobody move */
#define DETAIL   0.15

const struct second_model *
second_model_of(struct str lang)
{
	for (size_t i = 0; i < second_model_count; i++)
		if (str_eqc(lang, second_models[i].lang))
			return &second_models[i];
	return NULL;
}

void
second_read(const struct second_model *m, uint16_t *words, struct str folded,
    struct second *out)
{
	size_t n = second_words(folded, words);
	double step = m->scale / sqrt((double)n + 1);
	int sum[SECOND_COLUMNS] = {0};

	for (size_t i = 0; i < n; i++) {
		const signed char *w =
		    m->weights + (size_t)words[i] * SECOND_COLUMNS;

		for (int k = 0; k < SECOND_COLUMNS; k++)
			sum[k] += w[k];
	}
	for (int k = 0; k < SECOND_COLUMNS; k++)
		out->p[k] = 1 / (1 + exp(-(m->bias[k] + step * sum[k])));
}

/* What is said when nothing else is, it does not propose. */
bool
second_sees(const struct second *s, enum intent_kind kind, unsigned beside)
{
	double seen = beside ? SEEN_TOO : SEEN;

	if (kind == INTENT_NONE || kind == INTENT_ACKNOWLEDGEMENT ||
	    kind == INTENT_QUESTION)
		return false;
	if (beside && kind == INTENT_CONTACT_CHANGE)
		seen = MOVED;
	return s->p[kind] > seen;
}

double
second_doubt(const struct second *s, unsigned set, unsigned plain)
{
	double most = 0;

	for (int k = 0; k < INTENT_COUNT; k++) {
		double d = set & INTENT_BIT(k)
			       ? (LIKELY - s->p[k]) / LIKELY
			       : (s->p[k] - UNLIKELY) / (1 - UNLIKELY);

		if (!(plain & INTENT_BIT(k)))
			most = d > most ? d : most;
	}
	return most;
}

int
second_likeliest(const struct second *s, int from, int to)
{
	int best = -1;

	for (int k = from; k < to; k++)
		if (s->p[k] > DETAIL && (best < 0 || s->p[k] > s->p[best]))
			best = k;
	return best < 0 ? -1 : best - from;
}
