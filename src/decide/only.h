#ifndef DUNMAIL_DECIDE_ONLY_H
#define DUNMAIL_DECIDE_ONLY_H

#include "model/facts.h"
#include "model/sequence.h"

/* only: is this account among those that a sequence or step is for? Pure. */
bool only_admits(
    const struct step_only *only, const struct facts_account *facts);

/* How narrow it is: the narrowest sequence that admits an account is its. */
int only_weight(const struct step_only *only);

/* Is the word in the list? Words are parted by commas; case is ignored. */
bool only_lists(struct str list, struct str word);

#endif
