/*
 * learn MODELS REPLIES... -- MAILS...: teaches the second reader
 * (decide/second) from labelled replies, files FOLDER/XX*.txt of language XX,
 * and what a machine writes from these and MAILS. Writes the rows to the file
 * MODELS and prints the C that takes them in.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "learner.h"

#define RARE    0.3 /* what a word that was not seen counts as */
#define PERSONS 30  /* texts of persons a language has at least */

static double
step_of(const double *weight)
{
	double most = 1e-6;

	for (size_t b = 0; b < SECOND_BUCKETS; b++)
		most = fabs(weight[b]) > most ? fabs(weight[b]) : most;
	return most / 127;
}

/* Of each bucket how telling it is, then what it weighs in each column. */
static void
write_rows(FILE *out, const struct learner *l, const double *weight,
    int columns, const double *step)
{
	for (size_t b = 0; b < SECOND_BUCKETS; b++) {
		fputc((int)lround(l->telling[b] * SECOND_TELLING), out);
		for (int k = 0; k < columns; k++) {
			double w =
			    weight[(size_t)k * SECOND_BUCKETS + b] / step[k];

			fputc((unsigned char)(signed char)lround(w), out);
		}
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
			seen[at].in[l->v[i].all.words[k]]++;
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

			fputc((unsigned char)(signed char)lround(
				  fmin(fmax(w, -127), 127)),
			    out);
		}
	}
}

static void
language_of(const char *path, char lang[3])
{
	const char *name = strrchr(path, '/');

	snprintf(lang, 3, "%s", name ? name + 1 : path);
}

/* One table of a language, the `at`-th of all. */
static void
tell_rows(FILE *rows, const struct learner *l, const double *weight, int at)
{
	double step[SECOND_COLUMNS];

	for (int k = 0; k < SECOND_COLUMNS; k++)
		step[k] = step_of(weight + (size_t)k * SECOND_BUCKETS);
	write_rows(rows, l, weight, SECOND_COLUMNS, step);
	printf("\n	{");
	print_figures(step);
	printf("second_rows + %d * (SECOND_BUCKETS * SECOND_ROW)}, ", at);
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
	print_figures(l->bias);
	tell_rows(rows, l, l->all, 2 * at);
	tell_rows(rows, l, l->one, 2 * at + 1);
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
	const double *weight;
	double step;

	for (int i = 0; i < count; i++)
		learner_read(l, paths[i]);
	for (size_t i = 0; i < l->n; i++)
		l->v[i].hidden =
		    !has_persons(l, told_language(l->v[i].head), langs, known);
	learner_learn(l, LEARNER_ROBOT, 1);
	weight = l->all + (size_t)LEARNER_ROBOT * SECOND_BUCKETS;
	step = step_of(weight);
	write_rows(rows, l, weight, 1, &step);
	printf("const struct second_robot second_robot = {%.9g, %.9g,\n"
	       "    second_rows + %d * (SECOND_BUCKETS * SECOND_ROW)};\n",
	    step, l->bias[LEARNER_ROBOT], 2 * known);
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
	       "__asm__(\".section .rodata\\n.global second_rows\\n"
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
	write_tongues(rows, n);
	printf("const signed char *const second_tongues = (const signed char *)"
	       "\n    second_rows + %d * (SECOND_BUCKETS * SECOND_ROW) + "
	       "SECOND_BUCKETS * 2;\n",
	    2 * n);
	return fclose(rows) != 0 || fflush(stdout) != 0;
}
