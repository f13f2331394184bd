#ifndef DUNMAIL_STORE_CREDITBOOK_H
#define DUNMAIL_STORE_CREDITBOOK_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "base/money.h"
#include "store/store.h"

/*
 * creditbook: how accounts stand with their credit, and requests for another
 * limit. Words as in the tables; the caller holds the transaction.
 */
struct creditbook {
	struct str account;
	int64_t created_at;
	struct str mode, reason;
	bool held;
	day_t since;   /* of the hold, or of the warning; DAY_NONE: neither */
	day_t warned;  /* DAY_NONE: was not */
	struct str by; /* who set the mode */
	struct str why;
	day_t excused;
	int64_t announced;
	int64_t used_count, hold_count;
	day_t last_review;
	bool given; /* the limit was approved here */
	int64_t limit_given;
};

/* RC_MISS: no such account. One without a row is as it was made. */
enum rc creditbook_get(struct store *st, struct arena *a, struct str account,
    struct creditbook *out, struct err *err);
/* All but the limit. */
enum rc creditbook_put(
    struct store *st, const struct creditbook *c, struct err *err);

/* Accounts that are warned or held, after `after`, in order. */
enum rc creditbook_held(struct store *st, struct arena *a, struct str after,
    size_t max, struct str **out, size_t *count, struct err *err);

/* What a reviewer wants to know. */
enum rc creditbook_broken(struct store *st, struct str account, int64_t since,
    int64_t *out, struct err *err);
enum rc creditbook_disputes(
    struct store *st, struct str account, int64_t *out, struct err *err);

struct creditbook_paid {
	day_t issued, received;
	struct money amount;
};
/* Payments received after that day, as they were applied. */
enum rc creditbook_payments(struct store *st, struct arena *a,
    struct str account, day_t since, struct creditbook_paid **out,
    size_t *count, struct err *err);

struct creditbook_note {
	int64_t at;
	struct str author, text;
};
/* The last five, newest first. */
enum rc creditbook_notes(struct store *st, struct arena *a, struct str account,
    struct creditbook_note **out, size_t *count, struct err *err);

/* A limit given here, until an import says another. */
enum rc creditbook_limit(
    struct store *st, struct str account, int64_t limit, struct err *err);
struct creditbook_other {
	struct str account, currency;
	int64_t given, is;
};
/* Those where an import has said another since. */
enum rc creditbook_imported(struct store *st, struct arena *a,
    struct creditbook_other **out, size_t *count, struct err *err);
enum rc creditbook_forget(
    struct store *st, struct str account, struct err *err);

struct creditbook_request {
	struct str id, account;
	struct money amount, was;
	struct str why, state;
	struct str by, key; /* who asks, and the same folded */
	int64_t at;
	struct str decided_by;
};
/* RC_MISS: there is an open one for that account. */
enum rc creditbook_ask(
    struct store *st, const struct creditbook_request *r, struct err *err);
/* RC_MISS: there is none of that id. */
enum rc creditbook_request(struct store *st, struct arena *a, struct str id,
    struct creditbook_request *out, struct err *err);
enum rc creditbook_requests(struct store *st, struct arena *a,
    struct creditbook_request **out, size_t *count, struct err *err);

struct creditbook_decision {
	struct str id;
	bool approved;
	struct str by, key, why;
	int64_t at;
};
/* RC_MISS: it was decided before. The table refuses one by who asked. */
enum rc creditbook_decide(
    struct store *st, const struct creditbook_decision *d, struct err *err);

#endif
