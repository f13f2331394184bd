/*
 * learn MODELS CONCEPTS REPLIES... -- MAILS...: teaches the second reader
 * (decide/second) from labelled replies, files FOLDER/XX*.txt of language XX
 * whose words' concepts are in CONCEPTS/XX.txt, and what a machine writes from
 * these and MAILS. Writes the rows to the file MODELS and prints the C that
 * takes them in.
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

/* The words of one group that tell anything. */
static bool
is_told(const struct learner *l, size_t word, unsigned group)
{
	return l->words.v[word].group == group && l->telling[word] > 0;
}

static double
step_of(const struct learner *l, const double *weight, unsigned group)
{
	double most = 1e-6;

	for (size_t w = 0; w < l->words.n; w++)
		if (is_told(l, w, group))
			most = fmax(most, fabs(weight[w]));
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

static void
align(FILE *out)
{
	while (written % sizeof(struct second_lexeme) != 0)
		put_byte(out, 0);
}

/* Of each word that tells anything, its row; prints what names the index. */
static void
write_index(FILE *out, const struct learner *l, unsigned group)
{
	struct second_slot *slots;
	unsigned bits = 1;
	size_t n = 0;

	for (size_t w = 0; w < l->words.n; w++)
		n += is_told(l, w, group);
	while ((size_t)1 << bits < n + n / 4)
		bits++;
	slots = xcalloc((size_t)1 << bits, sizeof(*slots));
	n = 0;
	for (size_t w = 0; w < l->words.n; w++) {
		uint32_t word = l->words.v[w].word;

		if (is_told(l, w, group))
			slots[second_index_slot(slots, bits, word)] =
			    (struct second_slot){word, (uint32_t)++n};
	}
	align(out);
	printf("{(const void *)(second_rows + %zu), %u}, ", written, bits);
	put(out, slots, sizeof(*slots) << bits);
	free(slots);
}

static void
write_lexicon(FILE *out, const struct second_lexicon *x)
{
	align(out);
	printf("{(const void *)(second_rows + %zu), %u},\n", written, x->bits);
	put(out, x->slots, sizeof(*x->slots) << x->bits);
}

/* Some columns of one table. */
struct columns {
	double *weights;
	int first, n;
	double step[SECOND_COLUMNS];
};

static struct columns
columns_of(
    const struct learner *l, unsigned group, double *weights, int first, int n)
{
	struct columns c = {.weights = weights, .first = first, .n = n};

	for (int k = 0; k < n; k++)
		c.step[k] =
		    step_of(l, learner_column(l, weights, first + k), group);
	return c;
}

/* Of each word in the index how telling it is, then what it weighs. */
static void
write_rows(FILE *out, const struct learner *l, unsigned group,
    const struct columns *tables, size_t count)
{
	for (size_t w = 0; w < l->words.n; w++) {
		if (!is_told(l, w, group))
			continue;
		put_byte(out, lround(l->telling[w] * SECOND_TELLING));
		for (size_t i = 0; i < count; i++) {
			const struct columns *c = &tables[i];

			for (int k = 0; k < c->n; k++)
				put_byte(
				    out, lround(learner_column(l, c->weights,
						    c->first + k)[w] /
						c->step[k]));
		}
	}
}

static void
print_figures(const double *v)
{
	printf("{");
	for (int k = 0; k < SECOND_COLUMNS; k++)
		printf("%.9g, ", v[k]);
	printf("}");
}

/* In how many replies of each language a bucket stands, and of how many. */
static struct {
	double in[SECOND_BUCKETS], all;
} seen[SECOND_LANGUAGES];

static void
count_words(const struct learner *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct learner_text *t = &l->v[i].all;
		size_t at = l->v[i].tongue;

		for (size_t k = 0; k < t->n; k++)
			if (l->words.v[t->words[k]].group == at)
				seen[at].in[second_bucket(
				    l->words.v[t->words[k]].word)]++;
		seen[at].all++;
	}
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

/* The language of a file, by the first letters of its name. */
static void
language_of(const char *path, char lang[3])
{
	const char *name = strrchr(path, '/');

	snprintf(lang, 3, "%s", name ? name + 1 : path);
}

static void
tell_part(FILE *rows, const struct learner *l, unsigned group)
{
	const struct columns tables[] = {
	    columns_of(l, group, l->all, 0, SECOND_COLUMNS),
	    columns_of(l, group, l->one, 0, SECOND_COLUMNS)};

	printf("{");
	write_index(rows, l, group);
	printf("\n	{");
	print_figures(tables[0].step);
	printf(", ");
	print_figures(tables[1].step);
	printf("}, second_rows + %zu}", written);
	write_rows(rows, l, group, tables, 2);
}

static void
tell_models(FILE *rows, const struct learner *l)
{
	printf("const struct second_model second_models[] = {\n");
	for (size_t i = 0; i < l->tongue_count; i++) {
		printf("    {\"%s\", ", l->tongues[i].lang);
		write_lexicon(rows, &l->tongues[i].lexicon);
		tell_part(rows, l, (unsigned)i);
		printf("},\n");
	}
	printf("};\nconst size_t second_model_count = %zu;\n\n"
	       "const struct second_part second_shared = ",
	    l->tongue_count);
	tell_part(rows, l, LEARNER_SHARED);
	printf(";\n\nconst double second_bias[] = ");
	print_figures(l->bias);
	printf(";\n\n");
}

/* From the replies of all languages together. */
static void
learn_replies(struct learner *l, const char *concepts, char **paths, int count)
{
	for (int i = 0; i < count; i++) {
		char lang[3], lexicon[512];

		language_of(paths[i], lang);
		snprintf(lexicon, sizeof(lexicon), "%s/%s.txt", concepts, lang);
		learner_read(l, paths[i], learner_speaks(l, lang, lexicon));
	}
	learner_learn(l, 0, SECOND_COLUMNS);
	learner_learn_one(l, 0, SECOND_COLUMNS);
	count_words(l);
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

#define LANGUAGES 64 /* of machines' mails */

/* In a language of too few persons every word would tell of a machine. */
static bool
has_persons(
    const struct learner *l, struct str lang, const struct learner *replies)
{
	static struct {
		struct str lang;
		int persons;
	} known[LANGUAGES];
	static size_t count;
	int persons = 0;

	for (size_t k = 0; k < replies->tongue_count; k++)
		if (str_eqc(lang, replies->tongues[k].lang))
			return true;
	for (size_t i = 0; i < count; i++)
		if (str_eq(known[i].lang, lang))
			return known[i].persons >= PERSONS;
	for (size_t i = 0; i < l->n; i++)
		persons += (l->v[i].says >> LEARNER_ROBOT & 1) == 0 &&
			   str_eq(told_language(l->v[i].head), lang);
	if (count < LANGUAGES) {
		known[count].lang = lang;
		known[count++].persons = persons;
	}
	return persons >= PERSONS;
}

/* From the mails of machines and persons. */
static void
learn_robots(char **paths, int count, const struct learner *replies, FILE *rows)
{
	struct learner *l = learner_new();
	size_t tongue = learner_speaks(l, "any", NULL);
	struct columns column;

	for (int i = 0; i < count; i++)
		if (strcmp(paths[i], "--") != 0)
			learner_read(l, paths[i], tongue);
	for (size_t i = 0; i < l->n; i++)
		l->v[i].hidden =
		    !has_persons(l, told_language(l->v[i].head), replies);
	learner_learn(l, LEARNER_ROBOT, 1);
	column = columns_of(l, (unsigned)tongue, l->all, LEARNER_ROBOT, 1);
	printf("const struct second_robot second_robot = {");
	write_index(rows, l, (unsigned)tongue);
	printf("%.9g, %.9g,\n    second_rows + %zu};\n", column.step[0],
	    l->bias[LEARNER_ROBOT], written);
	write_rows(rows, l, (unsigned)tongue, &column, 1);
	learner_free(&l);
}

int
main(int argc, char **argv)
{
	struct learner *l = learner_new();
	int replies = 3;
	FILE *rows = argc > 3 ? fopen(argv[1], "wb") : NULL;

	if (!rows)
		return 1;
	while (replies < argc && strcmp(argv[replies], "--") != 0)
		replies++;
	printf("#include \"decide/second.h\"\n\n"
	       "#include \"decide/second_words.h\"\n\n"
	       "extern const unsigned char second_rows[];\n"
	       "__asm__(\".section .rodata\\n.balign 16\\n"
	       ".global second_rows\\n"
	       "second_rows:\\n.incbin \\\"%s\\\"\\n.text\\n\");\n\n",
	    argv[1]);
	learn_replies(l, argv[2], argv + 3, replies - 3);
	tell_models(rows, l);
	learn_robots(argv + 3, argc - 3, l, rows);
	printf("const signed char *const second_tongues = (const signed char *)"
	       "\n    second_rows + %zu;\n",
	    written);
	write_tongues(rows, (int)l->tongue_count);
	learner_free(&l);
	return fclose(rows) != 0 || fflush(stdout) != 0;
}
