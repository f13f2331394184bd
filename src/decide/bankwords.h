#ifndef DUNMAIL_DECIDE_BANKWORDS_H
#define DUNMAIL_DECIDE_BANKWORDS_H

#include <stdbool.h>

#include "base/str.h"

/*
 * bankwords: a text that carries bank details, or says that they have changed.
 * No mail of ours may do either, whoever writes it: they come from the
 * configuration only. Pure; in doubt it is one.
 *
 *   an IBAN whose check digits are right
 *   a number of six digits or more behind words such as "account number"
 *   words such as "our new bank account"
 *
 * Numbers that stand in `ours`, the configured bank details, are no finding.
 */
struct bankwords {
	int line;         /* of the text, from 1 */
	struct str words; /* what was found, of the text */
};

bool bankwords_find(struct str text, struct str ours, struct bankwords *out);

#endif
