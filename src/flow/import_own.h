#ifndef DUNMAIL_FLOW_IMPORT_OWN_H
#define DUNMAIL_FLOW_IMPORT_OWN_H

#include "flow/import_kind.h"

/*
 * import_own: an import meets payments that we booked ourselves (see
 * flow/checkout_book.h). The import is the truth:
 *
 *   the same payment   takes ours over, with what ours was applied to, so that
 *                      it is never counted twice and no paid invoice opens
 *   an application     for which there is no room takes the room of ours; if
 *                      the money was another's, ours is unapplied cash now,
 *                      and a person is told: paid twice?
 *
 * All are no questions to the ledger while nothing of ours is in it.
 */

/* At the beginning of each import, in its transaction. */
enum rc import_own_begin(struct import_run *run, struct err *err);

/* What would give way: on that invoice, to a row of that payment or credit;
 * of that payment, to an application to that invoice. */
enum rc import_own_room(struct import_run *run, struct str invoice,
    struct str source, int64_t *out, struct err *err);
enum rc import_own_of(struct import_run *run, struct str source,
    struct str invoice, int64_t *out, struct err *err);

/* A payment that is new, or has the number of ours: is it one of ours? Before
 * it is written, and after: takes ours over. */
enum rc import_own_find(struct import_run *run, struct import_row *row,
    const struct import_pair *pair, struct err *err);
enum rc import_own_take(struct import_run *run, struct import_row *row,
    const struct import_pair *pair, struct err *err);

/* After an application was written: ours gives way to it. */
enum rc import_own_yield(struct import_run *run, const struct import_row *row,
    const struct import_pair *pair, struct err *err);

#endif
