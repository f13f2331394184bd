#include "store/ledger.h"

#include <stdlib.h>

#include "model/party.h"
#include "store/ledger_one.h"
#include "store/ledger_read.h"

#define INVOICES_MAX 5000 /* of one answer, as its statement says */

/* One reading: what is asked, and where it goes. */
struct reading {
	struct store *st;
	struct arena *a;
	struct slots accounts;
	struct facts_account *facts;
	size_t cap[SLOTS_MAX]; /* of the list that is growing */
};

static struct db_stmt *
start(struct reading *r, enum sql_id name)
{
	for (size_t i = 0; i < r->accounts.count; i++)
		r->cap[i] = 0;
	return slots_stmt(r->st, name, &r->accounts);
}

static enum rc
facts_accounts(struct reading *r, struct err *err)
{
	struct db_stmt *s = start(r, SQL_FACTS_ACCOUNT);
	size_t i;
	enum rc rc;

	while ((rc = slots_step(s, &r->accounts, &i, err)) == RC_OK)
		ledger_read_account(s, 1, r->a, &r->facts[i].account);
	return slots_end(s, rc);
}

static int
role_rank(enum contact_role role)
{
	switch (role) {
	case ROLE_AP:
		return 0;
	case ROLE_OTHER:
		return 1;
	case ROLE_BUYER:
		return 2;
	case ROLE_ESCALATION:
		return 3;
	case ROLE_EXECUTIVE:
		return 4;
	}
	return 5;
}

static int
by_use(const void *pa, const void *pb)
{
	const struct contact *a = pa, *b = pb;
	int rank_a = role_rank(a->role) + (a->state == CONTACT_OK ? 0 : 10);
	int rank_b = role_rank(b->role) + (b->state == CONTACT_OK ? 0 : 10);

	if (rank_a != rank_b)
		return rank_a - rank_b;
	return str_cmp(a->id, b->id);
}

static enum rc
facts_contacts(struct reading *r, struct err *err)
{
	struct db_stmt *s = start(r, SQL_FACTS_CONTACTS);
	size_t i;
	enum rc rc;

	while ((rc = slots_step(s, &r->accounts, &i, err)) == RC_OK) {
		struct facts_account *f = &r->facts[i];

		f->contacts = arena_grow(r->a, f->contacts, f->contact_count,
		    &r->cap[i], sizeof(*f->contacts));
		ledger_read_contact(
		    s, 1, r->a, &f->contacts[f->contact_count++]);
	}
	for (i = 0; i < r->accounts.count; i++)
		if (r->facts[i].contact_count > 1)
			qsort(r->facts[i].contacts, r->facts[i].contact_count,
			    sizeof(struct contact), by_use);
	return slots_end(s, rc);
}

static void
read_said(struct db_stmt *s, struct arena *a, struct facts_said *out)
{
	out->level = db_col_i64(s, 10);
	out->occurrence = db_col_i64(s, 11);
	out->day = ledger_read_day(s, 12);
	out->step = arena_dup(a, db_col_text(s, 13));
}

static enum rc
read_invoices(struct reading *r, bool said, size_t *rows, struct err *err)
{
	struct db_stmt *s =
	    start(r, said ? SQL_FACTS_INVOICES_SAID : SQL_FACTS_INVOICES);
	size_t i;
	enum rc rc;

	for (*rows = 0; (rc = slots_step(s, &r->accounts, &i, err)) == RC_OK;
	     ++*rows) {
		struct facts_account *f = &r->facts[i];
		struct facts_invoice *inv;

		f->invoices = arena_grow(r->a, f->invoices, f->invoice_count,
		    &r->cap[i], sizeof(*f->invoices));
		inv = &f->invoices[f->invoice_count++];
		ledger_read_invoice(s, 1, r->a, inv);
		inv->contested =
		    money_of(db_col_i64(s, 8), str_of(inv->open.currency));
		inv->disputed = inv->contested.minor >= inv->open.minor;
		inv->promised = ledger_read_day(s, 9);
		if (said)
			read_said(s, r->a, &inv->said);
	}
	return slots_end(s, rc);
}

/* What is cut off at the end of one answer is whole in an answer each. */
static enum rc
facts_invoices(struct reading *r, bool said, struct err *err)
{
	size_t rows, count = r->accounts.count;
	enum rc rc;

	if (count == 1 && !said)
		return ledger_one_invoices(
		    r->st, r->a, r->accounts.ids[0], &r->facts[0], err);
	rc = read_invoices(r, said, &rows, err);

	if (rows < INVOICES_MAX || count == 1)
		return rc;
	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		struct reading one = {
		    .st = r->st,
		    .a = r->a,
		    .accounts = {&r->accounts.ids[i], 1, r->accounts.given},
		    .facts = &r->facts[i],
		};

		one.facts->invoices = NULL;
		one.facts->invoice_count = 0;
		rc = read_invoices(&one, said, &rows, err);
	}
	return rc;
}

/* The rest that ends last is the one that counts. */
struct resting {
	int64_t *until;
	struct str *reason, *by;
};

static void
set_rest(const struct reading *r, const struct resting *to, struct db_stmt *s,
    int64_t until)
{
	if (until <= *to->until)
		return;
	*to->until = until;
	*to->reason = arena_dup(r->a, db_col_text(s, 2));
	*to->by = arena_dup(r->a, db_col_text(s, 5));
}

/* Somebody wants it so; the others follow from a mail that came in. */
static bool
is_silence(struct str kind)
{
	return str_eqc(kind, "pause") || str_eqc(kind, "stop") ||
	       str_eqc(kind, "skip");
}

/* One rest: for an invoice, a contact, or for all of the account. */
static void
add_rest(const struct reading *r, struct facts_account *f, struct db_stmt *s)
{
	struct str invoice = db_col_text(s, 1), contact = db_col_text(s, 4);
	int64_t until = db_col_i64(s, 3) ? db_col_i64(s, 3) : INT64_MAX;
	struct resting all = {&f->rests_until, &f->rest_reason, &f->rest_by};
	struct resting silent = {
	    &f->silent_until, &f->silent_reason, &f->silent_by};

	if (until <= f->now)
		return;
	if (str_is_empty(invoice) && str_is_empty(contact)) {
		set_rest(r, &all, s, until);
		if (is_silence(db_col_text(s, 6)))
			set_rest(r, &silent, s, until);
	}
	for (size_t i = 0; i < f->invoice_count; i++) {
		struct facts_invoice *inv = &f->invoices[i];
		struct resting one = {
		    &inv->rests_until, &inv->rest_reason, &inv->rest_by};

		if (!str_is_empty(invoice) && str_eq(inv->id, invoice))
			set_rest(r, &one, s, until);
	}
	for (size_t i = 0; i < f->contact_count; i++) {
		struct contact *c = &f->contacts[i];
		struct resting one = {
		    &c->rests_until, &c->rest_reason, &c->rest_by};

		if (!str_is_empty(contact) && str_eq(c->id, contact))
			set_rest(r, &one, s, until);
	}
}

static enum rc
facts_rests(struct reading *r, struct err *err)
{
	struct db_stmt *s = start(r, SQL_FACTS_RESTS);
	size_t i;
	enum rc rc;

	while ((rc = slots_step(s, &r->accounts, &i, err)) == RC_OK)
		add_rest(r, &r->facts[i], s);
	return slots_end(s, rc);
}

static void
read_promise(struct db_stmt *s, struct arena *a, struct facts_promise *out)
{
	out->id = arena_dup(a, db_col_text(s, 1));
	out->day = ledger_read_day(s, 2);
	out->has_amount = !db_col_is_null(s, 3);
	out->amount = money_of(db_col_i64(s, 3), db_col_text(s, 4));
	out->applied_before = db_col_i64(s, 5);
	out->applied_now = db_col_i64(s, 6);
	out->open_now = db_col_i64(s, 7) - out->applied_now;
}

static enum rc
facts_promises(struct reading *r, struct err *err)
{
	struct db_stmt *s = start(r, SQL_FACTS_PROMISES);
	size_t i;
	enum rc rc;

	while ((rc = slots_step(s, &r->accounts, &i, err)) == RC_OK) {
		struct facts_account *f = &r->facts[i];

		f->promises = arena_grow(r->a, f->promises, f->promise_count,
		    &r->cap[i], sizeof(*f->promises));
		read_promise(s, r->a, &f->promises[f->promise_count++]);
	}
	return slots_end(s, rc);
}

static enum rc
facts_unapplied(struct reading *r, struct err *err)
{
	struct db_stmt *s = start(r, SQL_FACTS_UNAPPLIED);
	size_t i;
	enum rc rc;

	while ((rc = slots_step(s, &r->accounts, &i, err)) == RC_OK) {
		struct facts_account *f = &r->facts[i];

		f->unapplied = arena_grow(r->a, f->unapplied,
		    f->unapplied_count, &r->cap[i], sizeof(*f->unapplied));
		f->unapplied[f->unapplied_count++] =
		    money_of(db_col_i64(s, 2), db_col_text(s, 1));
	}
	return slots_end(s, rc);
}

static enum rc
facts_history(struct reading *r, struct err *err)
{
	struct db_stmt *s = start(r, SQL_FACTS_HISTORY);
	size_t i;
	enum rc rc;

	while ((rc = slots_step(s, &r->accounts, &i, err)) == RC_OK) {
		int64_t touched = db_col_i64(s, 1), talked = db_col_i64(s, 2);

		r->facts[i].last_reminder_at =
		    touched > talked ? touched : talked;
		r->facts[i].episode = db_col_i64(s, 3);
		r->facts[i].outcome = arena_dup(r->a, db_col_text(s, 4));
	}
	return slots_end(s, rc);
}

enum rc
ledger_facts(struct store *st, struct arena *a, const struct ledger_ask *ask,
    struct facts_account *facts, struct err *err)
{
	struct reading r = {
	    .st = st, .a = a, .accounts = ask->accounts, .facts = facts};
	enum rc rc;

	for (size_t i = 0; i < ask->accounts.count; i++)
		facts[i].episode = 1;
	rc = facts_accounts(&r, err);
	if (rc == RC_OK)
		rc = facts_contacts(&r, err);
	if (rc == RC_OK)
		rc = facts_invoices(&r, ask->parts & LEDGER_HISTORY, err);
	if (rc == RC_OK) /* some are for one of the invoices */
		rc = facts_rests(&r, err);
	if (rc == RC_OK && ask->parts & LEDGER_PROMISES)
		rc = facts_promises(&r, err);
	if (rc == RC_OK && ask->parts & LEDGER_UNAPPLIED)
		rc = facts_unapplied(&r, err);
	if (rc == RC_OK && ask->parts & LEDGER_HISTORY)
		rc = facts_history(&r, err);
	return rc;
}
