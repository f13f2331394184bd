#ifndef DUNMAIL_FLOW_HOOKPOST_H
#define DUNMAIL_FLOW_HOOKPOST_H

#include "flow/flow.h"
#include "port/smtp.h"

/*
 * hookpost: events leave as requests to [hooks] url. Header lines:
 *   Dunmail-Event: <id of the touch>
 *   Dunmail-Signature: t=<unix seconds>,v1=<hex>[,v1=<hex>]
 * where each v1 is HMAC-SHA-256 over "<t>.<body>" by one line of [hooks]
 * secret_file: with two lines a receiver can change from one to the other. The
 * id stands in the body too, where it is signed. 2xx: it is told; 410: it is
 * not wanted; anything else, a redirect too: tried again as deferred mails
 * are. It is never uncertain: whoever gets it twice knows the id.
 */
#define HOOKPOST_SECRETS 8
#define HOOKPOST_SECONDS 30 /* for a batch; what is left waits */

struct hookpost;

/* Reads the secrets. NULL, and err says why: nothing can be signed. */
struct hookpost *hookpost_new(const struct flow *f, struct err *err);
void hookpost_free(struct hookpost **h);

/* False: its time is up; ask again with the next batch. */
bool hookpost_may(const struct hookpost *h);

struct hookpost_result {
	enum smtp_outcome outcome; /* accepted, deferred, failed */
	int code;                  /* HTTP status, or 0 */
	char text[200];
};
void hookpost_send(struct hookpost *h, struct str id, struct str body,
    struct hookpost_result *out);

/* "t=1790000000,v1=..."; room for all. For the test as well. */
#define HOOKPOST_SIGNATURE (32 + HOOKPOST_SECRETS * 68)
struct str hookpost_sign(const struct str *secrets, size_t n, int64_t at,
    struct str body, char out[HOOKPOST_SIGNATURE]);

#endif
