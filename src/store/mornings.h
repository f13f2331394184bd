#ifndef DUNMAIL_STORE_MORNINGS_H
#define DUNMAIL_STORE_MORNINGS_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/* mornings: what the worklist and the digest are made from, and what their
 * answers leave. */
struct mornings_task {
	struct str id, account, kind, text;
};
/* Open ones about accounts, oldest first. */
enum rc mornings_tasks(struct store *st, struct arena *a, size_t max,
    struct mornings_task **out, size_t *count, struct err *err);
/* RC_MISS: it is not open. */
enum rc mornings_task_done(
    struct store *st, struct str id, int64_t now, struct err *err);

/* What the customer wrote last. RC_MISS: nothing. */
enum rc mornings_last_words(struct store *st, struct arena *a,
    struct str account, struct str *text, int64_t *at, struct err *err);

/* Accounts that are not listed until later. */
enum rc mornings_snoozes(struct store *st, struct arena *a, int64_t now,
    struct str **out, size_t *count, struct err *err);
struct mornings_snooze {
	struct str account, by;
	int64_t until, now;
};
enum rc mornings_snooze(
    struct store *st, const struct mornings_snooze *x, struct err *err);

/* Accounts behind `after` that the planner looks at until then. */
struct mornings_due {
	int64_t until;
	struct str after;
	size_t max;
};
enum rc mornings_due(struct store *st, struct arena *a,
    const struct mornings_due *want, struct str **out, size_t *count,
    struct err *err);
/* Touches that are planned and not gone. */
enum rc mornings_planned(struct store *st, struct arena *a, size_t max,
    struct str **out, size_t *count, struct err *err);

/* What was skipped for an account goes on. RC_MISS: nothing was. */
enum rc mornings_unskip(
    struct store *st, struct str account, int64_t now, struct err *err);

#endif
