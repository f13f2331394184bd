/*
 * learn MODELS REPLIES... -- MAILS...: teaches the second reader
 * (decide/second) from labelled replies, files FOLDER/XX*.txt of language XX,
 * and what a machine writes from these and MAILS. Writes the rows to the file
 * MODELS and prints the C that takes them in.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "learner.h"

#define RARE    0.3 /* what a word that was not seen counts as */
#define PERSONS 30  /* texts of persons a language has at least */

/* What stands in the file so far. */
static size_t written;

static double
step_of(const struct learner *l, const double *weight)
{
	double most = 1e-6;

	for (size_t w = 0; w < l->words.n; w++)
		most = fabs(weight[w]) > most ? fabs(weight[w]) : most;
	return most / 127;
}

static void
put(FILE *out, const void *p, size_t n)
{
	written += fwrite(p, 1, n, out);
}

static void
put_byte(FILE *out, long v)
{
	unsigned char byte = (unsigned char)v;

	put(out, &byte, 1);
}

/* Of each word that tells anything, its row; prints what names the index. */
static void
write_index(FILE *out, const struct learner *l)
{
	struct second_slot *slots;
	unsigned bits = 1;
	size_t n = 0;

	for (size_t w = 0; w < l->words.n; w++)
		n += l->telling[w] > 0;
	while ((size_t)1 << bits < 2 * n)
		bits++;
	slots = xcalloc((size_t)1 << bits, sizeof(*slots));
	n = 0;
	for (size_t w = 0; w < l->words.n; w++) {
		uint32_t word = l->words.v[w];

		if (l->telling[w] > 0)
			slots[second_index_slot(slots, bits, word)] =
			    (struct second_slot){word, (uint32_t)++n};
	}
	while (written % sizeof(*slots) != 0)
		put_byte(out, 0);
	printf("{(const void *)(second_rows + %zu), %u}, ", written, bits);
	put(out, slots, sizeof(*slots) << bits);
	free(slots);
}

/* Of each word in the index how telling it is, then what it weighs in each
 * column from `first`. */
static void
write_rows(FILE *out, const struct learner *l, double *weights, int first,
    int columns, const double *step)
{
	for (size_t w = 0; w < l->words.n; w++) {
		if (l->telling[w] <= 0)
			continue;
		put_byte(out, lround(l->telling[w] * SECOND_TELLING));
		for (int k = 0; k < columns; k++)
			put_byte(out,
			    lround(learner_column(l, weights, first + k)[w] /
				   step[k]));
	}
}

static void
print_figures(const double *v)
{
	printf("{");
	for (int k = 0; k < SECOND_COLUMNS; k++)
		printf("%.9g, ", v[k]);
	printf("}, ");
}

/* In how many replies of each language a bucket stands, and of how many. */
static struct {
	double in[SECOND_BUCKETS], all;
} seen[SECOND_LANGUAGES];

static void
count_words(const struct learner *l, int at)
{
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < l->v[i].all.n; k++)
			seen[at].in[second_bucket(
			    l->words.v[l->v[i].all.words[k]])]++;
	seen[at].all = (double)l->n;
}

/* How much more often it stands in one language than in all: no more than one
 * byte holds. */
static void
write_tongues(FILE *out, int count)
{
	for (size_t b = 0; b < SECOND_BUCKETS; b++) {
		double v[SECOND_LANGUAGES], mean = 0;

		for (int k = 0; k < count; k++) {
			v[k] = log((seen[k].in[b] + RARE) / seen[k].all);
			mean += v[k] / count;
		}
		for (int k = 0; k < count; k++) {
			double w = (v[k] - mean) * SECOND_NATS;

			put_byte(out, lround(fmin(fmax(w, -127), 127)));
		}
	}
}

static void
language_of(const char *path, char lang[3])
{
	const char *name = strrchr(path, '/');

	snprintf(lang, 3, "%s", name ? name + 1 : path);
}

/* One table of a language. */
static void
tell_rows(FILE *rows, const struct learner *l, double *weights)
{
	double step[SECOND_COLUMNS];

	for (int k = 0; k < SECOND_COLUMNS; k++)
		step[k] = step_of(l, learner_column(l, weights, k));
	printf("\n	{");
	print_figures(step);
	printf("second_rows + %zu}, ", written);
	write_rows(rows, l, weights, 0, SECOND_COLUMNS, step);
}

/* All files of one language, by the first letters of their names. */
static void
learn_language(const char *lang, char **paths, int count, int at, FILE *rows)
{
	struct learner *l = learner_new();
	char other[3];

	for (int i = 0; i < count; i++) {
		language_of(paths[i], other);
		if (strcmp(other, lang) == 0)
			learner_read(l, paths[i]);
	}
	count_words(l, at);
	learner_learn(l, 0, SECOND_COLUMNS);
	learner_learn_one(l, 0, SECOND_COLUMNS);
	printf("    {\"%s\", ", lang);
	write_index(rows, l);
	print_figures(l->bias);
	tell_rows(rows, l, l->all);
	tell_rows(rows, l, l->one);
	printf("},\n");
	learner_free(&l);
}

/* What stands behind "lang=", English when nothing does. */
static struct str
told_language(struct str head)
{
	struct str word;

	while (str_cut(&head, ' ', &word))
		if (str_starts(word, STR("lang=")))
			return str_sub(word, 5, word.n);
	return STR("en");
}

/* In a language of too few persons every word would tell of a machine. */
static bool
has_persons(
    const struct learner *l, struct str lang, char langs[][3], int count)
{
	int persons = 0;

	for (int k = 0; k < count; k++)
		if (str_eqc(lang, langs[k]))
			return true;
	for (size_t i = 0; i < l->n; i++)
		persons += (l->v[i].says >> LEARNER_ROBOT & 1) == 0 &&
			   str_eq(told_language(l->v[i].head), lang);
	return persons >= PERSONS;
}

/* From the mails of machines and persons. */
static void
learn_robots(char **paths, int count, char langs[][3], int known, FILE *rows)
{
	struct learner *l = learner_new();
	double step;

	for (int i = 0; i < count; i++)
		learner_read(l, paths[i]);
	for (size_t i = 0; i < l->n; i++)
		l->v[i].hidden =
		    !has_persons(l, told_language(l->v[i].head), langs, known);
	learner_learn(l, LEARNER_ROBOT, 1);
	step = step_of(l, learner_column(l, l->all, LEARNER_ROBOT));
	printf("const struct second_robot second_robot = {");
	write_index(rows, l);
	printf("%.9g, %.9g,\n    second_rows + %zu};\n", step,
	    l->bias[LEARNER_ROBOT], written);
	write_rows(rows, l, l->all, LEARNER_ROBOT, 1, &step);
	learner_free(&l);
}

int
main(int argc, char **argv)
{
	char done[SECOND_LANGUAGES][3];
	int n = 0, replies = 2;
	FILE *rows = argc > 1 ? fopen(argv[1], "wb") : NULL;

	if (!rows)
		return 1;
	while (replies < argc && strcmp(argv[replies], "--") != 0)
		replies++;
	printf("#include \"decide/second.h\"\n\n"
	       "#include \"decide/second_words.h\"\n\n"
	       "extern const unsigned char second_rows[];\n"
	       "__asm__(\".section .rodata\\n.balign 8\\n.global second_rows\\n"
	       "second_rows:\\n.incbin \\\"%s\\\"\\n.text\\n\");\n\n"
	       "const struct second_model second_models[] = {\n",
	    argv[1]);
	for (int i = 2; i < replies && n < SECOND_LANGUAGES; i++) {
		int k = 0;

		language_of(argv[i], done[n]);
		while (strcmp(done[k], done[n]) != 0)
			k++;
		if (k < n)
			continue;
		learn_language(done[n], argv + 2, replies - 2, n, rows);
		n++;
	}
	printf("};\nconst size_t second_model_count = %d;\n\n", n);
	if (replies < argc)
		argv[replies] = argv[--argc];
	learn_robots(argv + 2, argc - 2, done, n, rows);
	printf("const signed char *const second_tongues = (const signed char *)"
	       "\n    second_rows + %zu;\n",
	    written);
	write_tongues(rows, n);
	return fclose(rows) != 0 || fflush(stdout) != 0;
}
