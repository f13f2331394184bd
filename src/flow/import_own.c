#include "flow/import_own.h"

#include "flow/checkout_book.h"
#include "flow/checkout_settle.h"
#include "store/cashbook.h"
#include "store/deed.h"

/* Slots (books.h). */
#define SLOT_ACCOUNT   0
#define SLOT_RECEIVED  1
#define SLOT_AMOUNT    2
#define SLOT_CURRENCY  3
#define SLOT_METHOD    4
#define SLOT_REFERENCE 5
#define INVOICE_AMOUNT 3

enum rc
import_own_begin(struct import_run *run, struct err *err)
{
	if (run->kind->applied_as == NULL)
		return RC_OK;
	return checkouts_ours_count(run->store, &run->own, err);
}

static int64_t
sum_but(const struct checkout_line *v, size_t n, struct str but)
{
	int64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		if (!str_eq(v[i].invoice, but))
			sum += v[i].amount;
	return sum;
}

enum rc
import_own_room(struct import_run *run, struct str invoice, struct str source,
    int64_t *out, struct err *err)
{
	struct checkout_line *v;
	size_t n = 0;
	enum rc rc;

	*out = 0;
	if (run->own == 0)
		return RC_OK;
	rc =
	    cashbook_applied_to(run->store, run->scratch, invoice, &v, &n, err);
	if (rc == RC_OK)
		*out = sum_but(v, n, source);
	return rc;
}

enum rc
import_own_of(struct import_run *run, struct str source, struct str invoice,
    int64_t *out, struct err *err)
{
	struct checkout_line *v;
	size_t n = 0;
	enum rc rc;

	*out = 0;
	if (run->own == 0)
		return RC_OK;
	rc = cashbook_applied_of(run->store, run->scratch, source, &v, &n, err);
	if (rc == RC_OK)
		*out = sum_but(v, n, invoice);
	return rc;
}

static bool
is_line(const struct checkout *c, struct str invoice)
{
	for (size_t i = 0; i < c->line_count; i++)
		if (str_eq(c->lines[i].invoice, invoice))
			return true;
	return false;
}

enum rc
import_own_find(struct import_run *run, struct import_row *row,
    const struct import_pair *pair, struct err *err)
{
	const struct books_cell *cells = pair->want.cells;
	struct checkout_same x = {
	    .id = row->id,
	    .reference = cells[SLOT_REFERENCE].text,
	    .method = cells[SLOT_METHOD].text,
	    .amount = cells[SLOT_AMOUNT].number,
	    .free = !row->applies,
	};
	struct checkout *v;
	size_t n = 0;
	enum rc rc;

	if (run->own == 0 || pair->known || run->kind != &import_payments ||
	    !day_parse(cells[SLOT_RECEIVED].text, &x.received))
		return RC_OK;
	rc = checkouts_ours(
	    run->store, run->scratch, cells[SLOT_ACCOUNT].text, &v, &n, err);
	for (size_t i = 0; i < n && rc == RC_OK && row->own == NULL; i++) {
		if (!str_eq(v[i].currency, cells[SLOT_CURRENCY].text))
			continue;
		x.pays =
		    row->applies && is_line(&v[i], row->application.invoice);
		if (checkout_book_same(&v[i], &x))
			row->own = &v[i];
	}
	return rc;
}

/* It has the very number of ours: the row is the import's from now on. */
static enum rc
find_same_id(struct import_run *run, struct import_row *row,
    const struct import_pair *pair, struct err *err)
{
	struct checkout *c;
	enum rc rc;

	if (run->own == 0 || !pair->known || run->kind != &import_payments ||
	    !str_eqc(pair->old.batch, CHECKOUTS_BATCH))
		return RC_OK;
	c = arena_alloc(run->scratch, sizeof(*c));
	rc = checkouts_by_payment(run->store, run->scratch, row->id,
	    pair->want.cells[SLOT_ACCOUNT].text, c, err);
	if (rc == RC_OK)
		row->own = c;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
take_over(struct import_run *run, const struct import_row *row, struct err *err)
{
	enum rc rc;

	if (str_eq(row->own->payment, row->id))
		return RC_OK;
	rc = cashbook_move(run->store, row->own->payment, row->id, err);
	return rc == RC_OK ? cashbook_drop(run->store, row->own->payment, err)
			   : rc;
}

enum rc
import_own_take(struct import_run *run, struct import_row *row,
    const struct import_pair *pair, struct err *err)
{
	struct checkout *c;
	struct deed_note note;
	enum rc rc = find_same_id(run, row, pair, err);

	c = row->own;
	if (rc != RC_OK || c == NULL)
		return rc;
	note = (struct deed_note){
	    .id = arena_fmt(run->scratch, "checkout/%.*s/import-%.*s",
		STR_ARG(c->id), STR_ARG(row->id)),
	    .account = c->account,
	    .author = STR("gateway"),
	    .kind = STR("payment"),
	    .text = arena_fmt(run->scratch,
		"payment %.*s of the import is the one over the provider "
		"(%.*s)",
		STR_ARG(row->id), STR_ARG(c->payment)),
	    .at = run->now,
	};
	rc = take_over(run, row, err);
	c->payment = row->id;
	c->booked = CHECKOUT_IMPORTED;
	if (rc == RC_OK)
		rc = checkouts_put(run->store, c, err);
	if (rc == RC_OK)
		rc = deed_note(run->store, &note, err);
	return rc == RC_MISS ? RC_OK : rc;
}

/* Ours on that invoice, or of that payment, becomes less. */
static enum rc
cut(struct import_run *run, struct str source, struct str invoice,
    int64_t amount, struct err *err)
{
	struct books_application x = {
	    .kind = STR("payment"),
	    .source = source,
	    .invoice = invoice,
	    .amount = amount,
	    .batch = STR(CHECKOUTS_BATCH),
	};

	return books_apply(run->store, &x, err);
}

static int64_t
less(int64_t *too_much, int64_t amount)
{
	int64_t by = *too_much < amount ? *too_much : amount;

	*too_much -= by;
	return amount - by;
}

/* It was not the import's money after all, or somebody paid twice. */
static enum rc
tell_double(struct import_run *run, const struct import_row *row,
    struct str source, struct str account, struct err *err)
{
	struct checkout_settle x = {run->flow, run->scratch, run->now};
	struct checkout c;
	enum rc rc = checkouts_by_payment(
	    run->store, run->scratch, source, account, &c, err);

	if (rc == RC_MISS || (rc == RC_OK && c.booked != CHECKOUT_OURS))
		return RC_OK;
	if (rc == RC_OK)
		rc = checkout_settle_person(&x, &c, "double",
		    arena_fmt(run->scratch,
			"the import applies %.*s %.*s to invoice %.*s, which a "
			"payment over the provider (%.*s) had paid: that one "
			"is unapplied cash now; the same money, or paid twice?",
			STR_ARG(str_of(run->kind->applied_as)),
			STR_ARG(row->id), STR_ARG(row->application.invoice),
			STR_ARG(source)),
		    err);
	return rc == RC_OK ? checkouts_put(run->store, &c, err) : rc;
}

static enum rc
yield_invoice(struct import_run *run, const struct import_row *row,
    struct str account, struct err *err)
{
	struct str invoice = row->application.invoice;
	struct books_row known;
	struct checkout_line *v;
	int64_t applied = 0, too_much;
	size_t n = 0;
	enum rc rc =
	    books_find(run->store, BOOKS_INVOICE, invoice, &known, err);

	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	too_much = -known.cells[INVOICE_AMOUNT].number;
	rc = books_invoice_applied(run->store, invoice, &applied, err);
	too_much += applied;
	if (rc == RC_OK)
		rc = cashbook_applied_to(
		    run->store, run->scratch, invoice, &v, &n, err);
	for (size_t i = 0; i < n && rc == RC_OK && too_much > 0; i++) {
		if (str_eq(v[i].invoice, row->id))
			continue;
		rc = cut(run, v[i].invoice, invoice,
		    less(&too_much, v[i].amount), err);
		if (rc == RC_OK)
			rc = tell_double(run, row, v[i].invoice, account, err);
	}
	return rc;
}

static enum rc
yield_source(struct import_run *run, const struct import_row *row,
    int64_t amount, struct err *err)
{
	struct checkout_line *v;
	int64_t applied = 0, too_much;
	size_t n = 0;
	enum rc rc = books_source_applied(
	    run->store, str_of(run->kind->applied_as), row->id, &applied, err);

	too_much = applied - amount;
	if (rc == RC_OK && too_much > 0)
		rc = cashbook_applied_of(
		    run->store, run->scratch, row->id, &v, &n, err);
	for (size_t i = 0; i < n && rc == RC_OK && too_much > 0; i++)
		if (!str_eq(v[i].invoice, row->application.invoice))
			rc = cut(run, row->id, v[i].invoice,
			    less(&too_much, v[i].amount), err);
	return rc;
}

enum rc
import_own_yield(struct import_run *run, const struct import_row *row,
    const struct import_pair *pair, struct err *err)
{
	const struct books_cell *cells = pair->want.cells;
	enum rc rc = RC_OK;

	if (run->own == 0 || run->kind->applied_as == NULL)
		return RC_OK;
	if (run->kind == &import_payments)
		rc = yield_source(run, row, cells[SLOT_AMOUNT].number, err);
	if (rc == RC_OK && row->applies)
		rc = yield_invoice(run, row, cells[SLOT_ACCOUNT].text, err);
	return rc;
}
