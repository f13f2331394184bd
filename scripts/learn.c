/*
 * learn MODELS CORPUS...: teaches the second reader (decide/second) from
 * labelled replies, files FOLDER/XX*.txt of language XX. Writes the rows of
 * all languages to the file MODELS and prints the C that takes them in.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "learner.h"

static double
step_of(const struct learner *l, int k)
{
	const double *weight = l->weight + (size_t)k * SECOND_BUCKETS;
	double most = 1e-6;

	for (size_t b = 0; b < SECOND_BUCKETS; b++)
		most = fabs(weight[b]) > most ? fabs(weight[b]) : most;
	return most / 127;
}

static void
write_rows(FILE *out, const struct learner *l, const double *step)
{
	for (size_t b = 0; b < SECOND_BUCKETS; b++) {
		fputc((int)lround(l->telling[b] * SECOND_TELLING), out);
		for (size_t k = 0; k < SECOND_COLUMNS; k++) {
			double w = l->weight[k * SECOND_BUCKETS + b] / step[k];

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

static void
language_of(const char *path, char lang[3])
{
	const char *name = strrchr(path, '/');

	snprintf(lang, 3, "%s", name ? name + 1 : path);
}

/* All files of one language, by the first letters of their names. */
static void
learn_language(const char *lang, char **paths, int count, int at, FILE *rows)
{
	struct learner *l = learner_new();
	double step[SECOND_COLUMNS];
	char other[3];

	for (int i = 0; i < count; i++) {
		language_of(paths[i], other);
		if (strcmp(other, lang) == 0)
			learner_read(l, paths[i]);
	}
	learner_learn(l, SECOND_COLUMNS);
	for (int k = 0; k < SECOND_COLUMNS; k++)
		step[k] = step_of(l, k);
	write_rows(rows, l, step);
	printf("    {\"%s\", ", lang);
	print_figures(step);
	print_figures(l->bias);
	printf("second_rows + %d * (SECOND_BUCKETS * SECOND_ROW)},\n", at);
	learner_free(&l);
}

int
main(int argc, char **argv)
{
	char done[64][3];
	int n = 0;
	FILE *rows = argc > 1 ? fopen(argv[1], "wb") : NULL;

	if (!rows)
		return 1;
	printf("#include \"decide/second.h\"\n\n"
	       "#include \"decide/second_words.h\"\n\n"
	       "extern const unsigned char second_rows[];\n"
	       "__asm__(\".section .rodata\\n.global second_rows\\n"
	       "second_rows:\\n.incbin \\\"%s\\\"\\n.text\\n\");\n\n"
	       "const struct second_model second_models[] = {\n",
	    argv[1]);
	for (int i = 2; i < argc && n < 64; i++) {
		int k = 0;

		language_of(argv[i], done[n]);
		while (strcmp(done[k], done[n]) != 0)
			k++;
		if (k < n)
			continue;
		learn_language(done[n], argv + 2, argc - 2, n, rows);
		n++;
	}
	printf("};\nconst size_t second_model_count = %d;\n", n);
	return fclose(rows) != 0 || fflush(stdout) != 0;
}
