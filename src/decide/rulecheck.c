#include "decide/rulecheck.h"

#include "base/arena.h"
#include "decide/reading.h"
#include "model/limits.h"

#define CHECK_ARENA (64u << 20)
#define ATTACK_MAX  900

/* Any working day will do: examples say what is meant, not when. */
#define CHECK_DAY 20769

static bool
spoke(const struct reading *r, const struct rulebook_rule *rule)
{
	for (size_t i = 0; i < r->hit_count; i++) {
		if (r->hits[i].rule == rule)
			return true;
	}
	return false;
}

static void
check_example(
    struct ruleload *l, struct arena *a, const struct rulebook_example *e)
{
	const struct rulebook_rule *rule = &l->book->rules[e->rule];
	struct reading_context ctx = {STR("en-US"), CHECK_DAY, {NULL, 0}};
	struct reading r, *one = &r;

	reading_open(a, l->book, &ctx, e->text, &r);
	reading_run(&one, 1);
	l->line = e->line;
	if (spoke(&r, rule) == e->match)
		return;
	ruleload_bad(l, "rule %.*s %s this example", STR_ARG(rule->name),
	    e->match ? "does not match" : "matches");
}

static struct str
repeat(struct arena *a, const char *piece)
{
	struct str p = str_of(piece);
	char *out = arena_alloc(a, ATTACK_MAX + 1);

	for (size_t i = 0; i < ATTACK_MAX; i++)
		out[i] = p.p[i % p.n];
	out[ATTACK_MAX - 1] = '~';
	return (struct str){out, ATTACK_MAX};
}

static void
attack(struct ruleload *l, struct arena *a, const struct rulebook_patterns *p,
    struct str name, int line)
{
	static const char *const pieces[] = {"a", "a ", " ", "1", "1 ", "1,",
	    "we will not pay the invoice ", "please send a copy of it ",
	    "was wrong and ", "-", "Aa1 "};

	for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		if (rulebook_search_any(p, repeat(a, pieces[i]), NULL) !=
		    REGEX_LIMIT)
			continue;
		l->line = line;
		ruleload_bad(l, "%.*s runs away on \"%s\" repeated",
		    STR_ARG(name), pieces[i]);
		return;
	}
}

void
rulecheck_book(struct ruleload *l)
{
	const struct rulebook *b = l->book;
	struct arena *a = arena_new(CHECK_ARENA);

	for (size_t i = 0; i < b->example_count; i++) {
		check_example(l, a, &b->examples[i]);
		arena_reset(a);
	}
	for (size_t i = 0; i < b->rule_count; i++) {
		attack(l, a, &b->rules[i].patterns, b->rules[i].name,
		    b->rules[i].line);
		arena_reset(a);
	}
	for (size_t i = 0; i < b->guard_count; i++) {
		if (b->guards[i].feature == FEATURE_PATTERN)
			attack(
			    l, a, &b->guards[i].patterns, b->guards[i].name, 0);
		arena_reset(a);
	}
	for (size_t i = 0; i < b->date_count; i++) {
		attack(l, a, &b->dates[i].patterns, b->dates[i].name,
		    b->dates[i].line);
		arena_reset(a);
	}
	arena_free(&a);
}
