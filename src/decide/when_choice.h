#ifndef DUNMAIL_DECIDE_WHEN_CHOICE_H
#define DUNMAIL_DECIDE_WHEN_CHOICE_H

#include "decide/when.h"

/*
 * when_choice: which of the days that a sentence names may be days of
 * payment, by what stands right before each.
 */
void when_choice_make(const struct when_context *ctx, struct str sentence,
    const uint64_t *candidates, struct whens *found);

#endif
