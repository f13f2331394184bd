#include "flow/facts.h"
#include "flow/sums.h"
#include "flow/words.h"
#include "render/digits.h"
#include "render/locale.h"
#include "store/promises.h"

#define YEAR_SECS (365 * INT64_C(86400))

/* The promises of one message: for the same day. */
struct talk {
	const struct words_ask *ask;
	struct words *out;
	struct sums promised, paid, missing;
	bool money; /* something was paid, not only credited */
	bool mixed; /* their currencies cannot be told apart any more */
	day_t day;
	struct str why; /* one of their invoices is not asked for */
};

static const struct facts_invoice *
open_invoice(const struct facts_account *facts, struct str id)
{
	for (size_t i = 0; i < facts->invoice_count; i++)
		if (str_eq(facts->invoices[i].id, id))
			return &facts->invoices[i];
	return NULL;
}

/* Does this step ask for money once more? */
static bool
asks(const struct talk *t)
{
	switch (t->ask->step->anchor) {
	case ANCHOR_PARTLY_KEPT:
	case ANCHOR_BROKEN:
	case ANCHOR_BROKEN_AGAIN:
		return true;
	default:
		return false;
	}
}

/* Why this invoice is not to be asked for now; empty: it is. */
static struct str
held(const struct talk *t, const struct facts_invoice *inv)
{
	if (inv == NULL)
		return STR("paid since");
	if (inv->disputed)
		return STR("disputed since");
	if (inv->promised != DAY_NONE)
		return STR("promised anew since");
	if (inv->rests_until > t->ask->facts->now)
		return STR("at rest since");
	return STR("");
}

static void
add_invoices(struct talk *t, const struct promises_row *p, int64_t *open)
{
	for (size_t i = 0; i < p->invoice_count; i++) {
		const struct facts_invoice *inv =
		    open_invoice(t->ask->facts, p->invoices[i]);
		struct str why = held(t, inv);

		if (inv != NULL)
			*open += facts_asked(inv).minor;
		if (asks(t) && why.n > 0)
			t->why = why;
		else if (inv != NULL)
			t->out->invoices[t->out->invoice_count++] =
			    p->invoices[i];
		t->mixed |=
		    i > 0 && !str_eq(p->currencies[i], p->currencies[i - 1]);
	}
}

/* Of a promise without an amount all that is open is missing, and never more
 * than that of any. */
static int64_t
missing(const struct promises_row *p, int64_t open)
{
	int64_t left = p->has_amount ? p->amount.minor - p->came : open;

	if (left > open)
		left = open;
	return left > 0 ? left : 0;
}

static enum rc
add(struct talk *t, struct str id, struct err *err)
{
	struct arena *a = t->ask->a;
	struct promises_row p;
	int64_t open = 0;
	enum rc rc = promises_get(t->ask->f->store, a, id, &p, err);

	if (rc != RC_OK || p.invoice_count == 0)
		return rc == RC_MISS ? RC_OK : rc;
	if (t->day == DAY_NONE)
		t->day = p.day;
	t->money |= p.paid;
	if (t->out->invoices == NULL)
		t->out->invoices = arena_array(
		    a, 500 * t->ask->course_count, sizeof(*t->out->invoices));
	add_invoices(t, &p, &open);
	if (p.has_amount)
		sums_add(&t->promised, p.amount);
	if (p.came > 0)
		sums_add(&t->paid, money_of(p.came, p.currencies[0]));
	sums_add(&t->missing, money_of(missing(&p, open), p.currencies[0]));
	return RC_OK;
}

static void
set_sum(
    struct talk *t, struct value *m, const char *name, const struct sums *sums)
{
	struct arena *a = t->ask->a;

	if (sums->n > 0 && !t->mixed)
		value_set_text(a, m, name, sums_text(a, sums, t->ask->locale));
}

static enum rc
set_promise(struct talk *t, struct err *err)
{
	const struct facts_account *facts = t->ask->facts;
	struct arena *a = t->ask->a;
	struct value *m = value_map(a);
	int64_t broken = 0;
	enum rc rc = promises_broken_since(t->ask->f->store, facts->account.id,
	    facts->now - YEAR_SECS, &broken, err);

	if (t->day != DAY_NONE)
		value_set_text(
		    a, m, "date", locale_date_long(a, t->ask->locale, t->day));
	set_sum(t, m, "amount", &t->promised);
	set_sum(t, m, "paid", &t->paid);
	set_sum(t, m, "missing", &t->missing);
	if (broken > 0)
		value_set_text(a, m, "broken_count", digits_text(a, broken));
	value_set(a, t->out->root, "promise", m);
	return rc;
}

/* For whoever is to call: whom, and what was noted last. */
static enum rc
set_call(struct talk *t, struct err *err)
{
	struct arena *a = t->ask->a;
	const struct facts_account *facts = t->ask->facts;
	const struct contact *who = gate_contact(facts, STR(""));
	struct db_stmt *s = store_stmt(t->ask->f->store, SQL_NOTE_LATEST);
	struct value *list = value_list(a);
	enum rc rc;

	if (who != NULL)
		value_set_text(a, t->out->root, "phone", who->phone);
	db_text(s, 1, facts->account.id);
	while ((rc = db_step(s, err)) == RC_OK) {
		struct value *m = value_map(a);
		day_t day = facts_day(t->ask->f, facts, db_col_i64(s, 0));

		value_set_text(a, m, "at", locale_date(a, t->ask->locale, day));
		value_set_text(a, m, "author", arena_dup(a, db_col_text(s, 1)));
		value_set_text(a, m, "text", arena_dup(a, db_col_text(s, 2)));
		value_push(a, list, m);
	}
	db_reset(s);
	value_set(a, t->out->root, "notes", list);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
words_promise(const struct words_ask *ask, struct words *out, struct err *err)
{
	struct talk t = {.ask = ask, .out = out, .day = DAY_NONE};
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < ask->course_count; i++)
		rc = add(&t, ask->courses[i].subject, err);
	if (rc == RC_OK)
		rc = set_promise(&t, err);
	if (rc != RC_OK)
		return rc;
	if (asks(&t) && out->invoice_count == 0)
		out->moot = t.why.n > 0 ? t.why : STR("the promise is gone");
	else if (asks(&t) && t.missing.n == 0)
		out->moot = STR("paid since");
	if (ask->step->anchor == ANCHOR_KEPT) {
		out->invoice_count = 0; /* nothing of it is left */
		if (!t.money)           /* no thanks for a credit of ours */
			out->moot = STR("it was credited, not paid");
	}
	return step_is_outward(ask->step) ? RC_OK : set_call(&t, err);
}
