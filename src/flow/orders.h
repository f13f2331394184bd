#ifndef DUNMAIL_FLOW_ORDERS_H
#define DUNMAIL_FLOW_ORDERS_H

#include "decide/order.h"
#include "flow/contest.h"
#include "flow/desk.h"

/*
 * orders: the orders of one mail, one after the other, each upon what the one
 * before has made of the account. One file an idea, order_<idea>.c. In the
 * caller's transaction: the first that cannot be done ends it, and all of it
 * is taken back.
 */
struct order_job {
	const struct desk_mail *m;
	const struct facts_account *facts; /* of this moment */
	const struct order *o;
	struct str id;      /* natural key of what it makes */
	struct str because; /* the mail's text, as the reason of a yes or no */
	struct str done;    /* out: one sentence */
};

/* RC_BAD, RC_MISS: why not, and what to write instead. */
typedef enum rc order_work(struct order_job *j, struct err *err);

order_work order_note, order_call, order_promise, order_dispute, order_resolve,
    order_paid, order_pause, order_resume, order_hold, order_release,
    order_assign, order_send, order_limit, order_whiteglove, order_links,
    order_yes;

/* The lines of the answer; the first is the sum of it. */
struct orders_said {
	struct str *v;
	size_t n, cap;
};
void orders_say(
    const struct desk_mail *m, struct orders_said *said, struct str line);

/* The orders of the mail; with mistakes it is for desk_refuse. */
void orders_read(const struct desk_mail *m, struct orders *out);
enum rc orders_run(const struct desk_mail *m, const struct orders *orders,
    struct orders_said *said, struct err *err);

/* Invoices that an order names, by the ids of the ledger, or all that the mail
 * is about. */
struct orders_scope {
	struct str *ids;
	size_t n;
	bool named;  /* by the order */
	bool narrow; /* by the order or the mail: less than the account */
};
enum orders_want {
	ORDERS_OPEN, /* still to be paid */
	ORDERS_ANY,  /* paid ones too */
};
enum rc orders_invoices(const struct order_job *j, enum orders_want want,
    struct orders_scope *out, struct err *err);

/* The amount's currency is that of each of them, none is an invoice's number
 * in disguise, and they have as much open. */
enum rc orders_amount(const struct order_job *j,
    const struct orders_scope *scope, struct err *err);

const struct facts_invoice *orders_invoice(
    const struct facts_account *facts, struct str id);

/* "INV-1, INV-2"; "500.00 USD". */
struct str orders_names(struct arena *a, const struct orders_scope *scope);
struct str orders_money(struct arena *a, struct money m);

/* The deed of a dispute about that invoice; the order's amount as the deed
 * reads it, or nothing. */
struct contest orders_contest(const struct order_job *j, struct str invoice);
struct str orders_plain(const struct order_job *j);

/* A line in the timeline. */
enum rc orders_remark(const struct order_job *j, const char *kind,
    struct str text, struct err *err);

#endif
