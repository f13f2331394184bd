#ifndef DUNMAIL_APP_PORTAL_GUARD_H
#define DUNMAIL_APP_PORTAL_GUARD_H

#include "base/err.h"
#include "model/settings.h"

/*
 * portal_guard: what the portal may still do once it listens: read the texts,
 * fonts and documents, the public keys one by one, and the files of the
 * ledger. The secret key beside the public ones is not among it, nor is any
 * password.
 */
enum rc portal_guard(const struct settings *set, struct err *err);

/* What tells that a key was added since: a public key that came later cannot
 * be read, so the portal has to start again. 0: the folder is away. */
int64_t portal_guard_keys(const struct settings *set);

#endif
