#ifndef DUNMAIL_FLOW_DIAL_H
#define DUNMAIL_FLOW_DIAL_H

#include "decide/e164.h"
#include "flow/flow.h"

/*
 * dial: telephone numbers on file as the carrier dials them, by the country
 * of whoever has them, and whether they may be used.
 */

/* Locales and zone of whose number it is; each may be empty. */
struct dial_place {
	struct str contact_locale, account_locale, account_zone;
};

/* "" (false): it cannot be told. */
bool dial_number(const struct flow *f, struct str phone,
    const struct dial_place *place, char out[E164_MAX]);

/* ->line of each contact, where a carrier is configured. */
enum rc dial_facts(const struct flow *f, struct arena *a,
    struct facts_account *facts, struct err *err);

/* The instant at which the company's day began: what a day may have is
 * counted from then. */
int64_t dial_midnight(const struct flow *f, int64_t now);

/* How many more texts and calls today; each costs something. cost: of the one
 * that is wanted. */
enum rc dial_room(const struct flow *f, int64_t now, int64_t cost, bool *out,
    struct err *err);

#endif
