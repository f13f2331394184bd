#ifndef DUNMAIL_FLOW_CORRECTION_H
#define DUNMAIL_FLOW_CORRECTION_H

#include "flow/flow.h"
#include "flow/parser.h"

/*
 * correction: the ledger follows what people moved (flow/filing wrote it
 * down): the mail is read again, decide/correct says what follows, and that,
 * the counts of the rules and that it was followed are one transaction. One
 * that cannot be followed becomes work for a person.
 */
struct correction_stats {
	int64_t followed;
	int64_t refused; /* nothing can follow: told to staff */
};

enum rc correction_round(const struct flow *f, struct parser *parser,
    int64_t now, struct correction_stats *out, struct err *err);

#endif
