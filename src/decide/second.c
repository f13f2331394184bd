#include "decide/second.h"

#include <math.h>

#include "decide/second_words.h"

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
	int sum[SECOND_COLUMNS] = {0};
	double squares = SECOND_FEW * SECOND_TELLING * SECOND_TELLING;

	for (size_t i = 0; i < n; i++) {
		const unsigned char *row =
		    m->rows + (size_t)words[i] * SECOND_ROW;
		const signed char *w = (const signed char *)row + 1;

		squares += (double)row[0] * row[0];
		for (int k = 0; k < SECOND_COLUMNS; k++)
			sum[k] += row[0] * w[k];
	}
	for (int k = 0; k < SECOND_COLUMNS; k++)
		out->p[k] = 1 / (1 + exp(-(m->bias[k] + m->scale[k] * sum[k] /
							    sqrt(squares))));
}

double
second_robot_read(uint16_t *words, struct str folded)
{
	size_t n = second_words(folded, words);
	int sum = 0;
	double squares = SECOND_FEW * SECOND_TELLING * SECOND_TELLING;

	for (size_t i = 0; i < n; i++) {
		const unsigned char *row =
		    second_robot.rows + (size_t)words[i] * 2;

		squares += (double)row[0] * row[0];
		sum += row[0] * (signed char)row[1];
	}
	return 1 / (1 + exp(-(second_robot.bias +
			      second_robot.scale * sum / sqrt(squares))));
}

void
second_tongues_read(
    uint16_t *words, struct str folded, double out[SECOND_LANGUAGES])
{
	size_t n = second_words(folded, words);
	int sum[SECOND_LANGUAGES] = {0};

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < second_model_count; k++)
			sum[k] +=
			    second_tongues[words[i] * second_model_count + k];
	for (size_t k = 0; k < second_model_count; k++)
		out[k] = (double)sum[k] / SECOND_NATS;
}

int
second_likeliest(const struct second *s, int from, int to)
{
	int best = from;

	for (int k = from; k < to; k++)
		if (s->p[k] > s->p[best])
			best = k;
	return best - from;
}
