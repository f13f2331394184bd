#include "decide/ruleguard.h"

/* The part of the text that the guard looks at; false: there is none. */
static bool
view(const struct reading *r, enum rulebook_scope scope, size_t sentence,
    struct str match, struct str *out)
{
	struct str s = r->v[sentence].s.text;

	if (match.p < s.p || match.p + match.n > s.p + s.n)
		s = r->all.text;
	switch (scope) {
	case SCOPE_SENTENCE:
		*out = s;
		return true;
	case SCOPE_BEFORE:
		*out = (struct str){s.p, (size_t)(match.p - s.p)};
		return true;
	case SCOPE_AFTER:
		out->p = match.p + match.n;
		out->n = (size_t)(s.p + s.n - out->p);
		return true;
	case SCOPE_INSIDE:
		*out = match;
		return true;
	case SCOPE_PREVIOUS:
		if (sentence > 0)
			*out = r->v[sentence - 1].s.text;
		return sentence > 0;
	case SCOPE_NEXT:
		if (sentence + 1 < r->n)
			*out = r->v[sentence + 1].s.text;
		return sentence + 1 < r->n;
	case SCOPE_MAIL:
	case SCOPE_COUNT:
		break;
	}
	*out = r->all.text;
	return true;
}

static bool
has_payment_day(const struct whens *w)
{
	for (size_t i = 0; i < w->n; i++) {
		if (!w->v[i].other && w->v[i].day != DAY_NONE)
			return true;
	}
	return false;
}

static bool
has_gone_day(const struct whens *w)
{
	for (size_t i = 0; i < w->n; i++) {
		if (w->v[i].gone)
			return true;
	}
	return false;
}

static bool
nothing_else(const struct reading *r)
{
	for (int k = 0; k < INTENT_COUNT; k++) {
		if (k != INTENT_NONE && k != INTENT_ACKNOWLEDGEMENT &&
		    k != INTENT_QUESTION && r->score[k] >= READING_ENOUGH)
			return false;
	}
	return true;
}

bool
ruleguard_feature(
    const struct reading *r, const struct rulebook_guard *g, size_t sentence)
{
	const struct reading_sentence *s = &r->v[sentence];

	switch (g->feature) {
	case FEATURE_DATE:
		return has_payment_day(&s->dates);
	case FEATURE_GONE_DATE:
		return has_gone_day(&s->dates);
	case FEATURE_AMOUNT:
		return s->amounts.n > 0;
	case FEATURE_INVOICE:
		return s->references.n > 0;
	case FEATURE_QUESTION:
		return s->s.question;
	case FEATURE_SHORT:
		return r->few_words;
	case FEATURE_ALONE:
		return nothing_else(r);
	case FEATURE_INTENT:
		return r->score[g->intent] >= READING_ENOUGH;
	case FEATURE_PATTERN:
		break;
	}
	return false;
}

/* Which patterns may match there: of a sentence when it is all they see. */
static const uint64_t *
candidates(const struct reading *r, enum rulebook_scope scope, size_t sentence)
{
	bool here = scope == SCOPE_SENTENCE || scope == SCOPE_BEFORE ||
		    scope == SCOPE_AFTER || scope == SCOPE_INSIDE;

	return here && !r->wide ? r->v[sentence].candidates : r->candidates;
}

static bool
search_any(struct reading *r, const struct rulebook_guard *g, struct str s,
    size_t sentence)
{
	enum regex_hit hit = rulebook_search_any(
	    &g->patterns, s, candidates(r, g->scope, sentence));

	r->work += s.n;
	r->limit |= hit == REGEX_LIMIT;
	return hit == REGEX_YES;
}

bool
ruleguard_holds(
    struct reading *r, size_t guard, size_t sentence, struct str match)
{
	const struct rulebook_guard *g = &r->book->guards[guard];
	bool wide = g->scope == SCOPE_MAIL, yes;
	struct str s;

	if (g->feature != FEATURE_PATTERN)
		return ruleguard_feature(r, g, sentence);
	if (wide && r->known[guard])
		return r->known[guard] > 0;
	if (!view(r, g->scope, sentence, match, &s))
		return false;
	yes = search_any(r, g, s, sentence);
	if (wide)
		r->known[guard] = yes ? 1 : -1;
	return yes;
}

bool
ruleguard_role(struct reading *r, enum rulebook_role role, size_t sentence,
    struct str match)
{
	int guard = r->book->roles[role];

	return guard >= 0 && ruleguard_holds(r, (size_t)guard, sentence, match);
}
