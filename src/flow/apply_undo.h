#ifndef DUNMAIL_FLOW_APPLY_UNDO_H
#define DUNMAIL_FLOW_APPLY_UNDO_H

#include "flow/apply.h"

/*
 * apply_undo: EFFECT_WITHDRAW, EFFECT_CANCEL, EFFECT_CLOSE and EFFECT_LIFT: a
 * person says that the mail did not mean it, or that it is done. Nothing is
 * said of it to the customer: what is over here was never theirs. Twice is
 * once. Between apply.c and here only.
 */
enum rc apply_undo(const struct apply *ap, const struct effect *x,
    size_t ordinal, struct err *err);

#endif
