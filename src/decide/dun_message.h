#ifndef DUNMAIL_DECIDE_DUN_MESSAGE_H
#define DUNMAIL_DECIDE_DUN_MESSAGE_H

#include "decide/dun.h"

/*
 * dun_message: of the lines that are due, which make one message now, to whom,
 * and what keeps it back. Between dun.c and here only.
 */

/* The earliest of all reasons to look again counts. */
void dun_message_look_day(struct dun *out, day_t day);
void dun_message_look_at(struct dun *out, int64_t at);

/* The whole account is held back; *out says why and until when. */
bool dun_message_held(const struct facts_account *facts, struct dun *out);

/* False: none is due, or gates are shut (*out says which). Lines that belong
 * into another message are due no more. */
bool dun_message_choose(const struct facts_account *facts,
    const struct sequence *seq, const struct dun_limits *limits,
    struct dun *out);

#endif
