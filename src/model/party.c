#include "model/party.h"

const char *
party_role_name(enum contact_role role)
{
	switch (role) {
	case ROLE_AP:
		return "ap";
	case ROLE_BUYER:
		return "buyer";
	case ROLE_ESCALATION:
		return "escalation";
	case ROLE_EXECUTIVE:
		return "executive";
	case ROLE_OTHER:
		return "other";
	}
	return "other";
}

enum contact_role
party_role_parse(struct str s)
{
	for (int r = ROLE_AP; r < ROLE_OTHER; r++)
		if (str_fold_eqc(s, party_role_name((enum contact_role)r)))
			return (enum contact_role)r;
	return ROLE_OTHER;
}

const char *
party_state_name(enum contact_state state)
{
	switch (state) {
	case CONTACT_OK:
		return "ok";
	case CONTACT_BOUNCED:
		return "bounced";
	case CONTACT_COMPLAINED:
		return "complained";
	case CONTACT_STOPPED:
		return "stopped";
	}
	return "stopped";
}

enum contact_state
party_state_parse(struct str s)
{
	for (int r = CONTACT_OK; r < CONTACT_STOPPED; r++)
		if (str_eqc(s, party_state_name((enum contact_state)r)))
			return (enum contact_state)r;
	return CONTACT_STOPPED;
}
