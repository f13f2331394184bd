#ifndef DUNMAIL_FLOW_STRIPE_FORM_H
#define DUNMAIL_FLOW_STRIPE_FORM_H

#include "base/buf.h"
#include "flow/provider.h"

/*
 * stripe_form: a hosted page as the form that creates it, in the words of a
 * version of the API: names change with versions, so each version that can be
 * asked for is listed here with its names.
 */
bool stripe_form_version(struct str version);

/* RC_BAD: no such version, or an amount that they cannot take. */
enum rc stripe_form_create(struct str version, const struct provider_ask *ask,
    struct buf *out, struct err *err);

#endif
