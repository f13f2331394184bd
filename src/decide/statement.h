#ifndef DUNMAIL_DECIDE_STATEMENT_H
#define DUNMAIL_DECIDE_STATEMENT_H

#include <stdbool.h>

#include "base/arena.h"
#include "model/aging.h"
#include "model/statement.h"

/*
 * statement: the account of one month, and whether it proves. Pure.
 *
 * An account's balance is what was invoiced less what was credited and paid,
 * whether a payment was matched to an invoice or not. Each currency stands
 * alone. Opening + invoices - credits - payments = closing is true by the way
 * it is reckoned; what has to be proved is that the ledger says the same when
 * it is asked the other way: what is open item by item, at the month's end,
 * and now less all that came after it.
 */
struct statement_section {
	struct money opening, invoiced, credited, paid, closing;
	struct money aging[AGING_BUCKETS];    /* open invoices, at the end */
	struct money unapplied;               /* cash and credits, at the end */
	const struct statement_entry **moves; /* of the month, oldest first */
	size_t move_count;
	const struct statement_entry **items; /* open at the end */
	size_t item_count;
};

struct statement {
	day_t from, to;                     /* the month */
	struct statement_section *sections; /* one a currency */
	size_t count;
	bool active;         /* something moved, or something is open */
	struct str unproven; /* empty: it proves; else why it does not */
};

/* Of the month that ends on `to`; entries by currency and day. */
void statement_make(struct arena *a, day_t to,
    const struct statement_entry *entries, size_t count, struct statement *out);

/* What is open of an entry at the month's end: of a credit or payment, what
 * is not matched. */
struct money statement_open(const struct statement_entry *e);

/* As it changes the balance: an invoice adds, the others take off. */
struct money statement_signed(const struct statement_entry *e);

#endif
