#ifndef DUNMAIL_WEB_NONCE_H
#define DUNMAIL_WEB_NONCE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/*
 * nonce: ids of forms. Each form that is shown has one: 16 random bytes and
 * the hour, with a MAC that is bound to the token and the page that showed it.
 * What is posted with it once is not posted twice, and nobody who has not seen
 * the page can post. The key is of this process: a form does not outlive it.
 */
#define NONCE_FIELD "form" /* name of the hidden field */
#define NONCE_HOURS 24

struct nonce;

struct nonce *nonce_new(void);
void nonce_free(struct nonce **n);

struct nonce_place {
	struct str token; /* its id; empty where none is needed */
	struct str page;  /* name and rest of the address */
	int64_t now;
};

struct str nonce_make(
    const struct nonce *n, struct arena *a, const struct nonce_place *at);

/* RC_OK: *id is what it is known by in the ledger (32 hex digits). RC_MISS:
 * too old. RC_BAD: none of ours, or shown elsewhere. */
enum rc nonce_check(const struct nonce *n, struct arena *a,
    const struct nonce_place *at, struct str text, struct str *id);

#endif
