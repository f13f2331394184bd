#ifndef DUNMAIL_MODEL_INTEREST_H
#define DUNMAIL_MODEL_INTEREST_H

/* interest: by which rule late payment costs, see decide/interest.h. */
enum interest_rule {
	INTEREST_NONE,
	INTEREST_EU,
	INTEREST_UK,
	INTEREST_FLAT,
};

extern const char *const interest_rules[]; /* names; ends with NULL */

#endif
