#ifndef DUNMAIL_APP_SEQUENCE_JUDGE_H
#define DUNMAIL_APP_SEQUENCE_JUDGE_H

#include "app/mistake.h"
#include "model/sequence.h"

/*
 * sequence_judge: can every step of a sorted sequence ever be said, and does
 * it say what its day lets one expect? gateway_gap in business days.
 */
void sequence_judge(const char *file, const struct sequence *s,
    int64_t gateway_gap, struct mistakes *m);

#endif
