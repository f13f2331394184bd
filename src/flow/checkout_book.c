#include "flow/checkout_book.h"

#include "flow/facts.h"
#include "store/agenda.h"
#include "store/books.h"
#include "store/cashbook.h"
#include "store/holds.h"

/* Accountants enter a payment up to so many days before or after it came. */
#define DAYS_BEFORE 3
#define DAYS_AFTER  14

/* Slots (books.h). */
#define INVOICE_ACCOUNT  0
#define INVOICE_AMOUNT   3
#define INVOICE_CURRENCY 4
#define PAYMENT_AMOUNT   2

#define PAYMENT "payment" /* kind of an application */

static bool
holds(struct str text, struct str id)
{
	return id.n >= 8 && str_find(text, id) != STR_NPOS;
}

/* Words by which an accounting system may call what came this way. */
static const char *const card_words[] = {
    "card", "credit", "visa", "master", "amex", "stripe", "online", NULL};
static const char *const debit_words[] = {"debit", "ach", "sepa", "bacs",
    "becs", "eft", "pad", "bank", "stripe", "online", NULL};

/* Cash, a cheque or a transfer is other money than what a card paid. */
static bool
other_way(const struct checkout *c, struct str method)
{
	const char *const *words =
	    str_eqc(c->method, "card") ? card_words : debit_words;

	if (method.n == 0)
		return false;
	for (; *words; words++)
		if (str_fold_find(method, str_of(*words)) != STR_NPOS)
			return false;
	return true;
}

bool
checkout_book_same(const struct checkout *c, const struct checkout_same *x)
{
	day_t day = day_of_instant(c->at);

	if (c->provider_payment.n > 0 && str_eq(x->id, c->provider_payment))
		return true;
	if (holds(x->reference, c->provider_payment) ||
	    holds(x->reference, c->session) || holds(x->reference, c->id))
		return true;
	return (x->pays || x->free) && x->amount == c->amount &&
	       !other_way(c, x->method) && x->received >= day - DAYS_BEFORE &&
	       x->received <= day + DAYS_AFTER;
}

/* Does an import's payment belong to another checkout already? */
static enum rc
is_taken(const struct checkout_book *b, const struct checkout *c,
    struct str payment, bool *out, struct err *err)
{
	struct checkout other;
	enum rc rc = checkouts_by_payment(
	    b->f->store, b->a, payment, c->account, &other, err);

	*out = rc == RC_OK && !str_eq(other.id, c->id);
	return rc == RC_MISS ? RC_OK : rc;
}

/* What the import says that it pays. */
static enum rc
find_use(const struct checkout_book *b, const struct checkout *c,
    struct checkout_same *x, struct err *err)
{
	int64_t applied = 0;
	enum rc rc = cashbook_pays(b->f->store, x->id, c->id, err);

	x->pays = rc == RC_OK;
	if (rc == RC_OK || rc == RC_MISS)
		rc = books_source_applied(
		    b->f->store, STR(PAYMENT), x->id, &applied, err);
	x->free = applied == 0;
	return rc;
}

/* An import may have been faster than the provider's word. */
static enum rc
find_imported(const struct checkout_book *b, const struct checkout *c,
    struct str *out, struct err *err)
{
	struct cashbook_payment *v;
	char since[DAY_TEXT];
	size_t n;
	enum rc rc;

	day_iso(day_of_instant(c->at) - DAYS_BEFORE, since);
	rc = cashbook_since(b->f->store, b->a, c, str_of(since), &v, &n, err);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct checkout_same x = {
		    .id = v[i].id,
		    .reference = v[i].reference,
		    .method = v[i].method,
		    .amount = v[i].amount,
		};
		bool taken = false;

		if (!day_parse(v[i].received, &x.received))
			continue;
		rc = find_use(b, c, &x, err);
		if (rc == RC_OK)
			rc = is_taken(b, c, v[i].id, &taken, err);
		if (rc == RC_OK && !taken && checkout_book_same(c, &x)) {
			*out = v[i].id;
			return RC_OK;
		}
	}
	return rc == RC_OK ? RC_MISS : rc;
}

/* In the account's own civil time. */
static enum rc
today(const struct checkout_book *b, const struct checkout *c, day_t *out,
    struct err *err)
{
	struct facts_ask ask = {c->account, b->now, NULL, 0};
	struct facts_account facts;
	enum rc rc = facts_load(b->f, b->a, &ask, &facts, err);

	*out = rc == RC_OK ? facts.today : day_of_instant(b->now);
	return rc == RC_MISS ? RC_OK : rc;
}

/* Its number is the provider's, as many an accounting system has it. */
static enum rc
add_payment(const struct checkout_book *b, struct checkout *c, int64_t amount,
    struct err *err)
{
	struct books_row known, row = {.batch = STR(CHECKOUTS_BATCH)};
	char day[DAY_TEXT];
	day_t when;
	enum rc rc;

	row.id = c->provider_payment.n > 0 ? c->provider_payment : c->id;
	rc = books_find(b->f->store, BOOKS_PAYMENT, row.id, &known, err);
	if (rc == RC_OK) /* of another account, or it would have been found */
		row.id = arena_fmt(b->a, "%.*s-2", STR_ARG(row.id));
	else if (rc != RC_MISS)
		return rc;
	rc = today(b, c, &when, err);
	row.cells[0].text = c->account;
	row.cells[1].text = str_of(day_iso(when, day));
	row.cells[PAYMENT_AMOUNT].number = amount;
	row.cells[3].text = c->currency;
	row.cells[4].text = c->method;
	row.cells[5].text = c->session;
	if (rc == RC_OK)
		rc = books_add(b->f->store, BOOKS_PAYMENT, &row, err);
	c->payment = row.id;
	c->booked = CHECKOUT_OURS;
	return rc;
}

static enum rc
set_amount(const struct checkout_book *b, const struct checkout *c,
    int64_t amount, struct err *err)
{
	struct books_row row;
	struct books_row copy = {.id = c->payment};
	const char *layout = books_layout(BOOKS_PAYMENT);
	enum rc rc =
	    books_find(b->f->store, BOOKS_PAYMENT, c->payment, &row, err);

	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	for (int i = 0; layout[i]; i++)
		if (layout[i] == 't')
			copy.cells[i].text = arena_dup(b->a, row.cells[i].text);
		else
			copy.cells[i].number = row.cells[i].number;
	copy.batch = arena_dup(b->a, row.batch);
	copy.cells[PAYMENT_AMOUNT].number = amount;
	return books_change(b->f->store, BOOKS_PAYMENT, &copy, err);
}

/* What is open on an invoice, with nothing of this payment on it. */
static enum rc
room(const struct checkout_book *b, const struct checkout *c,
    struct str invoice, int64_t *out, struct err *err)
{
	struct books_row row;
	int64_t applied = 0;
	enum rc rc = books_find(b->f->store, BOOKS_INVOICE, invoice, &row, err);

	*out = 0;
	if (rc == RC_MISS)
		return RC_OK;
	if (rc != RC_OK ||
	    !str_eq(row.cells[INVOICE_ACCOUNT].text, c->account) ||
	    !str_eq(row.cells[INVOICE_CURRENCY].text, c->currency))
		return rc;
	*out = row.cells[INVOICE_AMOUNT].number;
	rc = books_invoice_applied(b->f->store, invoice, &applied, err);
	*out -= applied;
	return rc;
}

static int64_t
least(int64_t a, int64_t b, int64_t c)
{
	int64_t m = a < b ? a : b;

	return m < c ? m : c;
}

static enum rc
apply(const struct checkout_book *b, const struct checkout *c, int64_t *rest,
    struct err *err)
{
	enum rc rc = cashbook_unapply(b->f->store, c->payment, err);

	for (size_t i = 0; i < c->line_count && rc == RC_OK; i++) {
		struct books_application x = {
		    .kind = STR(PAYMENT),
		    .source = c->payment,
		    .invoice = c->lines[i].invoice,
		    .batch = STR(CHECKOUTS_BATCH),
		};
		int64_t open = 0;

		rc = room(b, c, x.invoice, &open, err);
		x.amount = least(c->lines[i].amount, *rest, open);
		if (rc != RC_OK || x.amount <= 0)
			continue;
		rc = books_apply(b->f->store, &x, err);
		*rest -= x.amount;
	}
	return rc;
}

/* Where an import said no word of what it pays, it pays what the customer
 * wanted, until an import does say it. */
static enum rc
apply_imported(const struct checkout_book *b, struct checkout *c,
    int64_t target, struct err *err)
{
	struct books_row row;
	int64_t applied = 0;
	enum rc rc = books_source_applied(
	    b->f->store, STR(PAYMENT), c->payment, &applied, err);

	c->booked = CHECKOUT_IMPORTED;
	if (rc != RC_OK || applied > 0)
		return rc;
	rc = books_find(b->f->store, BOOKS_PAYMENT, c->payment, &row, err);
	if (rc != RC_OK)
		return rc;
	if (row.cells[PAYMENT_AMOUNT].number < target)
		target = row.cells[PAYMENT_AMOUNT].number;
	rc = apply(b, c, &target, err);
	return rc == RC_OK ? agenda_wake(b->f->store, c->account, b->now, err)
			   : rc;
}

enum rc
checkout_book(const struct checkout_book *b, struct checkout *c, int64_t *over,
    struct err *err)
{
	int64_t target = c->received - c->refunded - c->withdrawn;
	enum rc rc = RC_OK;

	*over = 0;
	target = target > 0 ? target : 0;
	if (c->booked == CHECKOUT_IMPORTED ||
	    (c->booked == CHECKOUT_UNBOOKED && c->received <= 0))
		return RC_OK;
	if (c->booked == CHECKOUT_UNBOOKED) {
		rc = find_imported(b, c, &c->payment, err);
		if (rc == RC_OK)
			return apply_imported(b, c, target, err);
		if (rc == RC_MISS)
			rc = add_payment(b, c, target, err);
	}
	if (rc == RC_OK)
		rc = set_amount(b, c, target, err);
	if (rc == RC_OK)
		rc = apply(b, c, &target, err);
	*over = target;
	return rc == RC_OK ? agenda_wake(b->f->store, c->account, b->now, err)
			   : rc;
}

static enum rc
again(const struct checkout_book *b, struct checkout *v, size_t n, bool lost,
    struct err *err)
{
	int64_t over;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		if (lost) {
			rc = cashbook_unapply(b->f->store, v[i].payment, err);
			if (rc == RC_OK)
				rc = cashbook_drop(
				    b->f->store, v[i].payment, err);
			v[i].booked = CHECKOUT_UNBOOKED;
			v[i].payment = (struct str){NULL, 0};
		}
		if (rc == RC_OK)
			rc = checkout_book(b, &v[i], &over, err);
		if (rc == RC_OK)
			rc = checkouts_put(b->f->store, &v[i], err);
	}
	return rc;
}

enum rc
checkout_book_again(const struct checkout_book *b, struct err *err)
{
	struct checkout *v;
	size_t n = 0;
	enum rc rc = checkouts_lost(b->f->store, b->a, &v, &n, err);

	if (rc == RC_OK)
		rc = again(b, v, n, true, err);
	if (rc == RC_OK)
		rc = checkouts_ours_all(b->f->store, b->a, &v, &n, err);
	return rc == RC_OK ? again(b, v, n, false, err) : rc;
}
