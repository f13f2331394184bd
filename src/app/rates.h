#ifndef DUNMAIL_APP_RATES_H
#define DUNMAIL_APP_RATES_H

#include "app/mistake.h"
#include "decide/interest.h"
#include "model/settings.h"

/*
 * rates: [interest] of gateway.conf and its file of reference rates, a line
 * each, oldest first: DATE,RATE in per cent with at most two decimals. Empty
 * lines and lines that begin with '#' say nothing.
 */
struct rates;

/* All mistakes are told; NULL where no interest is asked for. */
struct rates *rates_load(const struct settings *s, struct mistakes *m);
void rates_free(struct rates **r);

/* NULL of NULL. */
const struct interest_terms *rates_terms(const struct rates *r);

#endif
