#ifndef DUNMAIL_DECIDE_DRAFTED_H
#define DUNMAIL_DECIDE_DRAFTED_H

#include <stdbool.h>

#include "base/str.h"

/*
 * drafted: are the words of a draft all in what was sent, as they stood? What
 * a mail program puts around them (a signature, a footer), punctuation, blanks
 * and links say nothing. Pure.
 */
bool drafted_same(struct str draft, struct str sent);

#endif
