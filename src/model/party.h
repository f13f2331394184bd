#ifndef DUNMAIL_MODEL_PARTY_H
#define DUNMAIL_MODEL_PARTY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "model/phone.h"

/* party: an account (a customer that buys on credit) and its contacts. */
struct account {
	struct str id;
	struct str name;
	struct str language; /* locale, "en-GB"; empty: the company's */
	struct str timezone; /* empty: the company's */
	struct str currency;
	int64_t credit_limit; /* minor units; 0: none set */
	int64_t terms_days;
	struct str segment;
	struct str collector;
	bool white_glove;
};

enum contact_role {
	ROLE_AP,
	ROLE_BUYER,
	ROLE_ESCALATION,
	ROLE_EXECUTIVE,
	ROLE_OTHER,
};

enum contact_state {
	CONTACT_OK,
	CONTACT_BOUNCED,    /* hard: the address is dead */
	CONTACT_COMPLAINED, /* called us spam */
	CONTACT_STOPPED,    /* asked not to be mailed */
};

struct contact {
	struct str id;
	struct str account;
	struct str name;
	struct str email;
	struct str phone;
	struct phone line; /* the same, where a carrier dials it */
	enum contact_role role;
	struct str language; /* empty: the account's */
	enum contact_state state;
	int64_t state_at;         /* instant since which it is so; 0: ever */
	int64_t since;            /* instant from which it stood on file */
	struct str timezone;      /* empty: the account's */
	int hours_from, hours_to; /* preferred, minutes of their day; both 0:
				   * none */
	int ahead; /* minutes by which their clock is ahead of the account's
		    * at the moment of the facts */
	int64_t rests_until; /* instant; 0: does not rest */
	struct str rest_reason, rest_by;
};

/* Enum <-> the words of the tables and of the import. */
const char *party_role_name(enum contact_role role);
enum contact_role party_role_parse(struct str s); /* unknown: ROLE_OTHER */
const char *party_state_name(enum contact_state state);
enum contact_state party_state_parse(struct str s); /* unknown: STOPPED */

#endif
