#ifndef DUNMAIL_FLOW_TEXTLOOK_H
#define DUNMAIL_FLOW_TEXTLOOK_H

#include "flow/flow.h"

/*
 * textlook: texts of which nobody knows whether the carrier has them, asked
 * for again: what it has is accepted. What it does not have stays uncertain,
 * and a person was told: nothing is sent twice.
 */
enum rc textlook_round(const struct flow *f, int64_t now, struct err *err);

#endif
