#ifndef DUNMAIL_FLOW_DESK_RELAY_H
#define DUNMAIL_FLOW_DESK_RELAY_H

#include "flow/desk.h"

/*
 * desk_relay: what a collector wrote below the orders, or instead of any, in
 * answer to a mail that needed a person. What was done with it, in words for
 * the collector, goes into out->reason; desk_task answers, with what the orders
 * did, in one mail. An empty reason: nothing need be said.
 */
enum rc desk_relay(const struct desk_mail *m, struct str text,
    struct desk_result *out, struct err *err);

#endif
