#ifndef DUNMAIL_STORE_CHECKOUTS_H
#define DUNMAIL_STORE_CHECKOUTS_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * checkouts: payments over a provider's hosted page, and how each stands.
 *
 *   created -> open -> processing -> paid -> refunded, disputed
 *                   \-> expired  \-> failed
 *
 * Their state is what the provider said last, whichever way it came. The
 * caller holds the transaction where it writes.
 */
enum checkout_state {
	CHECKOUT_CREATED,
	CHECKOUT_OPEN,
	CHECKOUT_PROCESSING,
	CHECKOUT_PAID,
	CHECKOUT_FAILED,
	CHECKOUT_EXPIRED,
	CHECKOUT_REFUNDED,
	CHECKOUT_DISPUTED,
	CHECKOUT_MISMATCH,
	CHECKOUT_STATES
};

enum checkout_booked {
	CHECKOUT_UNBOOKED,
	CHECKOUT_OURS,     /* a payment of our own holds the money */
	CHECKOUT_IMPORTED, /* one that an import brought */
};

struct checkout_line {
	struct str invoice;
	int64_t amount;
};

/* The batch that rows of ours bear instead of an import's. */
#define CHECKOUTS_BATCH "checkout"

struct checkout {
	struct str id, account, contact, language;
	int64_t at;
	struct str currency;
	int64_t amount;
	struct str method, provider, op, digest;
	int64_t expires_at;

	enum checkout_state state;
	struct str session;
	struct str provider_payment; /* their id */
	struct str payment;          /* id of the ledger's row */
	enum checkout_booked booked;
	int64_t received, refunded, withdrawn;
	struct str reason;
	int64_t look_at; /* 0: not by itself */
	int64_t tries;
	struct str tell;
	int64_t changed_at;

	struct checkout_line *lines;
	size_t line_count;
};

const char *checkout_state_name(enum checkout_state s);

/* As created, with its lines. RC_MISS: that wish was written down before. An
 * invoice whose last page is still open is refused by the engine: close that
 * one first. */
enum rc checkouts_add(
    struct store *st, const struct checkout *c, struct err *err);
/* All but what it was asked for with. Its invoices are free for another when
 * the state says that nothing can come of it any more. */
enum rc checkouts_put(
    struct store *st, const struct checkout *c, struct err *err);

/* All with lines. RC_MISS: none. */
enum rc checkouts_get(struct store *st, struct arena *a, struct str id,
    struct checkout *out, struct err *err);
enum rc checkouts_by_session(struct store *st, struct arena *a,
    struct str session, struct checkout *out, struct err *err);
enum rc checkouts_by_provider_payment(struct store *st, struct arena *a,
    struct str payment, struct checkout *out, struct err *err);
/* Whose money that payment of the account's is. */
enum rc checkouts_by_payment(struct store *st, struct arena *a,
    struct str payment, struct str account, struct checkout *out,
    struct err *err);
/* The one that may still be paid, or is being. */
enum rc checkouts_open_of(struct store *st, struct arena *a, struct str invoice,
    struct checkout *out, struct err *err);

/* To be asked about by now, the most overdue first. */
enum rc checkouts_due(struct store *st, struct arena *a, int64_t now,
    size_t max, struct checkout **out, size_t *count, struct err *err);
/* Of which somebody has to be told. */
enum rc checkouts_to_tell(struct store *st, struct arena *a, size_t max,
    struct checkout **out, size_t *count, struct err *err);
/* Booked by us and not seen in an import yet. */
enum rc checkouts_ours(struct store *st, struct arena *a, struct str account,
    struct checkout **out, size_t *count, struct err *err);
enum rc checkouts_ours_count(struct store *st, int64_t *out, struct err *err);
/* Of all accounts; and those whose imported payment is gone. */
enum rc checkouts_ours_all(struct store *st, struct arena *a,
    struct checkout **out, size_t *count, struct err *err);
enum rc checkouts_lost(struct store *st, struct arena *a, struct checkout **out,
    size_t *count, struct err *err);
/* Those of an account that changed since, the newest first. */
enum rc checkouts_of(struct store *st, struct arena *a, struct str account,
    int64_t since, size_t max, struct checkout **out, size_t *count,
    struct err *err);

/* All that can still change are to be asked about at `at`, and those paid that
 * changed since. */
enum rc checkouts_look_all(
    struct store *st, int64_t at, int64_t since, struct err *err);
enum rc checkouts_unsettled(struct store *st, int64_t *out, struct err *err);

#endif
