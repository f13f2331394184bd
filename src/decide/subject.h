#ifndef DUNMAIL_DECIDE_SUBJECT_H
#define DUNMAIL_DECIDE_SUBJECT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * subject: what is left of a subject without "Re:", "AW:", "Fwd:" and [tags]
 * in front, folded (decide/phrase); and which of the two kinds there were.
 */
struct str subject_base(
    struct arena *a, struct str subject, bool *re, bool *forward);

#endif
