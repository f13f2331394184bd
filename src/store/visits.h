#ifndef DUNMAIL_STORE_VISITS_H
#define DUNMAIL_STORE_VISITS_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "model/visit.h"
#include "store/store.h"

/* visits: the talks that were proposed to white-glove accounts. The caller
 * holds the transaction. */

/* As proposed; one that is there stays as it is. */
enum rc visits_add(
    struct store *st, const struct visit *v, int64_t at, struct err *err);
/* Its state, day, minute and sequence as they are now. */
enum rc visits_change(
    struct store *st, const struct visit *v, int64_t at, struct err *err);
/* RC_MISS: there is none. */
enum rc visits_by_uid(struct store *st, struct arena *a, struct str uid,
    struct visit *out, struct err *err);
enum rc visits_get(struct store *st, struct arena *a, struct str id,
    struct visit *out, struct err *err);
/* Those of the course with that subject, by day. */
enum rc visits_of_course(struct store *st, struct arena *a, struct str course,
    struct visit **out, size_t *count, struct err *err);
/* Is there one from that day on? RC_MISS: no. */
enum rc visits_ahead(
    struct store *st, struct str account, day_t from, struct err *err);
/* All from that day on are off, and nothing is said about any more; *count:
 * how many. */
enum rc visits_cancel(struct store *st, struct str account, day_t from,
    int64_t at, size_t *count, struct err *err);

/* Accounts of which a calendar is to hear something; 20 of the talks that it
 * may be about, those that changed first; and one of which all was said. */
enum rc visits_diary_accounts(struct store *st, struct arena *a,
    struct str **out, size_t *count, struct err *err);
enum rc visits_diary(struct store *st, struct arena *a, struct str account,
    struct visit **out, size_t *count, struct err *err);
enum rc visits_diary_put(
    struct store *st, const struct visit *v, struct err *err);
/* The contact whom the dates were proposed to. RC_MISS: nobody yet. */
enum rc visits_invited(struct store *st, struct arena *a, struct str account,
    struct str *contact, struct err *err);

#endif
