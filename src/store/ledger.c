#include "store/ledger.h"

#include <stdlib.h>

#include "model/party.h"

static void
read_account(struct db_stmt *s, struct arena *a, struct account *out)
{
	out->id = arena_dup(a, db_col_text(s, 0));
	out->name = arena_dup(a, db_col_text(s, 1));
	out->language = arena_dup(a, db_col_text(s, 2));
	out->timezone = arena_dup(a, db_col_text(s, 3));
	out->currency = arena_dup(a, db_col_text(s, 4));
	out->credit_limit = db_col_i64(s, 5);
	out->terms_days = db_col_i64(s, 6);
	out->segment = arena_dup(a, db_col_text(s, 7));
	out->collector = arena_dup(a, db_col_text(s, 8));
	out->white_glove = db_col_i64(s, 9) != 0;
}

enum rc
ledger_account(struct store *st, struct arena *a, struct str id,
    struct account *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ACCOUNT_GET);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK)
		read_account(s, a, out);
	else if (rc == RC_MISS)
		err_set(err, rc, "no account %.*s", STR_ARG(id));
	db_reset(s);
	return rc;
}

static day_t
col_day(struct db_stmt *s, int col)
{
	day_t day = DAY_NONE;

	if (!db_col_is_null(s, col))
		day_parse(db_col_text(s, col), &day);
	return day;
}

/* The columns every reading of an invoice begins with. */
static void
read_invoice(struct db_stmt *s, struct arena *a, struct facts_invoice *out)
{
	struct str currency = db_col_text(s, 5);

	*out = (struct facts_invoice){
	    .id = arena_dup(a, db_col_text(s, 0)),
	    .po = arena_dup(a, db_col_text(s, 1)),
	    .issued = col_day(s, 2),
	    .due = col_day(s, 3),
	    .amount = money_of(db_col_i64(s, 4), currency),
	    .open = money_of(db_col_i64(s, 6), currency),
	    .promised = DAY_NONE,
	    .said = {.day = DAY_NONE},
	};
}

enum rc
ledger_invoice(struct store *st, struct arena *a, struct str id,
    struct facts_invoice *out, struct str *account, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INVOICE_GET);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK) {
		read_invoice(s, a, out);
		*account = arena_dup(a, db_col_text(s, 7));
	}
	db_reset(s);
	return rc;
}

enum rc
ledger_applications(struct store *st, struct arena *a, struct str invoice,
    struct ledger_application **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INVOICE_APPLIED);
	struct ledger_application *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, invoice);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n].kind = arena_dup(a, db_col_text(s, 0));
		v[n].source = arena_dup(a, db_col_text(s, 1));
		v[n].amount = db_col_i64(s, 2);
		v[n].day = col_day(s, 3);
		n++;
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
facts_invoices(struct store *st, struct arena *a, struct str account,
    struct str sequence, struct facts_account *facts, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ACCOUNT_OPEN_INVOICES);
	struct facts_invoice *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, account);
	db_text(s, 2, sequence);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		read_invoice(s, a, &v[n]);
		v[n].disputed = !db_col_is_null(s, 7);
		v[n].promised = col_day(s, 8);
		v[n].said.level = db_col_i64(s, 9);
		v[n].said.occurrence = db_col_i64(s, 10);
		v[n].said.day = col_day(s, 11);
		v[n].said.step = arena_dup(a, db_col_text(s, 12));
		n++;
	}
	db_reset(s);
	facts->invoices = v;
	facts->invoice_count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

/* The rest that ends last is the one that counts. */
struct resting {
	int64_t *until;
	struct str *reason, *by;
};

static void
set_rest(struct arena *a, const struct resting *r, struct db_stmt *s)
{
	int64_t until = db_col_i64(s, 3);

	if (until == 0)
		until = INT64_MAX;
	if (until <= *r->until)
		return;
	*r->until = until;
	*r->reason = arena_dup(a, db_col_text(s, 2));
	*r->by = arena_dup(a, db_col_text(s, 5));
}

/* One rest: for an invoice, a contact, or for all of the account. */
static void
add_rest(struct arena *a, struct facts_account *facts, struct db_stmt *s)
{
	struct str invoice = db_col_text(s, 0), contact = db_col_text(s, 4);
	struct resting all = {
	    &facts->rests_until, &facts->rest_reason, &facts->rest_by};

	if (str_is_empty(invoice) && str_is_empty(contact))
		set_rest(a, &all, s);
	for (size_t i = 0; i < facts->invoice_count; i++) {
		struct facts_invoice *inv = &facts->invoices[i];
		struct resting one = {
		    &inv->rests_until, &inv->rest_reason, &inv->rest_by};

		if (!str_is_empty(invoice) && str_eq(inv->id, invoice))
			set_rest(a, &one, s);
	}
	for (size_t i = 0; i < facts->contact_count; i++) {
		struct contact *c = &facts->contacts[i];
		struct resting one = {
		    &c->rests_until, &c->rest_reason, &c->rest_by};

		if (!str_is_empty(contact) && str_eq(c->id, contact))
			set_rest(a, &one, s);
	}
}

static enum rc
facts_rests(struct store *st, struct arena *a, struct str account,
    struct facts_account *facts, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ACCOUNT_RESTS);
	enum rc rc;

	db_text(s, 1, account);
	db_i64(s, 2, facts->now);
	while ((rc = db_step(s, err)) == RC_OK)
		add_rest(a, facts, s);
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
facts_promises(struct store *st, struct arena *a, struct str account,
    struct facts_account *facts, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ACCOUNT_PROMISES);
	struct facts_promise *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, account);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n].id = arena_dup(a, db_col_text(s, 0));
		v[n].day = col_day(s, 1);
		v[n].has_amount = !db_col_is_null(s, 2);
		v[n].amount = money_of(db_col_i64(s, 2), db_col_text(s, 3));
		v[n].applied_before = db_col_i64(s, 4);
		v[n].applied_now = db_col_i64(s, 5);
		v[n].open_now = db_col_i64(s, 6) - v[n].applied_now;
		n++;
	}
	db_reset(s);
	facts->promises = v;
	facts->promise_count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
facts_unapplied(struct store *st, struct arena *a, struct str account,
    struct facts_account *facts, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ACCOUNT_UNAPPLIED);
	struct money *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, account);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = money_of(db_col_i64(s, 1), db_col_text(s, 0));
	}
	db_reset(s);
	facts->unapplied = v;
	facts->unapplied_count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
facts_history(struct store *st, struct str account, struct str sequence,
    struct facts_account *facts, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ACCOUNT_LAST_REMINDER);
	enum rc rc;

	db_text(s, 1, account);
	rc = db_step(s, err);
	facts->last_reminder_at = rc == RC_OK ? db_col_i64(s, 0) : 0;
	db_reset(s);
	if (rc != RC_OK)
		return rc;
	s = store_stmt(st, SQL_ENROLMENT_GET);
	db_text(s, 1, account);
	db_text(s, 2, sequence);
	rc = db_step(s, err);
	facts->episode = rc == RC_OK ? db_col_i64(s, 1) : 1;
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
ledger_facts(struct store *st, struct arena *a, const struct ledger_ask *ask,
    struct facts_account *facts, struct err *err)
{
	struct str account = ask->account;
	enum rc rc;

	facts->episode = 1;
	rc = ledger_account(st, a, account, &facts->account, err);
	if (rc == RC_OK)
		rc = ledger_contacts(st, a, account, &facts->contacts,
		    &facts->contact_count, err);
	if (rc == RC_OK)
		rc = facts_invoices(st, a, account, ask->sequence, facts, err);
	if (rc == RC_OK)
		rc = facts_rests(st, a, account, facts, err);
	if (rc == RC_OK && ask->parts & LEDGER_PROMISES)
		rc = facts_promises(st, a, account, facts, err);
	if (rc == RC_OK && ask->parts & LEDGER_UNAPPLIED)
		rc = facts_unapplied(st, a, account, facts, err);
	if (rc == RC_OK && ask->parts & LEDGER_HISTORY)
		rc = facts_history(st, account, ask->sequence, facts, err);
	return rc;
}

enum rc
ledger_look_again(struct store *st, struct str account, struct str sequence,
    int64_t at, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ENROLMENT_TOUCHED);

	db_text(s, 1, account);
	db_text(s, 2, sequence);
	db_i64(s, 3, at);
	return store_run(s, err);
}

enum rc
ledger_contact_state(struct store *st, struct str contact,
    enum contact_state state, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CONTACT_STATE);

	db_text(s, 1, contact);
	db_text(s, 2, str_of(party_state_name(state)));
	db_i64(s, 3, now);
	return store_run(s, err);
}
