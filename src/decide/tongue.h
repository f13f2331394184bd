#ifndef DUNMAIL_DECIDE_TONGUE_H
#define DUNMAIL_DECIDE_TONGUE_H

#include "base/arena.h"
#include "decide/rulebook.h"

/*
 * tongue: the rules of the language that a reply is written in: the one with
 * most of its small words in the text, the customer's own (`locale`) when two
 * have as many. *language is set when a word told; NULL: there are no rules.
 */
const struct rulebook *tongue_of(const struct rules *rules, struct arena *a,
    struct str reply, struct str locale, struct str *language);

#endif
