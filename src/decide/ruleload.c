#include "decide/ruleload.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "model/limits.h"
#include "model/names.h"

void
ruleload_bad(struct ruleload *l, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	l->bad = true;
	if (l->report)
		l->report(l->ctx, l->file, l->line, text);
}

/* Close the open `match` line: one more pattern of the block. */
static void
end_part(struct ruleload *l)
{
	struct arena *a = l->book->arena;
	struct rulebook_pattern *p;
	struct str unknown, text;
	struct err err;
	struct buf b;

	if (!l->part.n)
		return;
	buf_init(&b, LIMIT_RULE_FILE);
	/* Two alternatives may both name a group. */
	buf_adds(&b, "(?J)");
	if (!rulemacro_expand(&l->macros, buf_str(&l->part), &b, &unknown))
		ruleload_bad(
		    l, "nothing is defined as {%.*s}", STR_ARG(unknown));
	if (b.full)
		ruleload_bad(l, "too long");
	text = arena_dup(a, buf_str(&b));
	buf_fini(&b);
	buf_clear(&l->part);

	l->patterns.v = arena_grow(a, l->patterns.v, l->patterns.n,
	    &l->patterns.cap, sizeof(*l->patterns.v));
	p = &l->patterns.v[l->patterns.n++];
	memset(p, 0, sizeof(*p));
	p->lazy = arena_alloc(a, sizeof(*p->lazy));
	p->lazy->flags = REGEX_CASELESS | (l->jit ? REGEX_JIT : 0) |
			 (l->examples ? 0 : REGEX_FEW);
	p->lazy->text = text;
	p->lazy->next = l->book->regexes;
	l->book->regexes = p->lazy;
	text = str_sub(text, 4, text.n);
	if (l->examples)
		p->sieve = sieve_of(a, text);
	else
		p->sieve.late = text;
	p->index = l->pattern_count++;
	if (l->compile && rulebook_compile(p->lazy, &err) != RC_OK)
		ruleload_bad(l, "line %d: %s", l->part_line, err.text);
}

void
ruleload_match(struct ruleload *l, struct str text)
{
	end_part(l);
	l->part_line = l->line;
	buf_add_str(&l->part, text);
}

void
ruleload_more(struct ruleload *l, struct str text)
{
	if (!l->part.n)
		ruleload_bad(l, "nothing here that this line could continue");
	buf_add_str(&l->part, text);
}

bool
ruleload_take(struct ruleload *l, struct rulebook_patterns *out)
{
	end_part(l);
	*out = l->patterns;
	memset(&l->patterns, 0, sizeof(l->patterns));
	if (!out->n)
		ruleload_bad(l, "no pattern");
	return out->n > 0;
}

static size_t
new_guard(struct ruleload *l, struct str name)
{
	struct rulebook *b = l->book;
	struct rulebook_guard *g;

	b->guards = arena_grow(b->arena, b->guards, b->guard_count,
	    &l->guard_cap, sizeof(*b->guards));
	g = &b->guards[b->guard_count++];
	memset(g, 0, sizeof(*g));
	g->name = arena_dup(b->arena, name);
	g->line = l->line;
	return b->guard_count - 1;
}

/* What the program finds by itself, by its name in the file. */
static void
set_feature(struct rulebook_guard *g)
{
	static const struct {
		const char *name;
		enum rulebook_feature feature;
	} known[] = {
	    {"has-date", FEATURE_DATE},
	    {"has-gone-date", FEATURE_GONE_DATE},
	    {"has-amount", FEATURE_AMOUNT},
	    {"has-invoice", FEATURE_INVOICE},
	    {"question", FEATURE_QUESTION},
	    {"short", FEATURE_SHORT},
	    {"unexplained", FEATURE_ALONE},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (str_eqc(g->name, known[i].name))
			g->feature = known[i].feature;
	}
	if (str_starts(g->name, STR("intent:")) &&
	    name_intent_parse(str_sub(g->name, 7, g->name.n), &g->intent))
		g->feature = FEATURE_INTENT;
}

size_t
ruleload_guard(struct ruleload *l, struct str name)
{
	size_t at;

	for (size_t i = 0; i < l->book->guard_count; i++) {
		if (str_eq(l->book->guards[i].name, name))
			return i;
	}
	at = new_guard(l, name);
	set_feature(&l->book->guards[at]);
	return at;
}

static void
add_word(struct ruleload *l, enum rulebook_list list, struct str word,
    int64_t value, struct str currency)
{
	struct rulebook_word v = {
	    .word = arena_dup(l->book->arena, word), .value = value};

	memcpy(v.currency, currency.p ? currency.p : "",
	    currency.n < 3 ? currency.n : 3);
	rulebook_add_word(l->book, list, &v);
}

/* The words of a list as a macro, so that patterns can say {month}. */
static void
define_list(struct ruleload *l, enum rulebook_list list, const char *name)
{
	const struct rulebook_words *w = &l->book->words[list];
	struct buf b;

	buf_init(&b, LIMIT_RULE_FILE);
	for (size_t i = 0; i < w->n; i++) {
		if (i)
			buf_addc(&b, '|');
		buf_add_str(&b, w->v[i].word);
	}
	if (!rulemacro_add(
		l->book->arena, &l->macros, str_of(name), buf_str(&b)))
		ruleload_bad(l, "%s stands here twice", name);
	buf_fini(&b);
}

/* "january jan / february feb": each group counts one on. */
static void
read_groups(
    struct ruleload *l, enum rulebook_list list, int64_t value, struct str rest)
{
	struct str word;

	while (str_cut(&rest, ' ', &word)) {
		if (str_eqc(word, "/"))
			value++;
		else if (word.n)
			add_word(l, list, word, value, (struct str){NULL, 0});
	}
}

/* "one=1 a=1 two=2" */
static void
read_numbers(struct ruleload *l, struct str rest)
{
	struct str word;

	while (str_cut(&rest, ' ', &word)) {
		size_t eq = str_chr(word, '=');
		int64_t value;

		if (!word.n)
			continue;
		if (eq == STR_NPOS ||
		    !str_to_i64(str_sub(word, eq + 1, word.n), 0, 1000, &value))
			ruleload_bad(l, "not word=number: %.*s", STR_ARG(word));
		else
			add_word(l, WORDS_NUMBERS, str_sub(word, 0, eq), value,
			    (struct str){NULL, 0});
	}
}

/* "GBP pound pounds", "100000 lakh lakhs" */
static void
read_headed(struct ruleload *l, enum rulebook_list list, struct str rest)
{
	struct str head = {NULL, 0}, word;
	int64_t value = 0;

	str_cut(&rest, ' ', &head);
	if (list == WORDS_SCALES &&
	    !str_to_i64(head, 1, INT64_C(1000000000), &value))
		ruleload_bad(l, "a scale starts with its number");
	while (str_cut(&rest, ' ', &word)) {
		if (word.n)
			add_word(l, list, word, value, head);
	}
}

bool
ruleload_words(struct ruleload *l, struct str key, struct str rest)
{
	if (str_eqc(key, "months")) {
		read_groups(l, WORDS_MONTHS, 1, rest);
		define_list(l, WORDS_MONTHS, "month");
	} else if (str_eqc(key, "weekdays")) {
		read_groups(l, WORDS_WEEKDAYS, 0, rest);
		define_list(l, WORDS_WEEKDAYS, "weekday");
	} else if (str_eqc(key, "numbers")) {
		read_numbers(l, rest);
		define_list(l, WORDS_NUMBERS, "number");
	} else if (str_eqc(key, "abbreviations")) {
		read_groups(l, WORDS_ABBREVIATIONS, 0, rest);
	} else if (str_eqc(key, "common")) {
		if (!l->head)
			ruleload_bad(l,
			    "common words stand in the first %d KB of a file",
			    (int)(LIMIT_RULE_HEAD >> 10));
		read_groups(l, WORDS_COMMON, 0, rest);
	} else if (str_eqc(key, "currency")) {
		read_headed(l, WORDS_CURRENCIES, rest);
	} else if (str_eqc(key, "scale")) {
		read_headed(l, WORDS_SCALES, rest);
	} else {
		return false;
	}
	return true;
}
