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

/* Adds the words' rows up, column by column; how long all of them are. */
static double
add_rows(const struct second_index *index, const unsigned char *rows,
    size_t columns, const uint32_t *words, size_t n, int *sum)
{
	double squares = SECOND_FEW * SECOND_TELLING * SECOND_TELLING;

	for (size_t i = 0; i < n; i++) {
		size_t at = second_index_row(index, words[i]);
		const unsigned char *row;
		const signed char *w;

		if (at == 0)
			continue;
		row = rows + (at - 1) * (1 + columns);
		w = (const signed char *)row + 1;
		squares += (double)row[0] * row[0];
		for (size_t k = 0; k < columns; k++)
			sum[k] += row[0] * w[k];
	}
	return sqrt(squares);
}

static double
chance(double logit)
{
	return 1 / (1 + exp(-logit));
}

static void
read_rows(const struct second_index *index, const struct second_rows *m,
    uint32_t *words, struct str folded, struct second_says *out)
{
	size_t n = second_words(folded, words);
	int sum[SECOND_COLUMNS] = {0};
	double length = add_rows(index, m->rows, SECOND_COLUMNS, words, n, sum);

	for (int k = 0; k < SECOND_COLUMNS; k++)
		out->v[k] = m->scale[k] * sum[k] / length;
}

void
second_read_all(const struct second_model *m, uint32_t *words,
    struct str folded, struct second_says *out)
{
	read_rows(&m->words, &m->all, words, folded, out);
	for (int k = 0; k < SECOND_COLUMNS; k++)
		out->v[k] += m->bias[k];
}

void
second_read_one(const struct second_model *m, uint32_t *words,
    struct str sentence, struct second_says *out)
{
	read_rows(&m->words, &m->one, words, sentence, out);
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
second_robot_read(uint32_t *words, struct str folded)
{
	size_t n = second_words(folded, words);
	int sum = 0;
	double length =
	    add_rows(&second_robot.words, second_robot.rows, 1, words, n, &sum);

	return chance(second_robot.bias + second_robot.scale * sum / length);
}

void
second_tongues_read(
    uint32_t *words, struct str folded, double out[SECOND_LANGUAGES])
{
	size_t n = second_words(folded, words);
	int sum[SECOND_LANGUAGES] = {0};

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < second_model_count; k++)
			sum[k] += second_tongues[second_bucket(words[i]) *
						     second_model_count +
						 k];
	for (size_t k = 0; k < second_model_count; k++)
		out[k] = (double)sum[k] / SECOND_NATS;
}
