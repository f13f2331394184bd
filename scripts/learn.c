/*
 * learn CORPUS...: learns from labelled replies (tests/corpus/replies/XX.txt)
 * which words go with which intents, and prints the tables of decide/second as
 * C. Logistic regression with AdaGrad, in a fixed order: the same corpus gives
 * the same tables.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/xalloc.h"
#include "decide/second.h"
#include "decide/second_words.h"
#include "decide/sentence.h"
#include "model/intent.h"
#include "model/names.h"

#define ROUNDS 14
#define PACE   0.5
#define BEGIN  (-2.0)
#define CLEAR  0.02 /* nothing is learned from what is that clear */

struct reply {
	uint16_t *words;
	size_t n;
	uint64_t says, may; /* bits of columns; may: left out */
};

struct learner {
	struct arena *a;
	struct reply *v;
	size_t n, cap;
	double *weight, *seen; /* [SECOND_BUCKETS][SECOND_COLUMNS] */
	double bias[SECOND_COLUMNS];
};

#define BIT(k)         (UINT64_C(1) << (k))
#define BITS(from, to) ((BIT(to) - 1) & ~(BIT(from) - 1))

/* "dispute=pricing", "document=invoice:INV-1": the reason, the kind. */
static void
read_detail(struct reply *r, enum intent_kind kind, struct str value)
{
	enum dispute_reason reason;

	if (kind == INTENT_DISPUTE && name_reason_parse(value, &reason))
		r->says |= BIT(SECOND_REASON + (int)reason);
	value = str_sub(value, 0, str_chr(value, ':'));
	for (int k = 0; kind == INTENT_DOCUMENT && k < DOCUMENT_COUNT; k++)
		if (str_eqc(value, name_document((enum document_type)k)))
			r->says |= BIT(SECOND_DOCUMENT + k);
}

static void
read_label(struct reply *r, struct str word)
{
	bool may = word.n && word.p[0] == '?';
	size_t eq = str_chr(word, '=');
	struct str name = str_sub(word, may, eq);
	enum intent_kind kind;

	if (!name_intent_parse(name, &kind))
		return; /* at=, locale=, ref= */
	*(may ? &r->may : &r->says) |= BIT(kind);
	if (may && kind == INTENT_DISPUTE)
		r->may |= BITS(SECOND_REASON, SECOND_DOCUMENT);
	if (may && kind == INTENT_DOCUMENT)
		r->may |= BITS(SECOND_DOCUMENT, SECOND_COLUMNS);
	if (eq != STR_NPOS && !may)
		read_detail(r, kind, str_sub(word, eq + 1, word.n));
}

static void
add_reply(struct learner *l, struct str head, struct str text)
{
	uint16_t words[SECOND_MAX];
	struct reply *r;
	struct str word;

	l->v = arena_grow(l->a, l->v, l->n, &l->cap, sizeof(*l->v));
	r = &l->v[l->n++];
	*r = (struct reply){
	    .n = second_words(sentence_fold(l->a, str_trim(text)), words)};
	r->words = arena_array(l->a, r->n + 1, sizeof(*r->words));
	memcpy(r->words, words, r->n * sizeof(*words));
	while (str_cut(&head, ' ', &word))
		read_label(r, word);
}

static void
read_corpus(struct learner *l, struct str rest)
{
	struct str line, head = {NULL, 0}, text = {NULL, 0};

	while (str_line(&rest, &line)) {
		if (line.n && line.p[0] == '#')
			continue;
		if (str_starts(line, STR("=="))) {
			if (head.p)
				add_reply(l, head, text);
			head = str_sub(line, 2, line.n);
			text = (struct str){line.p + line.n, 0};
		} else if (text.p) {
			text.n = (size_t)(line.p + line.n - text.p);
		}
	}
	if (head.p)
		add_reply(l, head, text);
}

static void
learn_one(struct learner *l, const struct reply *r, int k)
{
	double pace = 1 / sqrt((double)r->n + 1), sum = 0, wrong;

	for (size_t i = 0; i < r->n; i++)
		sum +=
		    l->weight[(size_t)r->words[i] * SECOND_COLUMNS + (size_t)k];
	wrong = 1 / (1 + exp(-(l->bias[k] + pace * sum))) -
		(r->says & BIT(k) ? 1 : 0);
	if (fabs(wrong) < CLEAR)
		return;
	l->bias[k] -= 0.05 * wrong;
	for (size_t i = 0; i < r->n; i++) {
		size_t at = (size_t)r->words[i] * SECOND_COLUMNS + (size_t)k;
		double g = wrong * pace;

		l->seen[at] += g * g;
		l->weight[at] -= PACE * g / sqrt(l->seen[at] + 0.05);
	}
}

static void
shuffle(struct learner *l, uint64_t *seed)
{
	for (size_t i = l->n; i > 1; i--) {
		struct reply swap = l->v[i - 1];
		size_t k;

		*seed = *seed * UINT64_C(6364136223846793005) + 1442695041;
		k = (size_t)(*seed >> 33) % i;
		l->v[i - 1] = l->v[k];
		l->v[k] = swap;
	}
}

static void
learn(struct learner *l)
{
	uint64_t seed = 1;

	for (int k = 0; k < SECOND_COLUMNS; k++)
		l->bias[k] = BEGIN;
	for (int round = 0; round < ROUNDS; round++) {
		shuffle(l, &seed);
		for (size_t i = 0; i < l->n; i++)
			for (int k = 0; k < SECOND_COLUMNS; k++)
				if (!(l->v[i].may & BIT(k)))
					learn_one(l, &l->v[i], k);
	}
}

static double
largest(const struct learner *l)
{
	double most = 1e-6;

	for (size_t i = 0; i < (size_t)SECOND_BUCKETS * SECOND_COLUMNS; i++)
		most = fabs(l->weight[i]) > most ? fabs(l->weight[i]) : most;
	return most;
}

static void
print_weights(const struct learner *l, const char *lang, double scale)
{
	printf("static const char weights_%s[] =", lang);
	for (size_t i = 0; i < (size_t)SECOND_BUCKETS * SECOND_COLUMNS; i++) {
		int w = (int)lround(l->weight[i] / scale);

		if (i % 64 == 0)
			printf("%s\n    \"", i ? "\"" : "");
		printf("\\%03o", (unsigned)(unsigned char)(signed char)w);
	}
	printf("\";\n");
}

static void
print_entry(FILE *out, const struct learner *l, const char *lang, double scale)
{
	fprintf(out, "    {\"%s\", %.9g, {", lang, scale);
	for (int k = 0; k < SECOND_COLUMNS; k++)
		fprintf(out, "%.6f, ", l->bias[k]);
	fprintf(out, "}, (const signed char *)weights_%s},\n", lang);
}

static void
language_of(const char *path, char lang[3])
{
	const char *name = strrchr(path, '/');

	snprintf(lang, 3, "%s", name ? name + 1 : path);
}

static void
read_file(struct learner *l, const char *path)
{
	struct buf file;
	struct err err;

	buf_init(&file, 16u << 20);
	if (file_read(path, &file, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	read_corpus(l, buf_str(&file));
	buf_fini(&file);
}

/* All files of one language, by the first letters of their names. */
static void
learn_language(const char *lang, char **paths, int count, FILE *entries)
{
	size_t cells = (size_t)SECOND_BUCKETS * SECOND_COLUMNS;
	struct learner l = {.a = arena_new(256u << 20)};
	char other[3];
	double scale;

	l.weight = xcalloc(cells, sizeof(*l.weight));
	l.seen = xcalloc(cells, sizeof(*l.seen));
	for (int i = 0; i < count; i++) {
		language_of(paths[i], other);
		if (strcmp(other, lang) == 0)
			read_file(&l, paths[i]);
	}
	learn(&l);
	scale = largest(&l) / 127;
	print_weights(&l, lang, scale);
	print_entry(entries, &l, lang, scale);
	free(l.weight);
	free(l.seen);
	arena_free(&l.a);
}

int
main(int argc, char **argv)
{
	char *text = NULL, done[64][3];
	size_t size = 0;
	int n = 0;
	FILE *entries = open_memstream(&text, &size);

	if (!entries)
		return 1;
	printf("#include \"decide/second.h\"\n\n");
	for (int i = 1; i < argc && n < 64; i++) {
		int k = 0;

		language_of(argv[i], done[n]);
		while (strcmp(done[k], done[n]) != 0)
			k++;
		if (k == n)
			learn_language(done[n++], argv + 1, argc - 1, entries);
	}
	fclose(entries);
	printf("\nconst struct second_model second_models[] = {\n%s};\n"
	       "const size_t second_model_count = %d;\n",
	    text, n);
	free(text);
	return fflush(stdout) != 0;
}
