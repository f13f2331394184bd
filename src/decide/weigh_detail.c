#include "decide/weigh_detail.h"

#include <math.h>

#include "decide/document.h"
#include "decide/weigh.h"

#define ALSO     0.75 /* beside one that the rules name */
#define MOST     2.0  /* more rules are no more certain */
#define GUESS    0.25 /* what is less likely is one */
#define DOUBTFUL 1e-3 /* nobody is surer than that */

#define WIDTH(n) (WEIGH_DETAIL_FEATURES + (n))

/* What each feature counts, for all alike; then what is usual of each. */
#define WEIGH(kind, ...)
#define WEIGH_REASON(...)                                                      \
	static const double reasons[WIDTH(DISPUTE_COUNT)] = {__VA_ARGS__};
#define WEIGH_DOCUMENT(...)                                                    \
	static const double kinds[WIDTH(DOCUMENT_COUNT)] = {__VA_ARGS__};
#include "decide/weigh_table.def"
#undef WEIGH
#undef WEIGH_REASON
#undef WEIGH_DOCUMENT

void
weigh_detail_features(
    const struct weigh_detail *d, double out[WEIGH_DETAIL_FEATURES])
{
	out[0] = fmin(d->score, MOST);
	out[1] = d->score > 0;
	out[2] = fmin(d->told, MOST);
	out[3] = weigh_logit(d->sees, DOUBTFUL);
}

static double
likely(const double *table, const struct weigh_detail *d, int k)
{
	double v[WEIGH_DETAIL_FEATURES], sum = table[WEIGH_DETAIL_FEATURES + k];

	weigh_detail_features(d, v);
	for (int i = 0; i < WEIGH_DETAIL_FEATURES; i++)
		sum += table[i] * v[i];
	return 1 / (1 + exp(-sum));
}

void
weigh_detail_reasons(const struct reading *r, const struct second *s,
    struct weigh_detail out[DISPUTE_COUNT])
{
	for (int k = 0; k < DISPUTE_COUNT; k++)
		out[k] = (struct weigh_detail){.sees = s->p[SECOND_REASON + k]};
	for (size_t i = 0; i < r->hit_count; i++) {
		const struct rulebook_rule *rule = r->hits[i].rule;

		for (size_t k = 0; k < rule->meanings; k++) {
			const struct rulebook_meaning *m = &rule->meaning[k];

			if (m->kind == INTENT_DISPUTE && m->detail >= 0)
				out[m->detail].score += fmax(rule->score, 0);
		}
	}
}

void
weigh_detail_documents(const struct reading *r, const struct second *s,
    struct weigh_detail out[DOCUMENT_COUNT])
{
	for (int k = 0; k < DOCUMENT_COUNT; k++)
		out[k] =
		    (struct weigh_detail){.sees = s->p[SECOND_DOCUMENT + k]};
	for (size_t i = 0; i < r->hit_count; i++) {
		unsigned named = document_named(r, &r->hits[i]);
		double score = r->hits[i].rule->score;

		for (int k = 0; k < DOCUMENT_COUNT; k++) {
			if (!(named >> k & 1))
				continue;
			if (score > 0)
				out[k].score += score;
			else
				out[k].told++;
		}
	}
}

enum dispute_reason
weigh_detail_reason(const struct weigh_detail v[DISPUTE_COUNT], bool *guess)
{
	double most = -1;
	int best = DISPUTE_OTHER;

	for (int k = 0; k < DISPUTE_COUNT; k++) {
		double p = likely(reasons, &v[k], k);

		if (p > most) {
			most = p;
			best = k;
		}
	}
	*guess = most < GUESS && v[best].score <= 0;
	return (enum dispute_reason)best;
}

unsigned
weigh_detail_kinds(const struct weigh_detail v[DOCUMENT_COUNT])
{
	double most = -1, all = 0;
	unsigned set = 0, best = 0;

	for (int k = 0; k < DOCUMENT_COUNT; k++)
		all += v[k].score + v[k].told;
	for (int k = 0; k < DOCUMENT_COUNT; k++) {
		double p = likely(kinds, &v[k], k);
		bool named = v[k].score > 0 || v[k].told > 0;

		if (p > (named || all <= 0 ? WEIGH_SAID : ALSO))
			set |= 1u << k;
		if (p > most) {
			most = p;
			best = 1u << k;
		}
	}
	return set ? set : best;
}
