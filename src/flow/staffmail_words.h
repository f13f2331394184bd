#ifndef DUNMAIL_FLOW_STAFFMAIL_WORDS_H
#define DUNMAIL_FLOW_STAFFMAIL_WORDS_H

#include "flow/apply.h"
#include "flow/params.h"

/* staffmail_words: what a mail to a person says of the customer's mail: its
 * words, who wrote, how it was understood, what was done already. */
void staffmail_words(
    const struct apply *ap, const struct effects *effects, struct params *out);

#endif
