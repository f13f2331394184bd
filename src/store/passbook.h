#ifndef DUNMAIL_STORE_PASSBOOK_H
#define DUNMAIL_STORE_PASSBOOK_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "model/facts.h"
#include "store/store.h"

/*
 * passbook: what an account was invoiced, paid and credited, and how one was
 * applied to the other, a page at a time. Each question names the account:
 * what is another's is not there.
 */
struct passbook_ask {
	struct store *st;
	struct arena *a; /* what is found goes there */
	struct str account;
	struct str id; /* of what it is about; empty: the account */
	int64_t skip, max;
};

/* A payment, or a credit memo. */
struct passbook_money {
	bool is_credit;
	struct str id;
	day_t day;
	struct money amount;
	struct str method; /* of a payment */
	struct str note;   /* its reference; of a credit memo: the reason */
	int64_t applied;   /* of it, to invoices */
};
#define PASSBOOK_PAYMENT "payment"
#define PASSBOOK_CREDIT  "credit"

/* Newest first; *total: how many there are without skip and max. */
enum rc passbook_monies(const struct passbook_ask *ask,
    struct passbook_money **out, size_t *count, int64_t *total,
    struct err *err);
/* RC_MISS: the account has none of that kind and id. */
enum rc passbook_money(const struct passbook_ask *ask, bool is_credit,
    struct passbook_money *out, struct err *err);

/* What one payment or credit memo was applied to, oldest invoice first. */
struct passbook_use {
	struct str invoice;
	day_t issued;
	struct money invoiced;
	struct money applied;
};
enum rc passbook_uses(const struct passbook_ask *ask, bool is_credit,
    struct passbook_use **out, size_t *count, int64_t *total, struct err *err);

/* Newest first. Only what the invoice itself says: id, po, days, sums. */
enum rc passbook_invoices(const struct passbook_ask *ask,
    struct facts_invoice **out, size_t *count, int64_t *total, struct err *err);

/* What was applied to one invoice, oldest first. */
struct passbook_part {
	bool is_credit;
	struct str source;
	int64_t amount;
	day_t day;
};
enum rc passbook_parts(const struct passbook_ask *ask,
    struct passbook_part **out, size_t *count, int64_t *total, struct err *err);

/* The last 50 promises to pay one invoice, newest first. */
struct passbook_promise {
	day_t day;
	bool has_amount;
	struct money amount;
	struct str state;
	int64_t made_at;
};
enum rc passbook_promises(const struct passbook_ask *ask,
    struct passbook_promise **out, size_t *count, struct err *err);

/* The day of the first invoice, payment or credit memo; DAY_NONE. */
enum rc passbook_first(
    const struct passbook_ask *ask, day_t *out, struct err *err);

#endif
