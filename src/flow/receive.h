#ifndef DUNMAIL_FLOW_RECEIVE_H
#define DUNMAIL_FLOW_RECEIVE_H

#include "flow/flow.h"
#include "flow/parser.h"

/*
 * receive: mails of the inbox to effects. Claiming counts the try and is
 * committed before the mail is looked at, so that a mail that kills the
 * program is set aside on its third try and stops no other. The outcome and
 * the mail's new state are one transaction.
 */
struct receive_stats {
	int64_t handled, parked, answered;
};

enum rc receive_round(const struct flow *f, struct parser *parser, int64_t now,
    struct receive_stats *out, struct err *err);

#endif
