#ifndef DUNMAIL_FLOW_IMPORT_PUT_H
#define DUNMAIL_FLOW_IMPORT_PUT_H

#include "base/buf.h"
#include "flow/import_kind.h"

/*
 * import_put: one row, whose cells hold their trimmed texts, checked and
 * written, or refused. RC_OK with row->outcome; anything else is the ledger's.
 */
enum rc import_put(
    struct import_run *run, struct import_row *row, struct err *err);

/* At the beginning of each transaction: others may have written. */
enum rc import_put_begin(struct import_run *run, struct err *err);
/* ... and at its end: what is not written yet. */
enum rc import_put_end(struct import_run *run, struct err *err);

/* What a row of the ledger held, as text, and back (texts in the arena). */
void import_put_pack(
    enum books_table table, const struct books_row *row, struct buf *out);
enum rc import_put_unpack(enum books_table table, struct arena *a,
    struct str text, struct books_row *out, struct err *err);

#define IMPORT_APPLICATION "application"
#define IMPORT_WAITING     "waiting"
#define IMPORT_UNIT        '\x1f' /* between the parts of a composed id */

#endif
