#ifndef DUNMAIL_DECIDE_ANSWER_H
#define DUNMAIL_DECIDE_ANSWER_H

#include "decide/inbound.h"

/*
 * answer: what each intent of a person's reply leads to. Called by inbound
 * for a mail that belongs to an account and is neither forged nor too old.
 */
void answer_decide(const struct inbound *in,
    const struct inbound_limits *limits, struct inbound_result *out);

#endif
