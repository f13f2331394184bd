#ifndef DUNMAIL_DECIDE_ANSWER_VISIT_H
#define DUNMAIL_DECIDE_ANSWER_VISIT_H

#include "decide/inbound.h"

/*
 * answer_visit: what a calendar answers to a talk that was proposed to a
 * white-glove account (RFC 5546: REPLY, COUNTER). Accepted is noted, declined
 * goes to the collector, and a proposal on a day on which business is done is
 * taken. Only from a proven contact of the account, and with an id of ours;
 * anything else does nothing and is reported. False: it is no such answer.
 */
bool answer_visit(const struct inbound *in, struct effects *e);

#endif
