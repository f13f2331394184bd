#ifndef DUNMAIL_DECIDE_RULEGUARD_H
#define DUNMAIL_DECIDE_RULEGUARD_H

#include "decide/reading.h"

/*
 * ruleguard: the conditions of the rules, asked about a match in a sentence (or
 * about what surrounds it) while a reading is made and afterwards.
 */
bool ruleguard_holds(
    struct reading *r, size_t guard, size_t sentence, struct str match);

/* Those that the program itself finds: a day, a sum, a question. */
bool ruleguard_feature(
    const struct reading *r, const struct rulebook_guard *g, size_t sentence);

/* The guard of a role; false when the language has none. */
bool ruleguard_role(struct reading *r, enum rulebook_role role, size_t sentence,
    struct str match);

#endif
