/*
 * weigh CONCEPTS LEARNED... -- FRESH...: learns how much rules and second
 * reader count (decide/weigh, decide/weigh_detail) and prints weigh_table.def.
 * LEARNED are replies that the rules were written for; FRESH ones the rules
 * have not seen. The second reader learns from both, but never from the part it
 * is asked about.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/filters.h"
#include "base/xalloc.h"
#include "decide/classify.h"
#include "decide/second_pool.h"
#include "decide/weigh.h"
#include "learner.h"
#include "model/names.h"

#define PARTS  5
#define ROUNDS 12  /* of Newton's */
#define HOLD   1.0 /* what pulls weights to nothing */
#define WIDTH  (WEIGH_FEATURES + 1)
#define FRESH  80000
#define SURE   CLASSIFY_THRESHOLD

struct row {
	struct classify_facts facts;
	uint64_t says, may;
	double likely[INTENT_COUNT]; /* by what was learned now */
};

/* What a chance is learned from. */
struct sample {
	double x[WIDTH];
	bool yes;
};

static struct row rows[FRESH];
static size_t row_count;
static struct sample *samples;
static size_t sample_count, sample_cap;

static void
report(void *ctx, const char *file, int line, const char *text)
{
	(void)ctx;
	fprintf(stderr, "%s:%d: %s\n", file, line, text);
	exit(1);
}

/* "at=2026-12-01", "locale=de-AT". */
static struct str
word_of(struct str head, struct str key, struct str otherwise)
{
	struct str word;

	while (str_cut(&head, ' ', &word))
		if (str_starts(word, key))
			return str_sub(word, key.n, word.n);
	return otherwise;
}

/* A reply as the learner has it. */
struct seen {
	struct learner_text all, one[SECOND_SENTENCES];
	size_t n;
};

/* As the second reader would, had it not learned from this one. */
static double
sees(const struct learner *l, const struct seen *s, int column)
{
	double says[SECOND_SENTENCES];

	for (size_t i = 0; i < s->n; i++)
		says[i] = learner_says_one(l, &s->one[i], column);
	return 1 / (1 + exp(-(learner_says(l, &s->all, column) +
			      second_pool(says, s->n))));
}

static void
see(const struct learner *l, size_t tongue, const struct reading *r,
    struct classify_facts *f)
{
	struct seen s = {
	    .all = learner_text_of(l, r->arena, tongue, r->all.text)};

	for (; s.n < r->n && s.n < SECOND_SENTENCES; s.n++)
		s.one[s.n] =
		    learner_text_of(l, r->arena, tongue, r->v[s.n].s.text);
	for (int k = 0; k < INTENT_COUNT; k++)
		f->weigh.sees[k] = sees(l, &s, k);
	for (int k = 0; k < DISPUTE_COUNT; k++)
		f->reasons[k].sees = sees(l, &s, SECOND_REASON + k);
	for (int k = 0; k < DOCUMENT_COUNT; k++)
		f->documents[k].sees = sees(l, &s, SECOND_DOCUMENT + k);
}

static void
add_row(const struct rules *rules, const struct learner *l,
    const struct learner_reply *r)
{
	struct intent out;
	struct message m = {
	    .reply = r->text, .text = r->text, .has_date = true};
	struct classify_job job = {.a = arena_new(64u << 20),
	    .m = &m,
	    .ctx = {word_of(r->head, STR("locale="), STR("en-US")), 0.5},
	    .out = &out};
	struct row *row = &rows[row_count];
	day_t day;

	if (!day_parse(word_of(r->head, STR("at="), STR("2026-11-17")), &day))
		exit(1);
	m.date = day_instant(day) + 36000;
	if (row_count < FRESH && classify_facts(rules, &job, &row->facts)) {
		see(l, r->tongue, job.reading, &row->facts);
		row->says = r->says;
		row->may = r->may;
		row_count++;
	}
	arena_free(&job.a);
}

/* The language of a file, by the first letters of its name. */
static size_t
tongue_of_file(struct learner *l, const char *concepts, const char *path)
{
	const char *name = strrchr(path, '/');
	char lang[3], lexicon[512];

	snprintf(lang, sizeof(lang), "%s", name ? name + 1 : path);
	snprintf(lexicon, sizeof(lexicon), "%s/%s.txt", concepts, lang);
	return learner_speaks(l, lang, lexicon);
}

static void
read_replies(const struct rules *rules, int argc, char **argv)
{
	struct learner *l = learner_new();
	size_t fresh = 0;

	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0)
			fresh = l->n;
		else
			learner_read(
			    l, argv[i], tongue_of_file(l, argv[1], argv[i]));
	}
	for (size_t part = 0; part < PARTS; part++) {
		for (size_t i = fresh; i < l->n; i++)
			l->v[i].hidden = i % PARTS == part;
		learner_learn(l, 0, SECOND_COLUMNS);
		learner_learn_one(l, 0, SECOND_COLUMNS);
		for (size_t i = fresh; i < l->n; i++)
			if (l->v[i].hidden)
				add_row(rules, l, &l->v[i]);
		fprintf(stderr, "part %zu of %d\n", part + 1, PARTS);
	}
	learner_free(&l);
}

/* a x = b, by elimination; a is positive definite. */
static void
solve(double a[WIDTH][WIDTH], double b[WIDTH], int n)
{
	for (int i = 0; i < n; i++)
		for (int k = i + 1; k < n; k++) {
			double f = a[k][i] / a[i][i];

			for (int j = i; j < n; j++)
				a[k][j] -= f * a[i][j];
			b[k] -= f * b[i];
		}
	for (int i = n - 1; i >= 0; i--) {
		for (int j = i + 1; j < n; j++)
			b[i] -= a[i][j] * b[j];
		b[i] /= a[i][i];
	}
}

/* One step of Newton's, n weights of the samples. Only what `held` says is
 * pulled to nothing. */
static void
step(double w[WIDTH], int n, const double held[WIDTH])
{
	static double h[WIDTH][WIDTH];
	double g[WIDTH];

	for (int i = 0; i < n; i++) {
		memset(h[i], 0, sizeof(h[i]));
		h[i][i] = held[i];
		g[i] = held[i] * w[i];
	}
	for (size_t r = 0; r < sample_count; r++) {
		const struct sample *s = &samples[r];
		double sum = 0, p;

		for (int i = 0; i < n; i++)
			sum += w[i] * s->x[i];
		p = 1 / (1 + exp(-sum));
		for (int i = 0; i < n; i++) {
			g[i] += (p - s->yes) * s->x[i];
			for (int j = 0; j < n; j++)
				h[i][j] += p * (1 - p) * s->x[i] * s->x[j];
		}
	}
	solve(h, g, n);
	for (int i = 0; i < n; i++)
		w[i] -= g[i];
}

static void
print_learned(int n, const double held[WIDTH], double w[WIDTH])
{
	memset(w, 0, WIDTH * sizeof(*w));
	for (int i = 0; i < ROUNDS; i++)
		step(w, n, held);
	for (int i = 0; i < n; i++)
		printf("%s%.4g",
		    i == 0       ? ""
		    : i % 8 == 0 ? ",\n    "
				 : ", ",
		    w[i]);
	printf(")\n");
}

static struct sample *
add_sample(bool yes)
{
	struct sample *s;

	if (sample_count == sample_cap) {
		sample_cap = sample_cap ? 2 * sample_cap : 4096;
		samples = xrealloc(samples, sample_cap * sizeof(*samples));
	}
	s = &samples[sample_count++];
	memset(s, 0, sizeof(*s));
	s->yes = yes;
	return s;
}

static void
foresee(int kind, const double w[WIDTH])
{
	for (size_t r = 0; r < row_count; r++) {
		double x[WIDTH] = {1}, sum = 0;

		weigh_features(
		    &rows[r].facts.weigh, (enum intent_kind)kind, x + 1);
		for (int i = 0; i < WIDTH; i++)
			sum += w[i] * x[i];
		rows[r].likely[kind] = 1 / (1 + exp(-sum));
	}
}

/* How right that is for replies which the second reader had not learned. */
static void
report_rows(void)
{
	double right = 0, acts = 0, acts_right = 0, loss = 0;

	for (size_t r = 0; r < row_count; r++) {
		const struct row *row = &rows[r];
		unsigned says =
		    (unsigned)row->says & ((1u << INTENT_COUNT) - 1);
		unsigned set = weigh_decide(row->likely);
		bool same = ((set ^ says) & ~(unsigned)row->may) == 0;
		bool sure = weigh_sure(row->likely, set) >= SURE;

		right += same;
		acts += sure;
		acts_right += sure && same;
		for (int k = 0; k < INTENT_COUNT; k++)
			loss -= log(says >> k & 1 ? row->likely[k]
						  : 1 - row->likely[k]);
	}
	fprintf(stderr,
	    "%zu replies: sets %.4f, surely %.4f and then right %.4f, "
	    "loss %.4f\n",
	    row_count, right / (double)row_count, acts / (double)row_count,
	    acts_right / acts, loss / (double)row_count);
}

static void
print_kind(int kind)
{
	double held[WIDTH], w[WIDTH];
	char name[64];
	size_t n = 0;

	for (int i = 0; i < WIDTH; i++)
		held[i] = i ? HOLD : 1e-6;
	sample_count = 0;
	for (size_t r = 0; r < row_count; r++) {
		struct sample *s;

		if (rows[r].may >> kind & 1)
			continue;
		s = add_sample(rows[r].says >> kind & 1);
		s->x[0] = 1;
		weigh_features(
		    &rows[r].facts.weigh, (enum intent_kind)kind, s->x + 1);
	}
	for (const char *p = name_intent((enum intent_kind)kind); *p; p++)
		name[n++] = *p == '-' ? '_' : (char)(*p - 'a' + 'A');
	name[n] = '\0';
	printf("WEIGH(INTENT_%s,\n    ", name);
	print_learned(WIDTH, held, w);
	foresee(kind, w);
}

/* `count` columns from `first`, of the replies that say `kind`. */
static void
print_detail(const char *name, enum intent_kind kind, int first, int count)
{
	double held[WIDTH], w[WIDTH];

	for (int i = 0; i < WIDTH; i++)
		held[i] = HOLD;
	sample_count = 0;
	for (size_t r = 0; r < row_count; r++) {
		const struct weigh_detail *v = kind == INTENT_DISPUTE
						   ? rows[r].facts.reasons
						   : rows[r].facts.documents;

		for (int k = 0; k < count; k++) {
			struct sample *s;

			if (rows[r].may >> (first + k) & 1)
				continue;
			s = add_sample(rows[r].says >> (first + k) & 1);
			weigh_detail_features(&v[k], s->x);
			s->x[WEIGH_DETAIL_FEATURES + k] = 1;
		}
	}
	printf("%s(", name);
	print_learned(WEIGH_DETAIL_FEATURES + count, held, w);
}

int
main(int argc, char **argv)
{
	struct rules *rules = NULL;
	struct err err = {{0}};

	if (filters_load("filters", FILTERS_MANY, &rules, report, NULL, &err) !=
	    RC_OK)
		return 1;
	read_replies(rules, argc, argv);
	for (int k = 0; k < INTENT_COUNT; k++)
		print_kind(k);
	report_rows();
	print_detail(
	    "WEIGH_REASON", INTENT_DISPUTE, SECOND_REASON, DISPUTE_COUNT);
	print_detail(
	    "WEIGH_DOCUMENT", INTENT_DOCUMENT, SECOND_DOCUMENT, DOCUMENT_COUNT);
	free(samples);
	rules_free(&rules);
	return 0;
}
