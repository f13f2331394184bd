#ifndef DUNMAIL_FLOW_IMPORT_APPLIED_H
#define DUNMAIL_FLOW_IMPORT_APPLIED_H

#include "flow/import_kind.h"

/*
 * import_applied: what payments and credits share: each is money of one
 * account in one currency, and part of it is applied to invoices.
 */

/* The invoice and applied columns of a row. */
void import_applied_read(struct import_row *row, const char *kind,
    const struct import_cell *invoice, const struct import_cell *applied);

/* The judge of payments and credits. */
enum rc import_applied_judge(struct import_run *run, struct import_row *row,
    struct import_pair *pair, struct err *err);

/* Neither account nor currency of what is known changes. */
void import_applied_same_owner(const struct import_kind *kind,
    struct import_row *row, const struct import_pair *pair);

/* The amount is not less than what is applied. */
void import_applied_covers(const struct import_kind *kind,
    struct import_row *row, const struct import_pair *pair, int64_t applied);

#endif
