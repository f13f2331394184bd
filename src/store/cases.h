#ifndef DUNMAIL_STORE_CASES_H
#define DUNMAIL_STORE_CASES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * cases: what was handed to people, and whether they were told, one a mail of
 * a customer's. The touch of a case is the mail that tells it; its tasks are
 * those of the customer's mail. The caller holds the transaction.
 */
struct cases_row {
	struct str touch, inbox, account;
	struct str person; /* address, folded */
	int64_t at;
	struct str told; /* single, waits, digest, gone */
	int64_t told_at; /* 0: not yet */
	struct str digest;
	int64_t late_at; /* 0: not watched */
};

/* There already: stays as it is. */
enum rc cases_add(struct store *st, const struct cases_row *c, struct err *err);
/* How it is told now, and when it will be late. */
enum rc cases_told(
    struct store *st, const struct cases_row *c, struct err *err);

/* RC_OK: something waits or is late by now; RC_MISS: nothing. */
enum rc cases_any(struct store *st, int64_t now, struct err *err);

/* Cases told to that person since, one a mail or in lists; and whether any
 * waits. */
struct cases_count {
	int64_t singles, listed;
	bool waits;
};
enum rc cases_count(struct store *st, struct str person, int64_t since,
    struct cases_count *out, struct err *err);

/* Who has cases that wait. */
enum rc cases_persons(struct store *st, struct arena *a, struct str **out,
    size_t *count, struct err *err);
/* Those, oldest first. */
enum rc cases_waiting(struct store *st, struct arena *a, struct str person,
    size_t max, struct cases_row **out, size_t *count, struct err *err);
/* Those that one mail lists, oldest first. */
enum rc cases_of_digest(struct store *st, struct arena *a, struct str digest,
    struct cases_row **out, size_t *count, struct err *err);

/* Those that are late at that moment; and one that is not watched any more. */
enum rc cases_late(struct store *st, struct arena *a, int64_t now, size_t max,
    struct cases_row **out, size_t *count, struct err *err);
enum rc cases_unwatch(struct store *st, struct str touch, struct err *err);

/* RC_OK: something of it is still to be done; RC_MISS: it is closed. */
enum rc cases_is_open(
    struct store *st, const struct cases_row *c, struct err *err);
/* RC_OK: a mail of ours to the case's mail was handled; RC_MISS: none. */
enum rc cases_is_answered(
    struct store *st, const struct cases_row *c, struct err *err);

/* What a person's mail says of an account. */
struct cases_promises {
	int64_t kept, broken, open;
};
enum rc cases_promises(struct store *st, struct str account,
    struct cases_promises *out, struct err *err);

struct cases_note {
	int64_t at;
	struct str author, kind, text, inbox;
	bool bank; /* of a mail that speaks of bank details */
};
/* The last of them, newest first. */
enum rc cases_notes(struct store *st, struct arena *a, struct str account,
    struct cases_note **out, size_t *count, struct err *err);

#endif
