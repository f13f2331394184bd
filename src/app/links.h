#ifndef DUNMAIL_APP_LINKS_H
#define DUNMAIL_APP_LINKS_H

#include "app/app.h"
#include "render/link.h"

/*
 * links: what `dunmail link` does beside making one. Each says on standard
 * output what it did, with ids only: a token is as good as a key.
 */

/* What stands in a link, until when it is good, and whether it was taken back.
 * RC_BAD: not ours; RC_MISS: ours, and good for nothing any more. */
enum rc links_verify(
    struct app *app, struct arena *a, struct str what, struct err *err);

/* One, by its address, its token or its id. */
enum rc links_revoke(struct app *app, struct arena *a, struct str what,
    struct str by, struct err *err);

/* All of an account, or of one of its contacts (id or address), so far. */
enum rc links_revoke_all(struct app *app, struct arena *a, struct str account,
    struct str contact, struct str by, struct err *err);

/* A new key signs from the next start on. */
enum rc links_rotate(struct app *app, struct err *err);

/* A contact of that account by id or address. */
enum rc links_contact(struct app *app, struct arena *a, struct str account,
    struct str name, struct str *id, struct err *err);

/* Notes of keys that sign no longer until when their links may be out; for
 * `run` and `tick`. */
enum rc links_retire(struct app *app, struct err *err);

#endif
