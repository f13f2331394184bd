#ifndef DUNMAIL_FLOW_ENROL_H
#define DUNMAIL_FLOW_ENROL_H

#include "flow/flow.h"

/*
 * enrol: which accounts the planner knows in which sequence. An import names
 * those whose invoices have to be looked at; the other sequences that live on
 * what an import brings (flow/happen.h) follow here, a statement each however
 * many accounts it is about.
 */

/* Within the transaction that woke the accounts for their invoices. A sequence
 * that is new to this ledger is told of all accounts. */
enum rc enrol_follow(const struct flow *f, int64_t now, struct err *err);

#endif
