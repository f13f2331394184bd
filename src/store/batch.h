#ifndef DUNMAIL_STORE_BATCH_H
#define DUNMAIL_STORE_BATCH_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * batch: one import as it is remembered, what its rows held before it, and
 * how it is taken back.
 */
#define BATCH_ID 24

struct batch {
	struct str id; /* a number, counting up */
	struct str kind;
	struct str source;
	struct str as_of; /* ISO date */
	int64_t started_at;
	int64_t finished_at; /* 0: not */
	int64_t added, changed, unchanged, refused, quarantined;
	struct str totals;  /* "EUR 10.00, USD 5.00" */
	int64_t undone_at;  /* 0: not */
	int64_t stopped_at; /* 0: not */
};

/* kind, source, as_of and started_at are given, the id is made. */
enum rc batch_start(
    struct store *st, struct batch *b, char id[BATCH_ID], struct err *err);
/* The counts, totals, finished_at and stopped_at as they are now. */
enum rc batch_note(struct store *st, const struct batch *b, struct err *err);

/* Newest first. */
enum rc batch_list(struct store *st, struct arena *a, size_t max,
    struct batch **out, size_t *count, struct err *err);
/* The latest that was not undone; RC_MISS: there is none. */
enum rc batch_standing(
    struct store *st, struct arena *a, struct batch *out, struct err *err);

/* The planner shall look, at `at`, at each account that the batch touched. */
enum rc batch_wake(struct store *st, struct str batch, struct str sequence,
    int64_t at, struct err *err);
/* And at what it paid or credited of disputes and promises. */
enum rc batch_wake_held(
    struct store *st, struct str batch, int64_t at, struct err *err);
/* Batches that ended before their time: wake their accounts and mark them.
 * Within a transaction. */
enum rc batch_settle_left(
    struct store *st, struct str sequence, int64_t now, struct err *err);

/* What a row held before the batch changed it; the first word stands. */
struct batch_before {
	struct str kind;
	struct str id;
	struct str before;
};
enum rc batch_before_add(struct store *st, struct str batch,
    const struct batch_before *b, struct err *err);
/* At most max behind `after` (kind and id; empty for the first). */
enum rc batch_before_next(struct store *st, struct arena *a, struct str batch,
    const struct batch_before *after, size_t max, struct batch_before **out,
    size_t *count, struct err *err);

/* Rows that the batch made and that something else names by now. */
struct batch_named {
	struct str what; /* invoice, account, ... */
	struct str id;
	struct str by; /* a touch, a promise, ... */
};
enum rc batch_named(struct store *st, struct arena *a, struct str batch,
    size_t max, struct batch_named **out, size_t *count, struct err *err);

/*
 * To undo a batch, in one transaction: remove what it made, put back what it
 * changed (the caller knows how), then mark it.
 */
enum rc batch_remove(struct store *st, struct str batch, struct err *err);
enum rc batch_undone(
    struct store *st, struct str batch, int64_t now, struct err *err);

#endif
