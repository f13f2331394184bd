#ifndef DUNMAIL_FLOW_STRIPE_SIGN_H
#define DUNMAIL_FLOW_STRIPE_SIGN_H

#include "base/err.h"
#include "base/str.h"

/*
 * stripe_sign: is this webhook theirs? The header Stripe-Signature,
 * "t=SECONDS,v1=HEX[,v1=HEX...]", over the bytes as they came: HMAC-SHA-256 of
 * "SECONDS.BODY" by the secret. Older than five minutes or more than five
 * minutes ahead is refused; other schemes (v0) do not count.
 */
#define STRIPE_SIGN_SECONDS 300
#define STRIPE_SIGN_SECRETS 2

/* secrets: one a line, the first two count. RC_BAD: no. */
enum rc stripe_sign_check(struct str secrets, struct str header,
    struct str body, int64_t now, struct err *err);

/* The id of an event that was signed ("evt_..."), within the body. RC_BAD: it
 * is no event. */
enum rc stripe_sign_event(
    struct str body, char *id, size_t room, struct err *err);

#endif
