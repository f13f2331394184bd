#include "decide/second.h"

#include <math.h>

#include "decide/second_words.h"
#include "decide/sentence.h"

/* An intent that was found is not doubted from LIKELY on, one that was not
 * found is not missed up to UNLIKELY. */
#define LIKELY   0.20
#define UNLIKELY 0.45

bool
second_read(
    struct arena *a, struct str lang, struct str text, double p[INTENT_COUNT])
{
	const struct second_model *m = NULL;
	uint16_t *words;
	size_t n;
	double step;

	for (size_t i = 0; i < second_model_count; i++)
		if (str_eqc(lang, second_models[i].lang))
			m = &second_models[i];
	if (!m)
		return false;
	words = arena_array(a, SECOND_MAX, sizeof(*words));
	n = second_words(sentence_fold(a, text), words);
	step = m->scale / sqrt((double)n + 1);
	for (int k = 0; k < INTENT_COUNT; k++) {
		int sum = 0;

		for (size_t i = 0; i < n; i++)
			sum += m->weights[(size_t)words[i] * INTENT_COUNT +
					  (size_t)k];
		p[k] = 1 / (1 + exp(-(m->bias[k] + step * sum)));
	}
	return true;
}

double
second_doubt(const double p[INTENT_COUNT], unsigned set)
{
	double most = 0;

	for (int k = 0; k < INTENT_COUNT; k++) {
		double d = set & INTENT_BIT(k)
			       ? (LIKELY - p[k]) / LIKELY
			       : (p[k] - UNLIKELY) / (1 - UNLIKELY);

		most = d > most ? d : most;
	}
	return most;
}
