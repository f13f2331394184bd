#include "flow/carrier.h"

const struct carrier *
carrier_find(const struct settings *set)
{
	switch (set->texts_carrier) {
	case TEXTS_NONE:
		return NULL;
	case TEXTS_TWILIO:
		return &carrier_twilio;
	}
	return NULL;
}

bool
carrier_takes(const struct settings *set, struct str channel)
{
	if (carrier_find(set) == NULL)
		return false;
	return str_eqc(channel, "sms") ||
	       (set->texts_calls && str_eqc(channel, "call"));
}

struct str
carrier_address(struct arena *a, const struct settings *set, struct str touch,
    const char *on)
{
	struct str base = set->links_base;

	while (str_ends(base, STR("/")))
		base.n--;
	return arena_fmt(a, "%.*s/hook/twilio?touch=%.*s%s%s", STR_ARG(base),
	    STR_ARG(touch), on ? "&on=" : "", on ? on : "");
}
