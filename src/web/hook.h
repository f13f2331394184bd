#ifndef DUNMAIL_WEB_HOOK_H
#define DUNMAIL_WEB_HOOK_H

#include "base/arena.h"
#include "flow/flow.h"
#include "port/httpd.h"
#include "model/settings.h"
#include "store/hookevents.h"

/*
 * hook: an address that a provider or carrier calls: /hook/NAME. It verifies
 * the signature over the raw bytes and says under which id the event is to be
 * kept; web/serve keeps it (once) and answers 200 before anybody acts on it.
 * Without the secret that verifies, it does not exist: 404.
 */
struct hook_ask {
	struct arena *a;
	int64_t now; /* the real clock: what they sign goes by it */
	const struct httpd_request *request;
	struct str url; /* as the caller knows it: [links] base and path */
	struct flow *f; /* its store cannot write; NULL: there is none now */
};

struct hook_out {
	/* The signature is theirs, whatever else is wrong with it. */
	bool theirs;
	struct hookevent event;
	/* What the caller is told beside 200; empty: nothing. Of texts and
	 * calls: TwiML. */
	struct str type, body;
};

struct hook {
	const char *name; /* "stripe" */
	size_t body;      /* bytes at most */
	/* Reads its secret, once at the start. RC_MISS: none is configured,
	 * and there is no such address. */
	enum rc (*open)(
	    const struct settings *set, void **secret, struct err *err);
	/* RC_BAD: not theirs, altered, too old or too new: 400, nothing is
	 * kept. */
	enum rc (*take)(const void *secret, const struct hook_ask *ask,
	    struct hook_out *out, struct err *err);
	void (*close)(void **secret);
};

/* All of them, listed in web/hooks.c. */
extern const struct hook hook_stripe, hook_twilio;

#endif
