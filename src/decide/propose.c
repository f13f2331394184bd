#include "decide/propose.h"

#include "decide/document.h"
#include "decide/second_words.h"

#define SCORE READING_ENOUGH

bool
propose_read(struct reading *r, struct propose *out)
{
	out->model = second_model_of(r->book->lang);
	if (!out->model)
		return false;
	out->words = arena_array(r->arena, SECOND_MAX, sizeof(*out->words));
	second_read(out->model, out->words, r->all.text, &out->second);
	return true;
}

void
propose_strongest(
    const struct reading *r, const struct propose *p, struct second *out)
{
	struct second s;

	*out = (struct second){{0}};
	for (size_t i = 0; i < r->n && i < PROPOSE_SENTENCES; i++) {
		second_read(p->model, p->words, r->v[i].s.text, &s);
		for (int k = 0; k < SECOND_COLUMNS; k++)
			if (s.p[k] > out->p[k])
				out->p[k] = s.p[k];
	}
}

/* A day or a sum makes a sentence more of a promise. */
static double
weight(const struct reading_sentence *s, enum intent_kind kind, double p)
{
	if (kind == INTENT_PROMISE) {
		for (size_t i = 0; i < s->dates.n; i++)
			if (!s->dates.v[i].other)
				return p + 1;
		return s->amounts.n ? p + 0.5 : p;
	}
	return p;
}

static size_t
sentence_for(
    const struct reading *r, const struct propose *p, enum intent_kind kind)
{
	struct second s;
	double most = -1;
	size_t best = 0;

	for (size_t i = 0; i < r->n && i < PROPOSE_SENTENCES; i++) {
		double w;

		second_read(p->model, p->words, r->v[i].s.text, &s);
		w = weight(&r->v[i], kind, s.p[kind]);
		if (w > most) {
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
