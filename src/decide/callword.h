#ifndef DUNMAIL_DECIDE_CALLWORD_H
#define DUNMAIL_DECIDE_CALLWORD_H

#include <stddef.h>

#include "base/str.h"

/*
 * callword: how a call ended, as people say it: "no answer", "No-Answer",
 * "left a message", "pas de réponse". Pure.
 */

/* The name of an outcome: "reached"; NULL behind the last. */
const char *callword_name(size_t i);

/*
 * The outcome that text begins with, however it is said, and what stands
 * behind it. Blanks, hyphens and underscores are one and the same, capitals
 * do not count. NULL: none.
 */
const char *callword_find(struct str text, struct str *rest);

#endif
