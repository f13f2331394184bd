#ifndef DUNMAIL_DECIDE_REFERENCE_SHAPE_H
#define DUNMAIL_DECIDE_REFERENCE_SHAPE_H

#include "decide/reference.h"

/*
 * reference_shape: the series that numbers are of: which digits and letters,
 * and what joins them.
 */
bool reference_has_shape(const struct reference_shapes *shapes, struct str s);

/* Nothing when it is known, too long, or one too many. */
void reference_add_shape(struct reference_shapes *shapes, struct str s);

#endif
