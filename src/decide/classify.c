#include "decide/classify.h"

#include <math.h>
#include <string.h>

#include "decide/document.h"
#include "decide/promise.h"
#include "decide/propose.h"
#include "decide/ruleguard.h"
#include "decide/reading.h"
#include "decide/tongue.h"

#define ENOUGH  READING_ENOUGH
#define NEARLY  0.3
#define NOTHING 0.3 /* sure when nothing is said */

#define ALL_KINDS ((1u << DOCUMENT_COUNT) - 1)

/* Requests and claims: a question about one of them is no other question. */
#define EXPLAINS_A_QUESTION                                                    \
	(INTENT_BIT(INTENT_DISPUTE) | INTENT_BIT(INTENT_DOCUMENT) |            \
	    INTENT_BIT(INTENT_BANK_DETAILS) |                                  \
	    INTENT_BIT(INTENT_PAYMENT_PLAN) |                                  \
	    INTENT_BIT(INTENT_CREDIT_REQUEST) |                                \
	    INTENT_BIT(INTENT_HOLD_RELEASE) |                                  \
	    INTENT_BIT(INTENT_CONTACT_CHANGE) |                                \
	    INTENT_BIT(INTENT_UNSUBSCRIBE) |                                   \
	    INTENT_BIT(INTENT_HARDSHIP_LEGAL) | INTENT_BIT(INTENT_CALL_BACK))

#define MAKES_A_QUESTION_ITS_OWN                                               \
	(INTENT_BIT(INTENT_DISPUTE) | INTENT_BIT(INTENT_BANK_DETAILS) |        \
	    INTENT_BIT(INTENT_UNSUBSCRIBE) |                                   \
	    INTENT_BIT(INTENT_HARDSHIP_LEGAL))

static bool
means(const struct rulebook_rule *rule, enum intent_kind kind, int *detail)
{
	for (size_t i = 0; i < rule->meanings; i++) {
		if (rule->meaning[i].kind == kind) {
			*detail = rule->meaning[i].detail;
			return true;
		}
	}
	return false;
}

/* The reason with most behind it; of equals the one named first. */
static enum dispute_reason
reason_of(const struct reading *r)
{
	double score[DISPUTE_COUNT] = {0};
	const char *first[DISPUTE_COUNT] = {NULL};
	int best = DISPUTE_OTHER;

	for (size_t i = 0; i < r->hit_count; i++) {
		const struct reading_hit *h = &r->hits[i];
		int reason;

		if (!means(h->rule, INTENT_DISPUTE, &reason) || reason < 0 ||
		    h->rule->score <= 0)
			continue;
		score[reason] += h->rule->score;
		if (!first[reason] || h->text.p < first[reason])
			first[reason] = h->text.p;
	}
	for (int k = 0; k < DISPUTE_COUNT; k++) {
		/* "other" is said only when nothing else is. */
		if (k == DISPUTE_OTHER || score[k] <= 0)
			continue;
		if (best == DISPUTE_OTHER || score[k] > score[best] + 0.05 ||
		    (score[k] > score[best] - 0.05 && first[k] < first[best]))
			best = k;
	}
	return (enum dispute_reason)best;
}

static unsigned
sentence_intents(const struct reading_sentence *s)
{
	unsigned set = 0;

	for (int k = 0; k < INTENT_COUNT; k++) {
		if (s->score[k] >= ENOUGH)
			set |= INTENT_BIT(k);
	}
	return set;
}

static double
strongest(const struct reading *r, enum intent_kind kind)
{
	double most = 0;

	for (size_t i = 0; i < r->n; i++)
		most = r->v[i].score[kind] > most ? r->v[i].score[kind] : most;
	return most;
}

static unsigned
decide(const struct reading *r)
{
	unsigned set = 0,
		 alone = INTENT_BIT(INTENT_ACKNOWLEDGEMENT) |
			 INTENT_BIT(INTENT_NONE),
		 question = INTENT_BIT(INTENT_QUESTION);
	bool asks = false;

	for (int k = 0; k < INTENT_COUNT; k++) {
		if (r->score[k] >= ENOUGH)
			set |= INTENT_BIT(k);
	}
	for (size_t i = 0; i < r->n; i++) {
		unsigned s = sentence_intents(&r->v[i]);

		asks |= (s & question) && !(s & EXPLAINS_A_QUESTION);
	}
	/* What a dispute or a complaint asks, it asks about that. */
	if (!asks || (set & MAKES_A_QUESTION_ITS_OWN))
		set &= ~question;
	if (set & ~alone)
		set &= ~alone;
	if ((set & alone) == alone)
		set &= ~INTENT_BIT(strongest(r, INTENT_NONE) >
					   strongest(r, INTENT_ACKNOWLEDGEMENT)
				       ? INTENT_ACKNOWLEDGEMENT
				       : INTENT_NONE);
	return set;
}

/* As sure as of the least sure intent; less when another was near. */
static double
confidence_of(const struct reading *r, unsigned set)
{
	double sure = 1;

	if (!set)
		return NOTHING;
	for (int k = 0; k < INTENT_COUNT; k++) {
		double s = r->score[k];

		if (set & INTENT_BIT(k))
			sure = s < sure ? s : sure;
		else if (s >= NEARLY && s < ENOUGH)
			sure -= 0.15;
	}
	return sure < 0 ? 0 : sure;
}

static void
collect_invoices(struct reading *r, struct intent *out)
{
	size_t cap = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct references *refs = &r->v[i].references;

		for (size_t k = 0; k < refs->n; k++) {
			size_t j = 0;

			while (j < out->invoice_count &&
			       !str_fold_eq(out->invoices[j], refs->v[k]))
				j++;
			if (j < out->invoice_count)
				continue;
			out->invoices = arena_grow(r->arena, out->invoices,
			    out->invoice_count, &cap, sizeof(*out->invoices));
			out->invoices[out->invoice_count++] = refs->v[k];
		}
	}
}

/* Those in the sentences that say this. */
static void
collect_named(
    struct reading *r, enum intent_kind kind, struct intent_names *out)
{
	size_t cap = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct references *refs = &r->v[i].references;

		for (size_t k = 0; k < refs->n; k++) {
			size_t j = 0;

			while (
			    j < out->n && !str_fold_eq(out->v[j], refs->v[k]))
				j++;
			if (j < out->n || r->v[i].score[kind] < ENOUGH)
				continue;
			out->v = arena_grow(
			    r->arena, out->v, out->n, &cap, sizeof(*out->v));
			out->v[out->n++] = refs->v[k];
		}
	}
}

static void
collect_matches(struct reading *r, struct intent *out)
{
	size_t cap = 0;

	for (size_t i = 0; i < r->hit_count; i++) {
		const struct reading_hit *h = &r->hits[i];
		struct intent_match *m;

		out->matches = arena_grow(r->arena, out->matches,
		    out->match_count, &cap, sizeof(*out->matches));
		m = &out->matches[out->match_count++];
		m->rule = h->rule->name;
		m->intent = h->rule->meaning[0].kind;
		m->text = sentence_written(&r->all, h->text);
	}
}

static day_t
day_written(const struct message *m)
{
	return day_of_instant(m->date + (int64_t)m->date_offset * 60);
}

/* What stands in it; not yet what the rules say. */
static void
open_job(const struct rules *rules, struct classify_job *j)
{
	const struct message *m = j->m;
	struct reading_context rc = {j->ctx.locale, day_written(m), m->subject};
	const struct rulebook *book;

	memset(j->out, 0, sizeof(*j->out));
	j->out->unsure = true;
	j->reading = NULL;
	book =
	    tongue_of(rules, j->a, m->reply, j->ctx.locale, &j->out->language);
	if (!book)
		return;
	j->reading = arena_alloc(j->a, sizeof(*j->reading));
	reading_open(j->a, book, &rc, m->reply, j->reading);
}

static void
collect(struct reading *r, unsigned kinds, struct intent *out)
{
	if (out->intents & INTENT_BIT(INTENT_PROMISE))
		promise_collect(r, out);
	if (out->intents & INTENT_BIT(INTENT_DOCUMENT))
		document_collect(r, kinds, out);
	collect_invoices(r, out);
	if (out->intents & INTENT_BIT(INTENT_DISPUTE))
		collect_named(r, INTENT_DISPUTE, &out->disputed);
	if (out->intents & INTENT_BIT(INTENT_PROMISE))
		collect_named(r, INTENT_PROMISE, &out->promised);
	collect_matches(r, out);
}

static struct weigh_facts
facts_of(const struct reading *r, const struct propose *other)
{
	struct weigh_facts f = {
	    .says = decide(r), .refused = r->refused, .sentences = r->n};

	for (int k = 0; k < INTENT_COUNT; k++) {
		f.score[k] = r->score[k];
		f.sees[k] = other->second.p[k];
	}
	for (size_t i = 0; i < r->n; i++) {
		f.day |= r->v[i].dates.n > 0;
		f.sum |= r->v[i].amounts.n > 0;
		f.invoice |= r->v[i].references.n > 0;
	}
	return f;
}

/* By rules and second reader together. */
static void
weigh(struct reading *r, const struct propose *other, struct intent *out)
{
	struct weigh_facts f = facts_of(r, other);
	struct weigh_detail documents[DOCUMENT_COUNT], reasons[DISPUTE_COUNT];
	double likely[INTENT_COUNT];
	unsigned kinds;

	for (int k = 0; k < INTENT_COUNT; k++)
		likely[k] = weigh_likely(&f, (enum intent_kind)k);
	if (weigh_decide(likely) & MAKES_A_QUESTION_ITS_OWN)
		likely[INTENT_QUESTION] = 0;
	out->intents = weigh_decide(likely);
	out->confidence = weigh_sure(likely, out->intents);
	/* No rule speaks, and no word tells even the language. */
	if (!f.says && !out->language.n)
		out->confidence = fmin(out->confidence, NOTHING);
	weigh_detail_reasons(r, &other->second, reasons);
	weigh_detail_documents(r, &other->second, documents);
	if (out->intents & INTENT_BIT(INTENT_DISPUTE))
		out->reason = weigh_detail_reason(reasons, &out->guess);
	propose_intents(
	    r, other, out->intents & ~f.says & ~INTENT_BIT(INTENT_DOCUMENT));
	kinds = weigh_detail_kinds(documents);
	if (out->intents & INTENT_BIT(INTENT_DOCUMENT))
		propose_documents(r, other, kinds);
	collect(r, kinds, out);
}

static void
finish_job(const struct classify_job *j)
{
	struct reading *r = j->reading;
	struct intent *out = j->out;
	struct propose other;

	if (r->n && propose_read(r, &other)) {
		weigh(r, &other, out);
	} else {
		out->intents = decide(r);
		out->confidence = confidence_of(r, out->intents);
		if (out->intents & INTENT_BIT(INTENT_DISPUTE))
			out->reason = reason_of(r);
		collect(r, ALL_KINDS, out);
	}
	if (r->n)
		out->bank_change =
		    ruleguard_role(r, ROLE_BANK_CHANGED, 0, r->v[0].s.text);
	if (r->limit)
		out->confidence = 0;
	out->unsure = r->limit || out->confidence < j->ctx.threshold;
}

bool
classify_facts(const struct rules *rules, struct classify_job *job,
    struct classify_facts *f)
{
	struct propose other;
	struct reading *r;

	open_job(rules, job);
	if (!job->reading)
		return false;
	r = job->reading;
	reading_run(&r, 1);
	if (!propose_read(r, &other))
		return false;
	f->weigh = facts_of(r, &other);
	weigh_detail_reasons(r, &other.second, f->reasons);
	weigh_detail_documents(r, &other.second, f->documents);
	return true;
}

void
classify_messages(
    const struct rules *rules, struct classify_job *jobs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		open_job(rules, &jobs[i]);
	for (size_t b = 0; rules && b < rules->count; b++) {
		struct reading *same[CLASSIFY_MANY];
		size_t count = 0;

		for (size_t i = 0; i < n; i++)
			if (jobs[i].reading &&
			    jobs[i].reading->book == rules->books[b])
				same[count++] = jobs[i].reading;
		reading_run(same, count);
	}
	for (size_t i = 0; i < n; i++)
		if (jobs[i].reading)
			finish_job(&jobs[i]);
}

void
classify_message(const struct rules *rules, struct arena *a,
    const struct message *m, const struct classify_context *ctx,
    struct intent *out)
{
	struct classify_job job = {a, m, *ctx, out, NULL};

	classify_messages(rules, &job, 1);
}
