#include "decide/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "decide/rulecheck.h"
#include "decide/ruleload.h"
#include "decide/ruleread.h"
#include "decide/sentence.h"
#include "model/limits.h"

#define BOOK_ARENA (64u << 20)

static const char *const roles[ROLE_COUNT] = {
    [ROLE_INVOICE_BEFORE] = "invoice-before",
    [ROLE_NOT_INVOICE_BEFORE] = "not-invoice-before",
    [ROLE_INVOICE_ARTICLE] = "invoice-article",
    [ROLE_INVOICE_AFTER] = "invoice-after",
    [ROLE_NOT_POINTED_AT] = "not-pointed-at",
    [ROLE_AMOUNT_BEFORE] = "amount-before",
    [ROLE_AMOUNT_AFTER] = "amount-after",
    [ROLE_NOT_AMOUNT_BEFORE] = "not-amount-before",
    [ROLE_NOT_AMOUNT_AFTER] = "not-amount-after",
    [ROLE_NOT_PAYMENT_DATE] = "not-payment-date",
    [ROLE_LESSER_DATE] = "lesser-date",
    [ROLE_CORRECTED_DATE] = "corrected-date",
    [ROLE_LATEST] = "latest",
    [ROLE_CONDITION] = "condition",
    [ROLE_ROUTINE] = "routine",
    [ROLE_UNCONDITIONAL] = "unconditional",
    [ROLE_FIRM_CONDITION] = "firm-condition",
    [ROLE_SEVERAL] = "several",
    [ROLE_REST_LATER] = "rest-later",
    [ROLE_EACH] = "each",
    [ROLE_OWED] = "owed-amount",
    [ROLE_DEDUCTED] = "deducted",
    [ROLE_BANK_CHANGED] = "bank-changed",
};

/* Every guard that a rule asks must stand somewhere. */
static void
check_guards(struct ruleload *l)
{
	for (size_t i = 0; i < l->book->guard_count; i++) {
		const struct rulebook_guard *g = &l->book->guards[i];

		if (g->feature != FEATURE_PATTERN || g->patterns.n)
			continue;
		l->line = g->line;
		ruleload_bad(l, "no guard %.*s", STR_ARG(g->name));
	}
}

static void
find_roles(struct ruleload *l)
{
	struct rulebook *b = l->book;

	for (int i = 0; i < ROLE_COUNT; i++) {
		b->roles[i] = -1;
		for (size_t g = 0; g < b->guard_count; g++) {
			if (str_eqc(b->guards[g].name, roles[i]))
				b->roles[i] = (int)g;
		}
	}
}

static void
index_patterns(struct sieve **v, struct rulebook_patterns *p)
{
	for (size_t i = 0; i < p->n; i++)
		v[p->v[i].index] = &p->v[i].sieve;
}

static void
make_index(struct rulebook *b, size_t count, bool thorough)
{
	static struct sieve none = {NULL, 0, {NULL, 0}, true};
	struct sieve **v = arena_array(b->arena, count + 1, sizeof(*v));
	struct sieve_sample *sample = arena_alloc(b->arena, sizeof(*sample));

	/* Patterns of blocks that were refused stay out. */
	for (size_t i = 0; i < count; i++)
		v[i] = &none;
	for (size_t i = 0; i < b->rule_count; i++)
		index_patterns(v, &b->rules[i].patterns);
	for (size_t i = 0; i < b->date_count; i++)
		index_patterns(v, &b->dates[i].patterns);
	for (size_t i = 0; i < b->guard_count; i++)
		index_patterns(v, &b->guards[i].patterns);
	b->index.layers = thorough ? SIEVE_LAYERS : 0;
	/* The examples are a sample of the language. */
	for (size_t i = 0; thorough && i < b->example_count; i++)
		sieve_sample_add(sample, b->examples[i].text);
	sieve_index_make(b->arena, v, count, sample, &b->index);
}

static struct rulebook *
book_new(struct str lang)
{
	struct arena *a = arena_new(BOOK_ARENA);
	struct rulebook *b = arena_alloc(a, sizeof(*b));

	b->arena = a;
	b->lang = arena_dup(a, lang);
	return b;
}

static void
book_free(struct rulebook *b)
{
	struct arena *a = b->arena; /* b lives there too */

	for (struct rulebook_regex *r = b->regexes; r; r = r->next)
		regex_free(&r->re);
	arena_free(&a);
}

/* A file without mistakes joins the others. */
static void
join(struct rules **rules, struct rulebook *book)
{
	struct rules *r = *rules;

	if (!r)
		*rules = r = xcalloc(1, sizeof(*r));
	r->books = xrealloc(r->books, (r->count + 1) * sizeof(*r->books));
	r->books[r->count++] = book;
}

/* All of the file; l->bad when it has mistakes. */
static void
read_book(struct ruleload *l, struct str text, bool examples)
{
	l->examples = examples || l->jit;
	if (text.n > LIMIT_RULE_FILE || !str_is_utf8(text))
		ruleload_bad(l, "not UTF-8, or too large");
	else if (!text.n)
		ruleload_bad(l, "empty");
	else
		ruleread_text(l, text);
	if (!l->bad)
		check_guards(l);
	find_roles(l);
	/* One mail does not pay for an index. */
	make_index(l->book, l->pattern_count, l->examples);
	if (!l->bad && examples)
		rulecheck_book(l);
}

enum rc
rules_add(struct rules **rules, const char *file, struct str lang,
    struct str text, bool jit, bool examples, rules_report *report, void *ctx,
    struct err *err)
{
	struct ruleload l = {.book = book_new(lang),
	    .file = file,
	    .jit = jit,
	    .compile = examples,
	    .report = report,
	    .ctx = ctx};

	read_book(&l, text, examples);
	if (l.bad) {
		book_free(l.book);
		return err_set(err, RC_BAD, "%s: mistakes in the rules", file);
	}
	join(rules, l.book);
	return RC_OK;
}

/* Only the lists of common words: they tell the language. */
static void
read_common(struct ruleload *l, struct str text)
{
	const struct str key = STR("common ");
	const char *begin = text.p, *at;
	struct str line;

	while ((at = memmem(text.p, text.n, key.p, key.n)) != NULL) {
		bool starts = at == begin || at[-1] == '\n';

		text = str_sub(text, (size_t)(at - text.p) + key.n, text.n);
		if (!starts || !str_line(&text, &line) || !str_is_utf8(line))
			continue; /* its mistakes are told with all others */
		line = sentence_fold(l->book->arena, line);
		ruleload_words(l, STR("common"), line);
	}
}

void
rules_add_later(struct rules **rules, const char *file, struct str lang,
    struct str text, const struct rules_later *later)
{
	struct rulebook *b = book_new(lang);
	struct ruleload l = {.book = b, .file = file, .head = true};

	b->later = arena_alloc(b->arena, sizeof(*b->later));
	b->later->file = arena_cstr(b->arena, str_of(file));
	b->later->how = *later;
	read_common(&l, text);
	join(rules, b);
}

static void
read_again(struct ruleload *l, const struct rulebook_later *later)
{
	struct buf b;
	struct err err;

	buf_init(&b, LIMIT_RULE_FILE);
	if (later->how.again(later->file, &b, &err) == RC_OK)
		read_book(l, buf_str(&b), false);
	else
		ruleload_bad(l, "%s", err.text);
	buf_fini(&b);
}

const struct rulebook *
rules_ready(const struct rules *rules, size_t i)
{
	struct rulebook *old = rules->books[i];
	const struct rulebook_later *later = old->later;
	struct ruleload l = {.book = old};

	if (!later)
		return old;
	l = (struct ruleload){.book = book_new(old->lang),
	    .file = later->file,
	    .jit = later->how.jit,
	    .report = later->how.report,
	    .ctx = later->how.ctx};
	read_again(&l, later);
	if (l.bad) {
		/* An empty book stands for it: it says nothing. */
		book_free(l.book);
		l = (struct ruleload){.book = book_new(old->lang)};
		find_roles(&l);
		make_index(l.book, 0, false);
	}
	rules->books[i] = l.book;
	book_free(old);
	return l.book;
}

void
rules_expect(const struct rules *rules, struct str lang)
{
	for (size_t i = 0; i < rules->count; i++) {
		if (str_eq(rules->books[i]->lang, lang))
			rules_ready(rules, i);
	}
}

void
rules_free(struct rules **rules)
{
	if (!rules || !*rules)
		return;
	for (size_t i = 0; i < (*rules)->count; i++)
		book_free((*rules)->books[i]);
	free((*rules)->books);
	free(*rules);
	*rules = NULL;
}

size_t
rules_count(const struct rules *rules)
{
	size_t n = 0;

	for (size_t i = 0; rules && i < rules->count; i++)
		n += rules->books[i]->rule_count;
	return n;
}
