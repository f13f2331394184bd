#ifndef DUNMAIL_FLOW_REQUEST_H
#define DUNMAIL_FLOW_REQUEST_H

#include "flow/desk.h"
#include "store/requests.h"

/*
 * request: a hold's release or a credit, which one person asks for and another
 * decides by answering the mail that asks. Never the same address, and only
 * who may approve. (Limits have requests of their own: flow/creditlimit.)
 */
struct request_wish {
	struct str kind;    /* REQUESTS_... */
	struct str subject; /* of a credit: the invoice */
	struct money amount;
	struct str why;
};

/* RC_BAD: it is asked for already, or nobody else may say yes. *done: whom
 * was asked, in words. */
enum rc request_ask(const struct desk_mail *m,
    const struct facts_account *facts, const struct request_wish *wish,
    struct str *done, struct err *err);

/* The answer to the mail that asked. RC_BAD: not theirs to decide, or decided
 * before. Done anew on what the ledger says now. */
enum rc request_decide(const struct desk_mail *m, bool approved, struct str why,
    struct str *done, struct err *err);

/* May the writer say yes to what that person asked for? RC_BAD: no. */
enum rc request_may(
    const struct desk_mail *m, struct str asked_by, struct err *err);

#endif
