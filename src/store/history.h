#ifndef DUNMAIL_STORE_HISTORY_H
#define DUNMAIL_STORE_HISTORY_H

#include "base/day.h"
#include "base/err.h"
#include "base/money.h"
#include "store/store.h"

/* history: all invoices of an account, paid ones too, its payments and
 * credits, and how they were applied, each kind by its date. */
struct history_row {
	const char *kind; /* invoice, payment, credit, applied */
	struct str day;   /* issued, received; ISO */
	struct str id;
	struct str invoice; /* of what was applied */
	struct money amount;
	struct money open; /* of an invoice */
	struct str due;    /* the same */
	struct str text;   /* order number, reference, reason */
	struct str state;  /* of a payment: its method */
};

/* Spans live until it returns; anything but RC_OK ends the reading. */
typedef enum rc history_each(
    void *ctx, const struct history_row *row, struct err *err);

enum rc history_read(struct store *st, struct str account, history_each *each,
    void *ctx, struct err *err);

#endif
