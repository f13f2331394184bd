#include "decide/ruleread.h"

#include "decide/sentence.h"
#include "decide/when_name.h"
#include "model/limits.h"
#include "model/names.h"

enum block {
	BLOCK_NONE,
	BLOCK_DEFINE,
	BLOCK_GUARD,
	BLOCK_RULE,
	BLOCK_DATE
};

struct reader {
	struct ruleload *l;
	enum block block;
	struct str name;
	int line; /* where the block starts */
	struct rulebook_rule rule;
	struct rulebook_date date;
	enum rulebook_scope scope;
	bool has_intent;
};

static const char *const scopes[SCOPE_COUNT] = {[SCOPE_SENTENCE] = "sentence",
    [SCOPE_BEFORE] = "before",
    [SCOPE_AFTER] = "after",
    [SCOPE_INSIDE] = "inside",
    [SCOPE_PREVIOUS] = "previous",
    [SCOPE_NEXT] = "next",
    [SCOPE_MAIL] = "mail"};

static int
index_of(const char *const *names, int count, struct str s)
{
	for (int i = 0; i < count; i++)
		if (str_eqc(s, names[i]))
			return i;
	return -1;
}

/* The first word of *rest, and what follows without blanks around it. */
static struct str
word_of(struct str *rest)
{
	struct str s = str_trim(*rest);
	size_t n = 0;

	while (n < s.n && !str_is_space(s.p[n]))
		n++;
	*rest = str_trim(str_sub(s, n, s.n));
	return str_sub(s, 0, n);
}

static void
end_guard(struct reader *r)
{
	struct ruleload *l = r->l;
	struct rulebook_patterns patterns;
	struct rulebook_guard *g;
	size_t at;

	if (!ruleload_take(l, &patterns))
		return;
	at = ruleload_guard(l, r->name);
	g = &l->book->guards[at];
	if (g->feature != FEATURE_PATTERN || g->patterns.n) {
		ruleload_bad(l, "a second guard %.*s", STR_ARG(r->name));
		return;
	}
	g->scope = r->scope;
	g->patterns = patterns;
	g->line = r->line;
}

static void
end_rule(struct reader *r)
{
	struct ruleload *l = r->l;
	struct rulebook *b = l->book;

	r->rule.name = r->name;
	r->rule.line = r->line;
	r->rule.scope = r->scope;
	if (!r->rule.meanings)
		ruleload_bad(l, "rule %.*s has no intent", STR_ARG(r->name));
	if (!ruleload_take(l, &r->rule.patterns))
		return;
	b->rules = arena_grow(
	    b->arena, b->rules, b->rule_count, &l->rule_cap, sizeof(*b->rules));
	b->rules[b->rule_count++] = r->rule;
	if (b->rule_count > LIMIT_RULES)
		ruleload_bad(l, "more than %d rules", LIMIT_RULES);
}

static void
end_date(struct reader *r)
{
	struct ruleload *l = r->l;
	struct rulebook *b = l->book;

	r->date.name = r->name;
	r->date.line = r->line;
	if (r->date.op == WHEN_COUNT)
		ruleload_bad(l, "date %.*s has no `is`", STR_ARG(r->name));
	if (!ruleload_take(l, &r->date.patterns))
		return;
	b->dates = arena_grow(
	    b->arena, b->dates, b->date_count, &l->date_cap, sizeof(*b->dates));
	b->dates[b->date_count++] = r->date;
}

static void
end_define(struct reader *r)
{
	struct ruleload *l = r->l;
	struct buf body;
	struct str unknown;

	buf_init(&body, LIMIT_RULE_FILE);
	if (!rulemacro_expand(&l->macros, buf_str(&l->part), &body, &unknown))
		ruleload_bad(
		    l, "nothing is defined as {%.*s}", STR_ARG(unknown));
	else if (!rulemacro_add(
		     l->book->arena, &l->macros, r->name, buf_str(&body)))
		ruleload_bad(l, "no name, or taken: %.*s", STR_ARG(r->name));
	buf_fini(&body);
	buf_clear(&l->part);
}

static void
end_block(struct reader *r)
{
	switch (r->block) {
	case BLOCK_NONE:
		break;
	case BLOCK_DEFINE:
		end_define(r);
		break;
	case BLOCK_GUARD:
		end_guard(r);
		break;
	case BLOCK_RULE:
		end_rule(r);
		break;
	case BLOCK_DATE:
		end_date(r);
		break;
	}
	r->block = BLOCK_NONE;
}

static void
open_block(struct reader *r, enum block block, struct str name)
{
	if (!name.n)
		ruleload_bad(r->l, "a name is missing");
	r->block = block;
	r->name = arena_dup(r->l->book->arena, name);
	r->line = r->l->line;
	r->scope = SCOPE_SENTENCE;
	r->rule = (struct rulebook_rule){0};
	r->date = (struct rulebook_date){0};
	r->rule.score = 1;
	r->date.op = WHEN_COUNT;
}

/* "dispute pricing", "document invoice", "paid" */
static void
read_intent(struct reader *r, struct str rest)
{
	struct rulebook_meaning m = {.detail = -1};
	struct str kind = word_of(&rest), detail = word_of(&rest);
	enum dispute_reason reason;
	enum document_type type;
	bool ok = name_intent_parse(kind, &m.kind);

	if (ok && m.kind == INTENT_DISPUTE && detail.n) {
		ok = name_reason_parse(detail, &reason);
		m.detail = ok ? (int)reason : -1;
	} else if (ok && m.kind == INTENT_DOCUMENT && detail.n) {
		ok = name_document_parse(detail, &type);
		m.detail = ok ? (int)type : -1;
	} else if (detail.n) {
		ok = false;
	}
	if (!ok || rest.n || r->rule.meanings == RULE_INTENTS)
		ruleload_bad(r->l, "no such intent, or too many");
	else
		r->rule.meaning[r->rule.meanings++] = m;
}

static void
read_conds(
    struct reader *r, struct str rest, struct rulebook_cond *v, size_t *count)
{
	uint16_t group = *count ? (uint16_t)(v[*count - 1].group + 1) : 0;
	struct str name;

	while ((name = word_of(&rest)).n) {
		size_t guard = ruleload_guard(r->l, name);

		if (*count == RULE_CONDS)
			ruleload_bad(r->l, "more than %d guards", RULE_CONDS);
		else
			v[(*count)++] =
			    (struct rulebook_cond){(uint16_t)guard, group};
		if (r->l->book->guards[guard].feature >= FEATURE_ALONE)
			r->rule.late = true;
	}
}

/* "0.9", "-0.5", "1": thousandths are enough. */
static void
read_score(struct reader *r, struct str rest)
{
	bool minus = rest.n && rest.p[0] == '-';
	struct str s = minus ? str_sub(rest, 1, rest.n) : rest;
	size_t dot = str_chr(s, '.');
	struct str frac = {NULL, 0};
	int64_t whole, part = 0, unit = minus ? -1 : 1;

	if (dot != STR_NPOS) {
		frac = str_sub(s, dot + 1, s.n);
		s = str_sub(s, 0, dot);
	}
	for (size_t i = 0; i < frac.n; i++)
		unit *= 10;
	if (frac.n > 3 || !str_to_i64(s, 0, 1, &whole) ||
	    (frac.n && !str_to_i64(frac, 0, 999, &part))) {
		ruleload_bad(r->l, "a score is a number from -1 to 1");
		return;
	}
	r->rule.score = (minus ? -whole : whole) + (double)part / (double)unit;
}

static void
read_example(struct reader *r, bool match, struct str text)
{
	struct rulebook *b = r->l->book;

	if (!r->l->examples)
		return;
	b->examples = arena_grow(b->arena, b->examples, b->example_count,
	    &r->l->example_cap, sizeof(*b->examples));
	b->examples[b->example_count++] =
	    (struct rulebook_example){(uint16_t)b->rule_count, match,
		r->l->line, arena_dup(b->arena, text)};
}

/* "week-end 1": what a date is and its number. */
static void
read_is(struct reader *r, struct str rest)
{
	int op = when_named(word_of(&rest));
	int64_t n = 0;

	if (op < 0 || (rest.n && !str_to_i64(rest, 0, 1231, &n)))
		ruleload_bad(r->l, "not a way to count days");
	else
		r->date.op = (enum rulebook_when)op;
	r->date.n = (int)n;
}

static bool
read_rule_key(struct reader *r, struct str key, struct str rest)
{
	if (str_eqc(key, "intent"))
		read_intent(r, rest);
	else if (str_eqc(key, "score"))
		read_score(r, rest);
	else if (str_eqc(key, "unless"))
		read_conds(r, rest, r->rule.unless, &r->rule.unless_count);
	else if (str_eqc(key, "needs"))
		read_conds(r, rest, r->rule.needs, &r->rule.need_count);
	else if (str_eqc(key, "yes"))
		read_example(r, true, rest);
	else if (str_eqc(key, "no"))
		read_example(r, false, rest);
	else if (str_eqc(key, "conditional"))
		r->rule.conditional = true;
	else
		return false;
	return true;
}

static void
read_key(struct reader *r, struct str key, struct str rest)
{
	int scope;

	if (r->block == BLOCK_NONE || r->block == BLOCK_DEFINE) {
		ruleload_bad(r->l, "what is `%.*s` here?", STR_ARG(key));
	} else if (str_eqc(key, "match")) {
		ruleload_match(r->l, rest);
	} else if (str_eqc(key, "scope") && r->block != BLOCK_DATE) {
		scope = index_of(scopes, SCOPE_COUNT, rest);
		if (scope < 0 ||
		    (r->block == BLOCK_RULE && scope != SCOPE_SENTENCE &&
			scope != SCOPE_MAIL))
			ruleload_bad(r->l, "no such scope");
		else
			r->scope = (enum rulebook_scope)scope;
	} else if (str_eqc(key, "is") && r->block == BLOCK_DATE) {
		read_is(r, rest);
	} else if (r->block != BLOCK_RULE || !read_rule_key(r, key, rest)) {
		ruleload_bad(r->l, "what is `%.*s` here?", STR_ARG(key));
	}
}

/* True when the line opened a block or was a list of words. */
static bool
read_head(struct reader *r, struct str key, struct str rest)
{
	static const char *const heads[] = {
	    NULL, "define", "guard", "rule", "date"};
	struct str name;

	for (int i = BLOCK_DEFINE; i <= BLOCK_DATE; i++) {
		if (!str_eqc(key, heads[i]))
			continue;
		end_block(r);
		name = word_of(&rest);
		open_block(r, (enum block)i, name);
		if (i == BLOCK_DEFINE) {
			if (!rest.n || rest.p[0] != '=')
				ruleload_bad(r->l, "define NAME = PATTERN");
			ruleload_match(
			    r->l, str_trim(str_sub(rest, 1, rest.n)));
		} else if (rest.n) {
			ruleload_bad(r->l, "one name, please");
		}
		return true;
	}
	return false;
}

static void
read_line(struct reader *r, struct str line)
{
	struct str rest = str_trim(line), key;

	if (!rest.n || rest.p[0] == '#')
		return;
	if (rest.p[0] == '|') {
		ruleload_more(r->l, rest);
		return;
	}
	key = word_of(&rest);
	if (!str_is_space(line.p[0])) {
		if (read_head(r, key, rest))
			return;
		end_block(r);
		if (!ruleload_words(r->l, key, rest))
			ruleload_bad(r->l, "what is `%.*s`?", STR_ARG(key));
		return;
	}
	read_key(r, key, rest);
}

void
ruleread_text(struct ruleload *l, struct str text)
{
	struct reader r = {.l = l};
	const char *begin = text.p;
	struct str line;

	buf_init(&l->part, LIMIT_RULE_FILE);
	while (str_line(&text, &line)) {
		l->line++;
		l->head = line.p + line.n - begin < (int)LIMIT_RULE_HEAD;
		if (str_ascii(line) < line.n)
			line = sentence_fold(l->book->arena, line);
		if (line.n)
			read_line(&r, line);
	}
	end_block(&r);
	buf_fini(&l->part);
}
