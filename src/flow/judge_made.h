#ifndef DUNMAIL_FLOW_JUDGE_MADE_H
#define DUNMAIL_FLOW_JUDGE_MADE_H

#include "flow/gather.h"
#include "flow/judge.h"

/*
 * judge_made: where a mail belongs that we made ourselves. Of a form: it is
 * that contact's, who was shown the form behind a signed link. Of a text: it
 * is thought to be. What its thread names counts as far as it is that
 * account's. Between judge.c and here only.
 */
void judge_made(
    const struct gather *g, const struct judge_in *in, struct thread_hit *hit);

#endif
