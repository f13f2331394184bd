#ifndef DUNMAIL_FLOW_CONSENT_H
#define DUNMAIL_FLOW_CONSENT_H

#include "base/arena.h"
#include "base/err.h"
#include "model/oauth.h"

/*
 * consent: how the first token comes, while a person looks on. By a device
 * code (RFC 8628): they type it on a page, we ask until they did. By a browser
 * (RFC 6749 with PKCE, RFC 7636): they open a page and bring back the address
 * that it led to; nothing listens there.
 */
struct consent {
	struct str url;       /* to be opened */
	struct str user_code; /* to be typed there; empty: none */
	int64_t interval;     /* seconds between two questions */
	int64_t until;        /* when the code ends, by oauth_clock() */

	/* secret */
	struct str device_code;
	struct str verifier, state;
};

/* RC_BAD: the provider refuses, RC_LATER: it could not be asked. */
enum rc consent_device(const struct oauth_settings *o, struct arena *a,
    struct consent *out, struct err *err);

/* RC_OK: consented, and the tokens are stored. RC_LATER: not yet, ask again
 * after c->interval. RC_BAD: it came to nothing, and why. */
enum rc consent_device_poll(
    const struct oauth_settings *o, struct consent *c, struct err *err);

/* Needs seal_start. */
void consent_browser(
    const struct oauth_settings *o, struct arena *a, struct consent *out);
/* pasted: the address that the browser ended at, or the code in it. As
 * consent_device_poll. */
enum rc consent_browser_done(const struct oauth_settings *o, struct arena *a,
    const struct consent *c, struct str pasted, struct err *err);

#endif
