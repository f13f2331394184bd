#ifndef DUNMAIL_STORE_HOOKEVENTS_H
#define DUNMAIL_STORE_HOOKEVENTS_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * hookevents: what a payment provider ("stripe") or a carrier ("twilio") told
 * us, verified and raw. The web process adds, others act. An event that comes
 * again is there already. The caller holds the transaction where it writes.
 */
struct hookevent {
	struct str source, id;
	int64_t at;
	struct str bytes;
};

/* RC_MISS: it came before. */
enum rc hookevents_add(
    struct store *st, const struct hookevent *e, struct err *err);

/* New ones of that source, oldest first. */
enum rc hookevents_new(struct store *st, struct arena *a, struct str source,
    size_t max, struct hookevent **out, size_t *count, struct err *err);

/* RC_OK: some wait; RC_MISS: none. */
enum rc hookevents_waiting(
    struct store *st, struct str source, struct err *err);

/* state: done, ignored; the reason says why. */
struct hookevent_settled {
	struct str source, id;
	const char *state;
	struct str reason;
	int64_t at;
};
enum rc hookevents_settle(
    struct store *st, const struct hookevent_settled *x, struct err *err);

#endif
