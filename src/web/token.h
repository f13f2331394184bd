#ifndef DUNMAIL_WEB_TOKEN_H
#define DUNMAIL_WEB_TOKEN_H

#include "base/arena.h"
#include "base/err.h"
#include "render/link.h"

/*
 * token: tokens whose signature was verified are remembered, for that is what
 * a page costs most. What may change (expiry, revocation, the account itself)
 * is not. A memory belongs to one thread; it has a fixed size, and one token
 * drives out another.
 */
struct token_memory;

struct token_memory *token_memory_new(void);
void token_memory_free(struct token_memory **m);

struct token_ask {
	const struct seal_key *key;
	enum link_purpose purpose; /* as the address says */
	struct str text;
	int64_t now;
};

/* As link_read. */
enum rc token_read(struct token_memory *m, struct arena *a,
    const struct token_ask *ask, struct link *out, struct err *err);

#endif
