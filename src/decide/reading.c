#include "decide/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/xalloc.h"
#include "decide/ruleguard.h"
#include "model/limits.h"

#define FEW_WORDS 9
#define TRIES     6
#define HITS_MAX  2000
#define WORK_MAX  (16u << 20) /* bytes all searches of a mail may see */

static bool
abbreviation(const void *ctx, struct str word, struct str next)
{
	bool capital = next.n && next.p[0] >= 'A' && next.p[0] <= 'Z';

	if (!rulebook_word(ctx, WORDS_ABBREVIATIONS, word))
		return false;
	/* "am 15. Dezember", but "bis 15. Wir zahlen immer." */
	return !str_is_digit(word.p[0]) || !capital ||
	       !rulebook_word(ctx, WORDS_COMMON, next);
}

static bool
search(struct reading *r, const struct rulebook_pattern *p, struct str s,
    size_t from, struct regex_match *m)
{
	enum regex_hit hit;

	r->work += s.n;
	if (r->work > WORK_MAX) {
		r->limit = true;
		return false;
	}
	hit = rulebook_search(p, s, from, m);
	r->limit |= hit == REGEX_LIMIT;
	return hit == REGEX_YES;
}

/* "We do not dispute": words of a rule, and what speaks against it. */
static void
note_refusal(struct reading *r, const struct rulebook_rule *rule)
{
	for (size_t i = 0; rule->score > 0 && i < rule->meanings; i++)
		r->refused |= INTENT_BIT(rule->meaning[i].kind);
}

static bool
allowed(struct reading *r, const struct rulebook_rule *rule, size_t sentence,
    struct str match)
{
	bool group = true;

	for (size_t i = 0; i < rule->need_count; i++) {
		const struct rulebook_cond *c = &rule->needs[i];

		if (i > 0 && c->group != rule->needs[i - 1].group) {
			if (!group)
				return false;
			group = false;
		} else if (i == 0) {
			group = false;
		}
		group = group || ruleguard_holds(r, c->guard, sentence, match);
	}
	if (!group)
		return false;
	for (size_t i = 0; i < rule->unless_count; i++) {
		if (ruleguard_holds(
			r, rule->unless[i].guard, sentence, match)) {
			note_refusal(r, rule);
			return false;
		}
	}
	return true;
}

void
reading_add(struct reading *r, const struct rulebook_rule *rule,
    size_t sentence, struct str text)
{
	struct reading_hit *h;

	if (r->hit_count >= HITS_MAX)
		return;
	r->hits = arena_grow(
	    r->arena, r->hits, r->hit_count, &r->hit_cap, sizeof(*r->hits));
	h = &r->hits[r->hit_count++];
	h->rule = rule;
	h->sentence = sentence;
	h->text = text;
	for (size_t i = 0; i < rule->meanings; i++)
		r->v[sentence].score[rule->meaning[i].kind] += rule->score;
}

static size_t
sentence_at(const struct reading *r, const char *p)
{
	size_t i = 0;

	while (i + 1 < r->n && r->v[i + 1].s.text.p <= p)
		i++;
	return i;
}

/* The first match that no guard speaks against. */
static bool
try_pattern(struct reading *r, const struct rulebook_rule *rule,
    const struct rulebook_pattern *pattern, struct str s, size_t sentence)
{
	struct regex_match m;
	size_t from = 0;

	for (int i = 0; i < TRIES; i++) {
		size_t at = sentence;

		if (!search(r, pattern, s, from, &m) || !m.group[0].p)
			return false;
		if (rule->scope == SCOPE_MAIL)
			at = sentence_at(r, m.group[0].p);
		if (allowed(r, rule, at, m.group[0])) {
			reading_add(r, rule, at, m.group[0]);
			return true;
		}
		from = (size_t)(m.group[0].p - s.p) + 1;
		while (from < s.n && (s.p[from] & 0xc0) == 0x80)
			from++;
	}
	return false;
}

/* A need that costs nothing to ask, asked before any search. */
static bool
hopeless(
    const struct reading *r, const struct rulebook_rule *rule, size_t sentence)
{
	for (size_t i = 0; i < rule->need_count; i++) {
		const struct rulebook_cond *c = &rule->needs[i];
		const struct rulebook_guard *g = &r->book->guards[c->guard];
		bool alone =
		    (i == 0 || c[-1].group != c->group) &&
		    (i + 1 == rule->need_count || c[1].group != c->group);

		if (alone && g->feature != FEATURE_PATTERN &&
		    !ruleguard_feature(r, g, sentence))
			return true;
	}
	return false;
}

static void
try_rule(struct reading *r, const struct rulebook_rule *rule, size_t sentence)
{
	bool wide = rule->scope == SCOPE_MAIL;
	const struct sieve_text *bits = wide ? &r->bits : &r->v[sentence].bits;
	const uint64_t *may = wide ? r->candidates : r->v[sentence].candidates;

	r->wide = wide;
	for (size_t i = 0; i < rule->patterns.n; i++) {
		const struct rulebook_pattern *p = &rule->patterns.v[i];

		if (!rulebook_candidate(p, may))
			continue;
		if (!wide && hopeless(r, rule, sentence))
			break;
		if (sieve_passes(&p->sieve, bits) &&
		    try_pattern(r, rule, p,
			wide ? r->all.text : r->v[sentence].s.text, sentence))
			break;
	}
	r->wide = false;
}

static void
add_up(struct reading *r)
{
	memset(r->score, 0, sizeof(r->score));
	for (size_t i = 0; i < r->n; i++) {
		for (int k = 0; k < INTENT_COUNT; k++) {
			double s = r->v[i].score[k];

			/* A no in one sentence is no no in another. */
			if (s > 0)
				r->score[k] += s;
		}
	}
}

static void
ask_rule(struct reading *r, const struct rulebook_rule *rule)
{
	for (size_t i = 0; i < r->n; i++) {
		try_rule(r, rule, i);
		if (rule->scope == SCOPE_MAIL)
			break;
	}
}

/* Of all mails of a run, which patterns may match in any of their sentences:
 * side by side, as most rules have nothing to say to most mails. */
static uint64_t *
possible(struct reading *const *v, size_t n)
{
	size_t words = v[0]->book->index.words;
	uint64_t *all = xcalloc(n * words + 1, sizeof(*all));

	for (size_t i = 0; i < n; i++) {
		uint64_t *to = all + i * words;

		memcpy(to, v[i]->candidates, words * sizeof(*to));
		for (size_t k = 0; k < v[i]->n; k++)
			for (size_t w = 0; w < words; w++)
				to[w] |= v[i]->v[k].candidates[w];
	}
	return all;
}

static bool
may_speak(const struct rulebook_rule *rule, const uint64_t *possible)
{
	for (size_t i = 0; i < rule->patterns.n; i++)
		if (rulebook_candidate(&rule->patterns.v[i], possible))
			return true;
	return false;
}

/* A rule is long, and comes slowly from memory: asked about all the mails in
 * turn it comes once. */
static void
run_rules(struct reading *const *v, size_t n, bool late)
{
	const struct rulebook *book = v[0]->book;
	uint64_t *all = possible(v, n);

	for (size_t k = 0; k < book->rule_count; k++) {
		const struct rulebook_rule *rule = &book->rules[k];

		for (size_t i = 0; rule->late == late && i < n; i++)
			if (may_speak(rule, all + i * book->index.words) &&
			    !v[i]->limit)
				ask_rule(v[i], rule);
	}
	for (size_t i = 0; i < n; i++)
		add_up(v[i]);
	free(all);
}

/* What is a date or an invoice is no sum. */
static void
find_amounts(struct reading *r, struct reading_sentence *s, struct str locale)
{
	size_t n = 0;
	struct str *taken = arena_array(
	    r->arena, s->dates.n + s->references.n + 1, sizeof(*taken));

	for (size_t i = 0; i < s->dates.n; i++)
		taken[n++] = s->dates.v[i].text;
	for (size_t i = 0; i < s->references.n; i++)
		taken[n++] = s->references.v[i];
	amount_find(
	    r->book, r->arena, s->s.text, locale, taken, n, &s->amounts);
}

/* The currency of every sum that has one; "" when they differ. */
static struct str
common_currency(const struct reading *r)
{
	struct str found = {NULL, 0};

	for (size_t i = 0; i < r->n; i++) {
		for (size_t k = 0; k < r->v[i].amounts.n; k++) {
			struct str c = str_of(r->v[i].amounts.v[k].currency);

			if (!c.n)
				continue;
			if (found.n && !str_eq(found, c))
				return STR("");
			found = c;
		}
	}
	return found;
}

/* "The invoice is for 1,380 euros, agreed were 1,200": of euros, too. */
static void
share_currency(struct reading *r)
{
	struct str code = common_currency(r);

	if (!code.n || money_exponent(code) != 2)
		return;
	for (size_t i = 0; i < r->n; i++) {
		for (size_t k = 0; k < r->v[i].amounts.n; k++) {
			char *own = r->v[i].amounts.v[k].currency;

			if (!own[0])
				memcpy(own, code.p, 4);
		}
	}
}

/* The last day that the sentence before this one names. */
static day_t
day_before(const struct reading *r, const struct reading_sentence *s)
{
	const struct whens *w;

	if (s == r->v)
		return DAY_NONE;
	w = &s[-1].dates;
	for (size_t i = w->n; i-- > 0;) {
		if (w->v[i].day != DAY_NONE)
			return w->v[i].day;
	}
	return DAY_NONE;
}

static void
read_sentence(struct reading *r, struct reading_sentence *s,
    const struct reading_context *ctx, const struct reference_shapes *shapes)
{
	struct when_context when = {r->book, ctx->today,
	    when_month_first(ctx->locale), day_before(r, s)};

	sieve_read(&s->bits, s->s.text);
	s->candidates = arena_array(
	    r->arena, r->book->index.words + 1, sizeof(*s->candidates));
	sieve_candidates(
	    &r->book->index, &s->bits, r->candidates, s->candidates);
	when_find(
	    &when, r->arena, s->s.text, &s->bits, s->candidates, &s->dates);
	reference_find(
	    r->book, r->arena, s->s.text, shapes, &r->asked, &s->references);
	r->limit |= s->dates.limit | s->references.limit;
}

static bool
few_words(struct str s)
{
	size_t words = 0;

	for (size_t i = 0; i < s.n; i++)
		words += str_is_alnum(s.p[i]) && (i == 0 || s.p[i - 1] == ' ');
	return words <= FEW_WORDS;
}

void
reading_open(struct arena *a, const struct rulebook *book,
    const struct reading_context *ctx, struct str text, struct reading *out)
{
	struct reference_shapes shapes = {.n = 0}, others = {.n = 0};

	memset(out, 0, sizeof(*out));
	out->book = book;
	out->arena = a;
	out->today = ctx->today;
	if (text.n > LIMIT_CLASSIFY_TEXT) {
		text.n = LIMIT_CLASSIFY_TEXT;
		while (text.n > 0 && (text.p[text.n] & 0xc0) == 0x80)
			text.n--;
		out->limit = true;
	}
	out->all = sentence_split(a, text, abbreviation, book);
	out->n = out->all.n;
	out->v = arena_array(a, out->n + 1, sizeof(*out->v));
	out->known = arena_alloc(a, book->guard_count + 1);
	out->few_words = few_words(out->all.text);
	sieve_read(&out->bits, out->all.text);
	out->candidates =
	    arena_array(a, book->index.words + 1, sizeof(*out->candidates));
	sieve_candidates(&book->index, &out->bits, NULL, out->candidates);
	reference_learn(book, str_sub(ctx->subject, 0, 300), &shapes);
	for (size_t i = 0; i < out->n; i++) {
		out->v[i].s = out->all.v[i];
		read_sentence(out, &out->v[i], ctx, &shapes);
	}
	for (size_t i = 0; i < out->n; i++)
		reference_learn_others(&out->v[i].references, &others);
	for (size_t i = 0; i < out->n; i++)
		reference_learn_found(&out->v[i].references, &others, &shapes);
	for (size_t i = 0; i < out->n; i++) {
		reference_sift(&out->v[i].references, &shapes, &others);
		find_amounts(out, &out->v[i], ctx->locale);
		out->limit |= out->v[i].amounts.limit;
	}
	share_currency(out);
}

void
reading_run(struct reading *const *v, size_t n)
{
	if (n == 0)
		return;
	run_rules(v, n, false);
	run_rules(v, n, true);
}
