#ifndef DUNMAIL_DECIDE_AMOUNT_SHARE_H
#define DUNMAIL_DECIDE_AMOUNT_SHARE_H

#include "decide/amount.h"

/* amount_share: what the currency of a sum does to it and its neighbours. */

/* Of hundredths; in the currency's own unit when it has another. */
int64_t amount_share_minor(int64_t hundredths, const char currency[4]);

/* "2.000 euro now and another 2.000 in May": the one currency of a sentence
 * is that of its bare sums, too. */
void amount_share_currency(struct amounts *found);

#endif
