#ifndef DUNMAIL_WEB_RENEW_H
#define DUNMAIL_WEB_RENEW_H

#include "web/web.h"

/*
 * renew: links that are signed with a key which was made after the start
 * (`dunmail link rotate`). A token that is none of ours may be one of those:
 * then the public keys are read again, at most once in RENEW_SECS a thread.
 * Where a sandbox keeps the folder shut, the next start has them.
 */
#define RENEW_SECS 5

/* As token_read. */
enum rc renew_token(struct web_thread *t, const struct token_ask *ask,
    struct link *out, struct err *err);

/* RC_OK: there are keys that were not known before; ask again. */
enum rc renew_key(struct web_thread *t, int64_t now);
#endif
