#ifndef DUNMAIL_FLOW_STRIPE_MONEY_H
#define DUNMAIL_FLOW_STRIPE_MONEY_H

#include <stdbool.h>

#include "base/money.h"

/*
 * stripe_money: amounts as Stripe counts them, which is not ISO 4217
 * everywhere: MGA has no digits behind the point there; ISK and UGX, which
 * have none, are written with two that are zero; of three digits the last one
 * has to be zero.
 */

/* False: not in this currency, not to the last digit, or too large. */
bool stripe_money_out(struct money m, int64_t *out);
/* Back; their currency is in small letters. False: not one of ours, or not
 * one whole minor unit of ours. */
bool stripe_money_in(int64_t amount, struct str currency, struct money *out);

/* See struct provider. */
bool stripe_money_takes(struct money m, int64_t *least, int64_t *most);

#endif
