#ifndef DUNMAIL_FLOW_PLACEMENT_H
#define DUNMAIL_FLOW_PLACEMENT_H

#include "flow/compose_rows.h"

/*
 * placement: a CSV file for a collection agency, with all there is of one
 * account, in the running transaction. Its columns, and what each kind of row
 * has in them, are told in docs/SPOOL.md. A value that a spreadsheet would
 * take for a formula gets an apostrophe before it.
 */
enum rc placement_write(
    const struct compose *j, struct str *out, struct err *err);

#endif
