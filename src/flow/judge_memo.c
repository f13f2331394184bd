#include "flow/judge_memo.h"

#include "decide/memo.h"
#include "decide/order.h"
#include "flow/people.h"
#include "model/limits.h"
#include "store/inbox.h"
#include "store/owner.h"

struct recipients {
	struct memo_recipient *v;
	size_t n;
};

/* To whom it went, as far as they are on file. */
static enum rc
add_recipients(const struct gather *g, const struct message_addresses *list,
    struct recipients *to, struct err *err)
{
	for (size_t i = 0; i < list->n && to->n < LIMIT_MEMO_ADDRESSES; i++) {
		struct memo_recipient *r = &to->v[to->n];
		struct owner *o = NULL;
		struct str *accounts;
		size_t n = 0;
		enum rc rc = owner_by_address(
		    g->f->store, g->a, list->v[i].address, &o, &n, err);

		if (rc != RC_OK)
			return rc;
		if (n == 0)
			continue;
		accounts = arena_array(g->a, n, sizeof(*accounts));
		for (size_t k = 0; k < n; k++)
			accounts[k] = o[k].account;
		*r = (struct memo_recipient){accounts, n};
		to->n++;
	}
	return RC_OK;
}

static enum rc
find_account(const struct gather *g, struct thread_hit *hit, struct err *err)
{
	const struct message *m = g->message;
	struct recipients to = {
	    arena_array(g->a, LIMIT_MEMO_ADDRESSES, sizeof(*to.v)), 0};
	struct memo_facts facts = {
	    .notes = g->notes,
	    .note_count = g->note_count,
	    .invoices = g->invoices,
	    .invoice_count = g->invoice_count,
	};
	enum rc rc = add_recipients(g, &m->to, &to, err);

	if (rc == RC_OK)
		rc = add_recipients(g, &m->cc, &to, err);
	facts.to = to.v;
	facts.to_count = to.n;
	if (rc == RC_OK)
		memo_match(&facts, hit);
	return rc;
}

static bool
is_proven(const struct judge_staff_ask *ask, const struct thread_hit *hit)
{
	return ask->rights & PEOPLE_KNOWN && ask->auth == AUTHRES_PASS &&
	       hit->trust == THREAD_VERIFIED;
}

/* What we drafted for an account is about it, whoever else gets it. */
static void
take_draft(
    const struct judge_draft *d, struct thread_hit *hit, struct judge_memo *out)
{
	out->draft = d->row;
	hit->account = d->row.account;
	hit->how = THREAD_REFERENCE;
	hit->touch = d->row.touch;
	hit->contact = (struct str){NULL, 0};
	hit->ambiguous = false;
	if (!d->proven)
		return;
	hit->trust = THREAD_VERIFIED;
	hit->role = THREAD_STAFF;
}

static enum rc
find_draft(const struct judge_staff_ask *ask, const struct judge_draft *draft,
    struct thread_hit *hit, struct judge_memo *out, struct err *err)
{
	enum rc rc;

	if (draft->known && draft->row.open) {
		take_draft(draft, hit, out);
		return RC_OK;
	}
	rc = find_account(ask->g, hit, err);
	if (rc != RC_OK || draft->known || str_is_empty(hit->account))
		return rc;
	rc = judge_draft_to(ask->g, hit->account, out->by, &out->draft, err);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
judge_memo(const struct judge_staff_ask *ask, const struct judge_draft *draft,
    struct thread_hit *hit, struct judge_memo *out, struct err *err)
{
	const struct message *m = ask->g->message;
	enum rc rc;

	*out = (struct judge_memo){.is = false};
	if (!draft->proven &&
	    (!is_proven(ask, hit) || order_is_first(m->reply)))
		return RC_OK;
	out->by = m->from.n > 0 ? m->from.v[0].address : draft->row.person;
	rc = find_draft(ask, draft, hit, out, err);
	if (rc == RC_OK && !str_is_empty(m->message_id)) {
		rc = inbox_met(ask->g->f->store, m->message_id, err);
		out->met = rc == RC_OK;
		rc = rc == RC_MISS ? RC_OK : rc;
	}
	out->is = rc == RC_OK;
	return rc;
}
