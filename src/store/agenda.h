#ifndef DUNMAIL_STORE_AGENDA_H
#define DUNMAIL_STORE_AGENDA_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * agenda: who is in which sequence, and when the planner looks at that next.
 * An account may be down for several instants: looks are free to come too
 * early, and each removes what made it. The caller holds the transaction.
 */

/* Look at this account in that sequence at `at`; it is in it from now on. */
enum rc agenda_look(struct store *st, struct str account, struct str sequence,
    int64_t at, struct err *err);

/* ... in all sequences it is in. */
enum rc agenda_wake(
    struct store *st, struct str account, int64_t at, struct err *err);

/* ... at all accounts, in that sequence, whose invoices are looked at by
 * then. */
enum rc agenda_follow(
    struct store *st, struct str sequence, int64_t at, struct err *err);

/* ... whose invoices are looked at one day. */
enum rc agenda_fill(
    struct store *st, struct str sequence, int64_t at, struct err *err);

/* ... at every account's credit. */
enum rc agenda_credit(struct store *st, int64_t at, struct err *err);

/* Who is down for that instant is in the sequence from now on. */
enum rc agenda_enrol(
    struct store *st, struct str sequence, int64_t at, struct err *err);

struct agenda_ask {
	struct str sequence;
	int64_t now;
	size_t max; /* rows; 1 at least */
};

/* Accounts down for now or before, each once, in order; taken off. */
enum rc agenda_take(struct store *st, struct arena *a,
    const struct agenda_ask *ask, struct str **out, size_t *count,
    struct err *err);

/* RC_MISS: nobody is. Takes no lock. */
enum rc agenda_is_due(
    struct store *st, const struct agenda_ask *ask, struct err *err);

/* How many looks are due, in all sequences. */
enum rc agenda_count_due(
    struct store *st, int64_t now, int64_t *out, struct err *err);

struct agenda_looked {
	struct str account, sequence;
	int64_t now;
	int64_t next;    /* 0: not before something happens */
	int64_t episode; /* that begins; 0: none does */
};

/* After a look at `now`: whatever asked for one at that instant had it. */
enum rc agenda_next(
    struct store *st, const struct agenda_looked *l, struct err *err);

#endif
