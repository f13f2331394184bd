#ifndef DUNMAIL_FLOW_IMPORT_WAITING_H
#define DUNMAIL_FLOW_IMPORT_WAITING_H

#include "flow/import_kind.h"
#include "store/waiting.h"

/*
 * import_waiting: rows whose account is not known yet are put by, and taken
 * in after the customers that they wait for.
 */

/* Put by a row that was refused for its account. */
enum rc import_waiting_put(
    struct import_run *run, const struct import_row *row, struct err *err);

/* A row that was taken need not wait any more. */
enum rc import_waiting_drop(
    struct import_run *run, const struct import_row *row, struct err *err);

/* The cells of a row that waited; false: it cannot be read. */
bool import_waiting_read(const struct import_kind *kind, struct arena *a,
    struct str text, struct import_row *row);

/* Undo: as it was before a batch. */
enum rc import_waiting_restore(struct store *st, struct arena *a,
    const struct batch_before *b, struct err *err);

#endif
