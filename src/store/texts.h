#ifndef DUNMAIL_STORE_TEXTS_H
#define DUNMAIL_STORE_TEXTS_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * texts: what was handed to a carrier of texts and calls and how it stands,
 * and what is known of the numbers. The caller holds the transaction.
 */
struct texts_row {
	struct str touch, channel, number;
	int64_t at;
	bool asked; /* somebody waits for it: it is no message of ours */
	int64_t parts, cost;
	struct str sid, state, code, answered_by, keys; /* read only */
};

/* A touch is about to be handed over; a second try is the same row. */
enum rc texts_take(
    struct store *st, const struct texts_row *row, struct err *err);

/* Others of the same sort to that number since. */
enum rc texts_near(struct store *st, const struct texts_row *row, int64_t since,
    int64_t *out, struct err *err);

/* All of them since: how many, and what they are thought to have cost. */
enum rc texts_used(struct store *st, int64_t since, int64_t *count,
    int64_t *cost, struct err *err);

/* The carrier has it, by this name. RC_MISS: it has one already. */
struct texts_said {
	struct str touch, sid, state, code;
	int64_t at;
};
enum rc texts_sent(
    struct store *st, const struct texts_said *x, struct err *err);
enum rc texts_state(
    struct store *st, const struct texts_said *x, struct err *err);
enum rc texts_answered(
    struct store *st, struct str touch, struct str by, struct err *err);
enum rc texts_key(
    struct store *st, struct str touch, struct str keys, struct err *err);

/* RC_MISS: none. */
enum rc texts_get(struct store *st, struct arena *a, struct str touch,
    struct texts_row *out, struct err *err);
enum rc texts_of_sid(struct store *st, struct arena *a, struct str sid,
    struct texts_row *out, struct err *err);
/* The last one to that number. */
enum rc texts_last(struct store *st, struct arena *a, struct str number,
    struct texts_row *out, struct err *err);

/* Texts that the carrier may or may not have, taken after `since`, not looked
 * for since `before`; some of them. */
enum rc texts_uncertain(struct store *st, struct arena *a, int64_t since,
    int64_t before, struct texts_row **out, size_t *count, struct err *err);
enum rc texts_looked(
    struct store *st, struct str touch, int64_t now, struct err *err);

#endif
