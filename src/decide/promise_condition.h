#ifndef DUNMAIL_DECIDE_PROMISE_CONDITION_H
#define DUNMAIL_DECIDE_PROMISE_CONDITION_H

#include "decide/reading.h"

/* promise_condition: does a promise hang on something? */

/* Does the text, a part of that sentence, set a condition? */
bool promise_condition_set(struct reading *r, size_t at, struct str text);
/* Does it look so, and is none? */
bool promise_condition_void(struct reading *r, size_t at, struct str text);

#endif
