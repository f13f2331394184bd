#ifndef DUNMAIL_FLOW_IMPORT_READY_H
#define DUNMAIL_FLOW_IMPORT_READY_H

#include "flow/import_kind.h"

/*
 * import_ready: after an import of customers, the rows that had waited for
 * them are taken in, as an import of their own for each kind.
 */

/* `within`: a transaction is open and stays so (a dry run). Counts what was
 * taken in, and what still waits with why, into *out. */
enum rc import_ready_take(const struct import_run *customers, bool within,
    struct import_result *out, struct err *err);

void import_ready_count(struct batch *b, const struct import_row *row);

#endif
