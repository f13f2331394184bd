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

/* Adds the words' rows up, column by column, and the squares of how telling
 * they are. */
static void
add_rows(const struct second_part *part, size_t first, const uint32_t *words,
    size_t n, int *sum, double *squares)
{
	for (size_t i = 0; i < n; i++) {
		size_t at = second_index_row(&part->words, words[i]);
		const unsigned char *row;
		const signed char *w;

		if (at == 0)
			continue;
		row = part->rows + (at - 1) * SECOND_ROW;
		w = (const signed char *)row + 1 + first;
		*squares += (double)row[0] * row[0];
		for (size_t k = 0; k < SECOND_COLUMNS; k++)
			sum[k] += row[0] * w[k];
	}
}

#define NO_SQUARES (SECOND_FEW * SECOND_TELLING * SECOND_TELLING)

static double
chance(double logit)
{
	return 1 / (1 + exp(-logit));
}

enum level {
	WHOLE,
	SENTENCE
};

/* In both parts. */
static void
read_rows(const struct second_model *m, enum level level, struct str folded,
    struct second_says *out)
{
	const struct second_part *own = &m->own, *shared = &second_shared;
	const size_t first = level * (size_t)SECOND_COLUMNS;
	int words[SECOND_COLUMNS] = {0}, concepts[SECOND_COLUMNS] = {0};
	uint32_t v[SECOND_MAX];
	double squares = NO_SQUARES;
	size_t n = second_words(folded, v);

	add_rows(own, first, v, n, words, &squares);
	n = second_concepts(&m->lexicon, folded, v);
	add_rows(shared, first, v, n, concepts, &squares);
	for (int k = 0; k < SECOND_COLUMNS; k++)
		out->v[k] = (own->scale[level][k] * words[k] +
				shared->scale[level][k] * concepts[k]) /
			    sqrt(squares);
}

void
second_read_all(
    const struct second_model *m, struct str folded, struct second_says *out)
{
	read_rows(m, WHOLE, folded, out);
	for (int k = 0; k < SECOND_COLUMNS; k++)
		out->v[k] += second_bias[k];
}

void
second_read_one(
    const struct second_model *m, struct str sentence, struct second_says *out)
{
	read_rows(m, SENTENCE, sentence, out);
}

void
second_join(const struct second_says *all, const struct second_says *one,
    size_t n, struct second *out)
{
	double says[SECOND_SENTENCES];

	for (int k = 0; k < SECOND_COLUMNS; k++) {
		for (size_t i = 0; i < n; i++)
			says[i] = one[i].v[k];
		out->p[k] = chance(all->v[k] + second_pool(says, n));
	}
}

double
second_robot_read(struct str folded)
{
	uint32_t v[SECOND_MAX];
	size_t n = second_words(folded, v);
	double squares = NO_SQUARES;
	int sum = 0;

	for (size_t i = 0; i < n; i++) {
		size_t at = second_index_row(&second_robot.words, v[i]);
		const unsigned char *row = second_robot.rows + 2 * (at - 1);

		if (at == 0)
			continue;
		squares += (double)row[0] * row[0];
		sum += row[0] * ((const signed char *)row)[1];
	}
	return chance(
	    second_robot.bias + second_robot.scale * sum / sqrt(squares));
}

void
second_tongues_read(struct str folded, double out[SECOND_LANGUAGES])
{
	uint32_t v[SECOND_MAX];
	size_t n = second_words(folded, v);
	int sum[SECOND_LANGUAGES] = {0};

	for (size_t i = 0; i < n; i++) {
		const signed char *of =
		    second_tongues + second_bucket(v[i]) * second_model_count;

		for (size_t k = 0; k < second_model_count; k++)
			sum[k] += of[k];
	}
	for (size_t k = 0; k < second_model_count; k++)
		out[k] = (double)sum[k] / SECOND_NATS;
}
