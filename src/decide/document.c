#include "decide/document.h"

#include <string.h>

#define DOCUMENTS_MAX 60
#define LOOK_BACK     6 /* sentences: what is that said of? */

struct collect {
	struct reading *r;
	struct intent_document v[DOCUMENTS_MAX];
	size_t n;
	struct str only; /* the one invoice that the mail names */
};

static bool
takes_reference(enum document_type type)
{
	return type == DOCUMENT_INVOICE || type == DOCUMENT_CREDIT_MEMO ||
	       type == DOCUMENT_PROOF_OF_DELIVERY || type == DOCUMENT_OTHER ||
	       type == DOCUMENT_PURCHASE_ORDER;
}

static void
add(struct collect *c, enum document_type type, struct str ref)
{
	for (size_t i = 0; i < c->n; i++) {
		struct intent_document *d = &c->v[i];

		if (d->type != type)
			continue;
		if (!ref.n || str_fold_eq(d->ref, ref))
			return;
		if (!d->ref.n) {
			d->ref = ref;
			return;
		}
	}
	if (c->n == DOCUMENTS_MAX)
		return;
	c->v[c->n].type = type;
	c->v[c->n++].ref = ref;
}

/* The invoices of a sentence that stand with the request in it: behind it,
 * or before it when none is. */
static size_t
add_beside(
    struct collect *c, const struct reading_hit *h, enum document_type type)
{
	const struct references *refs = &c->r->v[h->sentence].references;
	size_t behind = 0;

	for (size_t i = 0; i < refs->n; i++)
		behind += refs->v[i].p >= h->text.p;
	for (size_t i = 0; i < refs->n; i++) {
		if (!behind || refs->v[i].p >= h->text.p)
			add(c, type, refs->v[i]);
	}
	return refs->n;
}

/* "I have neither 10482 nor 10483. Can you send both?" Further back it is the
 * one that was spoken of last. */
static void
add_before(struct collect *c, size_t sentence, enum document_type type)
{
	const struct references *before = NULL;
	size_t back = 1;

	while (back <= LOOK_BACK && back <= sentence &&
	       !c->r->v[sentence - back].references.n)
		back++;
	if (back <= LOOK_BACK && back <= sentence)
		before = &c->r->v[sentence - back].references;
	if (!before || (back > 1 && before->n > 1)) {
		add(c, type, (struct str){NULL, 0});
		return;
	}
	for (size_t i = 0; i < before->n; i++)
		add(c, type, before->v[i]);
}

static void
add_hit(struct collect *c, const struct reading_hit *h, enum document_type type)
{
	if (!takes_reference(type))
		add(c, type, (struct str){NULL, 0});
	else if (add_beside(c, h, type))
		return;
	else if (c->only.n)
		add(c, type, c->only);
	else
		add_before(c, h->sentence, type);
}

static struct str
only_reference(const struct reading *r)
{
	struct str only = {NULL, 0};

	for (size_t i = 0; i < r->n; i++) {
		for (size_t k = 0; k < r->v[i].references.n; k++) {
			struct str ref = r->v[i].references.v[k];

			if (only.n && !str_fold_eq(only, ref))
				return (struct str){NULL, 0};
			only = ref;
		}
	}
	return only;
}

unsigned
document_named(const struct reading *r, const struct reading_hit *h)
{
	double said = r->v[h->sentence].score[INTENT_DOCUMENT];
	const struct rulebook_rule *rule = h->rule;
	unsigned named = 0;

	if (rule->score > 0 ? said <= 0 : rule->score < 0 || said < 0)
		return 0;
	for (size_t k = 0; k < rule->meanings; k++) {
		int kind = rule->meaning[k].detail;

		if (rule->meaning[k].kind == INTENT_DOCUMENT)
			named |= 1u << (kind < 0 ? DOCUMENT_INVOICE : kind);
	}
	return named;
}

void
document_collect(struct reading *r, unsigned kinds, struct intent *out)
{
	struct collect *c = arena_alloc(r->arena, sizeof(*c));

	c->r = r;
	c->only = only_reference(r);
	for (size_t i = 0; i < r->hit_count; i++) {
		unsigned named = kinds & document_named(r, &r->hits[i]);

		for (int k = 0; k < DOCUMENT_COUNT; k++)
			if (named >> k & 1)
				add_hit(c, &r->hits[i], (enum document_type)k);
	}
	out->documents =
	    arena_array(r->arena, c->n ? c->n : 1, sizeof(*out->documents));
	memcpy(out->documents, c->v, c->n * sizeof(*out->documents));
	out->document_count = c->n;
}
