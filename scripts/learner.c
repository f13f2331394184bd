#include "learner.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/xalloc.h"
#include "decide/second_words.h"
#include "decide/sentence.h"
#include "learner_lexicon.h"
#include "model/intent.h"
#include "model/names.h"

#define ROUNDS  30   /* over all replies */
#define STEPS   60   /* of Newton's for one, at most */
#define NEAR    1e-6 /* and when it is there */
#define TRUST   10.0 /* how much a reply may move the weights */
#define NEVER   (-5.0)
#define THREADS 7 /* besides the first, at most */
/* A word stands in so many lessons, to tell anything. */
#define SEEN_ALONE  3 /* where nothing is shared */
#define SEEN_OWN    3
#define SEEN_SHARED 8

#define BIT(k)         (UINT64_C(1) << (k))
#define BITS(from, to) ((BIT(to) - 1) & ~(BIT(from) - 1))

/* "dispute=pricing", "document=invoice:INV-1": the reason, the kind. */
static void
read_detail(struct learner_reply *r, enum intent_kind kind, struct str value)
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
read_label(struct learner_reply *r, struct str word)
{
	bool may = word.n && word.p[0] == '?';
	size_t eq = str_chr(word, '=');
	struct str name = str_sub(word, may, eq);
	enum intent_kind kind;

	for (int k = 0; k < KIND_COUNT; k++)
		if (k != KIND_HUMAN &&
		    str_eqc(name, name_kind((enum mail_kind)k)))
			r->says |= BIT(LEARNER_ROBOT);
	if (!name_intent_parse(name, &kind))
		return; /* at=, locale=, ref= */
	/* What may be said or not is better not said. */
	if (!may)
		r->says |= BIT(kind);
	if (eq != STR_NPOS && !may)
		read_detail(r, kind, str_sub(word, eq + 1, word.n));
}

static bool
is_field(struct str line)
{
	static const char *const names[] = {
	    "From: ", "Return-Path: ", "Return-path: ", "Received: ", "Date: "};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_starts(line, str_of(names[i])))
			return true;
	return false;
}

/* A mail of tests/corpus/machine: what stands below its header. */
static struct str
body_of(struct str mail)
{
	struct str rest = mail, line;

	rest = str_trim(rest);
	if (!str_line(&rest, &line) || !is_field(line))
		return mail;
	while (str_line(&rest, &line))
		if (str_trim(line).n == 0)
			return rest;
	return mail;
}

/* The words of a text, then its concepts, by `number` (0: not known). */
static size_t
numbers_of(struct learner *l, size_t tongue, struct str folded, uint32_t *out,
    uint32_t (*number)(struct learner_words *, struct learner_word))
{
	const struct second_lexicon *x = &l->tongues[tongue].lexicon;
	uint32_t v[SECOND_MAX];
	size_t n = second_words(folded, v), count = 0;

	for (size_t i = 0; i < n; i++)
		out[count++] = number(&l->words,
		    (struct learner_word){v[i], (unsigned char)tongue});
	n = x->slots ? second_concepts(x, folded, v) : 0;
	for (size_t i = 0; i < n; i++)
		out[count++] = number(
		    &l->words, (struct learner_word){v[i], LEARNER_SHARED});
	return count;
}

static uint32_t
known(struct learner_words *w, struct learner_word word)
{
	return learner_words_row(w, word);
}

static struct learner_text
words_of(struct learner *l, size_t tongue, struct str folded)
{
	uint32_t words[2 * SECOND_MAX];
	struct learner_text t = {
	    .n = numbers_of(l, tongue, folded, words, learner_words_add)};

	t.words = arena_array(l->a, t.n + 1, sizeof(*t.words));
	t.x = arena_array(l->a, t.n + 1, sizeof(*t.x));
	if (t.n > 0)
		memcpy(t.words, words, t.n * sizeof(*words));
	return t;
}

static void
read_sentences(struct learner *l, struct learner_reply *r)
{
	struct sentences s = sentence_split(l->a, r->text, NULL, NULL);

	r->ones = s.n < SECOND_SENTENCES ? s.n : SECOND_SENTENCES;
	r->one = arena_array(l->a, r->ones + 1, sizeof(*r->one));
	for (size_t i = 0; i < r->ones; i++)
		r->one[i] = words_of(l, r->tongue, s.v[i].text);
}

static void
add_reply(struct learner *l, size_t tongue, struct str head, struct str text)
{
	struct learner_reply *r;
	struct str word;

	text = body_of(str_trim(text));
	l->v = arena_grow(l->a, l->v, l->n, &l->cap, sizeof(*l->v));
	r = &l->v[l->n++];
	*r = (struct learner_reply){.head = arena_dup(l->a, head),
	    .text = arena_dup(l->a, str_trim(text)),
	    .tongue = tongue};
	r->all = words_of(l, tongue, sentence_fold(l->a, r->text));
	read_sentences(l, r);
	while (str_cut(&head, ' ', &word))
		read_label(r, word);
	/* Reasons are told apart among disputes, kinds among requests. */
	if (!(r->says & BIT(INTENT_DISPUTE)))
		r->may |= BITS(SECOND_REASON, SECOND_DOCUMENT);
	if (!(r->says & BIT(INTENT_DOCUMENT)))
		r->may |= BITS(SECOND_DOCUMENT, SECOND_COLUMNS);
}

static void
read_corpus(struct learner *l, size_t tongue, struct str rest)
{
	struct str line, head = {NULL, 0}, text = {NULL, 0};

	while (str_line(&rest, &line)) {
		if (line.n && line.p[0] == '#')
			continue;
		if (str_starts(line, STR("=="))) {
			if (head.p)
				add_reply(l, tongue, head, text);
			head = str_sub(line, 2, line.n);
			text = (struct str){line.p + line.n, 0};
		} else if (text.p) {
			text.n = (size_t)(line.p + line.n - text.p);
		}
	}
	if (head.p)
		add_reply(l, tongue, head, text);
}

/* Shorter texts are no surer than SECOND_FEW lets them be. */
static void
measure(const struct learner *l, struct learner_text *t)
{
	double sum = SECOND_FEW;

	for (size_t k = 0; k < t->n; k++)
		sum += l->telling[t->words[k]] * l->telling[t->words[k]];
	for (size_t k = 0; k < t->n; k++)
		t->x[k] = (float)(l->telling[t->words[k]] / sqrt(sum));
}

static double
seen_of(const struct learner *l, size_t word)
{
	const struct learner_word *w = &l->words.v[word];

	if (w->group == LEARNER_SHARED)
		return SEEN_SHARED;
	return l->tongues[w->group].lexicon.slots ? SEEN_OWN : SEEN_ALONE;
}

/* A word that few replies have tells more. */
static void
weigh_words(struct learner *l)
{
	double *in = xcalloc(l->words.n + 1, sizeof(*in)), all = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct learner_text *t = &l->v[i].all;

		if (l->v[i].hidden)
			continue;
		all++;
		for (size_t k = 0; k < t->n; k++)
			in[t->words[k]]++;
	}
	for (size_t w = 0; w < l->words.n; w++) {
		double t = log((1 + all) / (1 + in[w])) + 1;

		l->telling[w] =
		    in[w] < seen_of(l, w)
			? 0
			: round(fmin(t * SECOND_TELLING, 255)) / SECOND_TELLING;
	}
	for (size_t i = 0; i < l->n; i++) {
		measure(l, &l->v[i].all);
		for (size_t k = 0; k < l->v[i].ones; k++)
			measure(l, &l->v[i].one[k]);
	}
	free(in);
}

/*
 * One coordinate of the dual (Yu, Huang and Lin 2011): the reply's share of the
 * weights, between 0 and `most`, is where t + q * (share - old) + margin is 0,
 * t being the logit of share / most. That grows with t: Newton, held between
 * two ends.
 */
static double
best_share(double old, double most, double q, double margin)
{
	double low = -margin - q * (most - old), high = -margin + q * old;
	double t = log(old / (most - old));

	for (int i = 0; i < STEPS; i++) {
		double part = 1 / (1 + exp(-t));
		double f = t + q * (most * part - old) + margin;

		if (fabs(f) < NEAR)
			break;
		if (f > 0)
			high = t;
		else
			low = t;
		t -= f / (1 + q * most * part * (1 - part));
		if (!(t > low && t < high))
			t = (low + high) / 2;
	}
	return most / (1 + exp(-t));
}

/* A reply's share goes into the weights of its words. */
static void
give(struct learner *l, const struct learner_reply *r, int k, double share)
{
	double *weight = learner_column(l, l->all, k);
	double move = r->says & BIT(k) ? share : -share;

	l->bias[k] += move;
	for (size_t i = 0; i < r->all.n; i++)
		weight[r->all.words[i]] += move * (double)r->all.x[i];
}

double
learner_sum(double sum, const double *weight, const struct learner_text *t)
{
	for (size_t i = 0; i < t->n; i++)
		sum += weight[t->words[i]] * (double)t->x[i];
	return sum;
}

static void
move_share(struct learner *l, const struct learner_reply *r, int k, double most,
    double *share)
{
	double *weight = learner_column(l, l->all, k);
	double y = r->says & BIT(k) ? 1 : -1, new;
	double sum = learner_sum(l->bias[k], weight, &r->all);

	new = best_share(*share, most, r->all.n > 0 ? 2 : 1, y * sum);
	new = fmin(fmax(new, most * 1e-9), most * (1 - 1e-9));
	give(l, r, k, new - *share);
	*share = new;
}

bool
learner_is_lesson(const struct learner_reply *r, int k)
{
	return !r->hidden && !(r->may & BIT(k));
}

void
learner_balance(const struct learner *l, int k, double by[2])
{
	double n[2] = {0, 0};

	for (size_t i = 0; i < l->n; i++)
		if (learner_is_lesson(&l->v[i], k))
			n[(l->v[i].says & BIT(k)) != 0]++;
	for (int yes = 0; yes < 2; yes++)
		by[yes] = n[yes] ? fmin((n[0] + n[1]) / (2 * n[yes]), 10) : 0;
}

void
learner_shuffle(size_t *v, size_t n, uint64_t *seed)
{
	for (size_t i = n; i > 1; i--) {
		size_t swap = v[i - 1], k;

		*seed = *seed * UINT64_C(6364136223846793005) + 1442695041;
		k = (size_t)(*seed >> 33) % i;
		v[i - 1] = v[k];
		v[k] = swap;
	}
}

static void
learn_column(struct learner *l, int k)
{
	size_t *order = xcalloc(l->n + 1, sizeof(*order)), n = 0;
	double *share = xcalloc(l->n + 1, sizeof(*share)), by[2];
	uint64_t seed = 1;

	learner_balance(l, k, by);
	l->bias[k] = by[1] > 0 ? 0 : NEVER;
	for (size_t i = 0; i < l->n; i++) {
		if (!learner_is_lesson(&l->v[i], k))
			continue;
		order[n++] = i;
		share[i] = 1e-4 * TRUST * by[(l->v[i].says & BIT(k)) != 0];
		if (by[1] > 0)
			give(l, &l->v[i], k, share[i]);
	}
	for (int round = 0; by[1] > 0 && round < ROUNDS; round++) {
		learner_shuffle(order, n, &seed);
		for (size_t i = 0; i < n; i++) {
			const struct learner_reply *r = &l->v[order[i]];

			move_share(l, r, k, TRUST * by[(r->says & BIT(k)) != 0],
			    &share[order[i]]);
		}
	}
	free(order);
	free(share);
}

struct turns {
	struct learner *l;
	int next, end;
	void (*learn)(struct learner *, int);
	pthread_mutex_t lock;
};

static void *
take_turns(void *ctx)
{
	struct turns *t = ctx;

	for (;;) {
		int k;

		pthread_mutex_lock(&t->lock);
		k = t->next < t->end ? t->next++ : -1;
		pthread_mutex_unlock(&t->lock);
		if (k < 0)
			return NULL;
		t->learn(t->l, k);
	}
}

void
learner_columns(struct learner *l, int first, int columns,
    void (*learn)(struct learner *, int))
{
	struct turns t = {
	    l, first, first + columns, learn, PTHREAD_MUTEX_INITIALIZER};
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	pthread_t threads[THREADS];
	int n = 0;

	while (n < THREADS && n + 1 < cores &&
	       pthread_create(&threads[n], NULL, take_turns, &t) == 0)
		n++;
	take_turns(&t);
	while (n > 0)
		pthread_join(threads[--n], NULL);
}

static void
renumber(struct learner_text *t, const uint32_t *to)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->n; i++)
		if (to[t->words[i]] > 0)
			t->words[kept++] = to[t->words[i]] - 1;
	t->n = kept;
}

/* How many replies have a word, and which it is. */
struct tally {
	uint32_t count, word;
};

static int
oftener(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return (x->word > y->word) - (x->word < y->word);
}

/* Of each word 1 + its new number; 0 if too few replies have it. What is
 * common comes first, so that a reader of one mail touches few pages. */
static uint32_t *
kept_words(const struct learner *l, struct learner_words *kept)
{
	uint32_t *to = xcalloc(l->words.n + 1, sizeof(*to));
	struct tally *in = xcalloc(l->words.n + 1, sizeof(*in));

	for (size_t w = 0; w < l->words.n; w++)
		in[w].word = (uint32_t)w;
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < l->v[i].all.n; k++)
			in[l->v[i].all.words[k]].count++;
	qsort(in, l->words.n, sizeof(*in), oftener);
	for (size_t i = 0; i < l->words.n; i++)
		if (in[i].count >= seen_of(l, in[i].word))
			to[in[i].word] =
			    1 + learner_words_add(kept, l->words.v[in[i].word]);
	free(in);
	return to;
}

/* Once, when all is read: most words stand in one reply only. */
static void
settle(struct learner *l)
{
	struct learner_words kept = {.n = 0};
	uint32_t *to;

	if (l->settled)
		return;
	to = kept_words(l, &kept);
	for (size_t i = 0; i < l->n; i++) {
		renumber(&l->v[i].all, to);
		for (size_t k = 0; k < l->v[i].ones; k++)
			renumber(&l->v[i].one[k], to);
	}
	learner_words_free(&l->words);
	l->words = kept;
	l->settled = true;
	free(to);
}

/* All that was learned before is forgotten. */
static void
make_room(struct learner *l)
{
	size_t n = l->words.n + 1;

	free(l->telling);
	free(l->all);
	free(l->one);
	l->telling = xcalloc(n, sizeof(*l->telling));
	l->all = xcalloc(n * LEARNER_COLUMNS, sizeof(*l->all));
	l->one = xcalloc(n * LEARNER_COLUMNS, sizeof(*l->one));
}

void
learner_learn(struct learner *l, int first, int columns)
{
	settle(l);
	make_room(l);
	weigh_words(l);
	learner_columns(l, first, columns, learn_column);
}

struct learner_text
learner_text_of(
    const struct learner *l, struct arena *a, size_t tongue, struct str folded)
{
	uint32_t words[2 * SECOND_MAX];
	struct learner_text t = {.n = 0};
	/* `known` adds none. */
	size_t n =
	    numbers_of((struct learner *)l, tongue, folded, words, known);

	t.words = arena_array(a, n + 1, sizeof(*t.words));
	t.x = arena_array(a, n + 1, sizeof(*t.x));
	for (size_t i = 0; i < n; i++)
		if (words[i] > 0 && l->telling[words[i] - 1] > 0)
			t.words[t.n++] = words[i] - 1;
	measure(l, &t);
	return t;
}

double
learner_says(const struct learner *l, const struct learner_text *t, int column)
{
	return learner_sum(
	    l->bias[column], learner_column(l, l->all, column), t);
}

double
learner_says_one(
    const struct learner *l, const struct learner_text *t, int column)
{
	return learner_sum(0, learner_column(l, l->one, column), t);
}

size_t
learner_speaks(struct learner *l, const char *lang, const char *lexicon)
{
	struct learner_tongue *t;

	for (size_t i = 0; i < l->tongue_count; i++)
		if (strcmp(l->tongues[i].lang, lang) == 0)
			return i;
	if (l->tongue_count == SECOND_LANGUAGES) {
		fprintf(stderr, "%s: a language too many\n", lang);
		exit(1);
	}
	t = &l->tongues[l->tongue_count];
	snprintf(t->lang, sizeof(t->lang), "%s", lang);
	if (lexicon)
		t->lexicon = learner_lexicon(l->a, lexicon);
	return l->tongue_count++;
}

void
learner_read(struct learner *l, const char *path, size_t tongue)
{
	struct buf file;
	struct err err;

	buf_init(&file, 16u << 20);
	if (file_read(path, &file, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	read_corpus(l, tongue, buf_str(&file));
	buf_fini(&file);
}

struct learner *
learner_new(void)
{
	struct learner *l = xcalloc(1, sizeof(*l));

	l->a = arena_new((size_t)2 << 30);
	return l;
}

void
learner_free(struct learner **l)
{
	learner_words_free(&(*l)->words);
	free((*l)->telling);
	free((*l)->all);
	free((*l)->one);
	arena_free(&(*l)->a);
	free(*l);
	*l = NULL;
}
