#include "decide/propose.h"

#include "decide/document.h"

#define SCORE READING_ENOUGH
#define DATED 4.0 /* a logit */

bool
propose_read(struct reading *r, struct propose *out)
{
	const struct second_model *m = second_model_of(r->book->lang);
	struct second_says all, *one;

	if (!m)
		return false;
	out->n = r->n < SECOND_SENTENCES ? r->n : SECOND_SENTENCES;
	one = arena_array(r->arena, out->n + 1, sizeof(*one));
	second_read_all(m, r->all.text, &all);
	for (size_t i = 0; i < out->n; i++)
		second_read_one(m, r->v[i].s.text, &one[i]);
	second_join(&all, one, out->n, &out->second);
	out->one = one;
	return true;
}

/* A day or a sum makes a sentence more of a promise. */
static double
weight(const struct reading_sentence *s, enum intent_kind kind, double says)
{
	if (kind == INTENT_PROMISE) {
		for (size_t i = 0; i < s->dates.n; i++)
			if (!s->dates.v[i].other)
				return says + DATED;
		return s->amounts.n ? says + DATED / 2 : says;
	}
	return says;
}

static size_t
sentence_for(
    const struct reading *r, const struct propose *p, enum intent_kind kind)
{
	double most = 0;
	size_t best = 0;

	for (size_t i = 0; i < p->n; i++) {
		double w = weight(&r->v[i], kind, p->one[i].v[kind]);

		if (i == 0 || w > most) {
			most = w;
			best = i;
		}
	}
	return best;
}

static void
add(struct reading *r, size_t at, enum intent_kind kind, int detail)
{
	struct rulebook_rule *rule = arena_alloc(r->arena, sizeof(*rule));

	rule->name = STR("second-reader");
	rule->scope = SCOPE_SENTENCE;
	rule->meanings = 1;
	rule->meaning[0] = (struct rulebook_meaning){kind, detail};
	rule->score = SCORE;
	reading_add(r, rule, at, r->v[at].s.text);
	r->score[kind] += SCORE;
}

void
propose_intents(struct reading *r, const struct propose *p, unsigned set)
{
	for (int k = 0; r->n && k < INTENT_COUNT; k++) {
		enum intent_kind kind = (enum intent_kind)k;

		if (set & INTENT_BIT(k))
			add(r, sentence_for(r, p, kind), kind, -1);
	}
}

void
propose_documents(struct reading *r, const struct propose *p, unsigned kinds)
{
	for (size_t i = 0; i < r->hit_count; i++)
		kinds &= ~document_named(r, &r->hits[i]);
	for (int k = 0; r->n && k < DOCUMENT_COUNT; k++)
		if (kinds >> k & 1)
			add(r, sentence_for(r, p, INTENT_DOCUMENT),
			    INTENT_DOCUMENT, k);
}
