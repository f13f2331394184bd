#ifndef DUNMAIL_RENDER_MSGID_H
#define DUNMAIL_RENDER_MSGID_H

#include <stdbool.h>

#include "base/arena.h"
#include "port/seal.h"

/*
 * msgid: the names of our own mails. A touch has an id of 20 hex digits; its
 * Message-ID is <dm.TOUCH.MAC@domain> and its reply address is
 * local+dm-TOUCH-MAC@domain, MAC a keyed BLAKE2b of 80 bits (base32, so that
 * a server that folds case keeps it). Same touch, same id, even after a
 * restore.
 */
#define MSGID_TOUCH 20

/* Deterministic touch id from its natural key. */
struct str msgid_touch(
    struct arena *a, const struct seal_key *key, struct str natural_key);

struct str msgid_make(struct arena *a, const struct seal_key *key,
    struct str touch, struct str domain); /* without <> */
struct str msgid_reply_address(struct arena *a, const struct seal_key *key,
    struct str touch, struct str address);

/* The touch named by an id (without <>) or an address; false when the MAC is
 * not ours. *touch borrows from the argument's bytes, lower-cased copies go
 * to the arena. */
bool msgid_read(struct arena *a, const struct seal_key *key, struct str id,
    struct str *touch);
bool msgid_read_address(struct arena *a, const struct seal_key *key,
    struct str address, struct str *touch);

/*
 * The address that takes notes for an account, local+n.TAG-MAC@domain: TAG is a
 * keyed hash of the account's id, which it does not tell.
 */
struct str msgid_note_tag(
    struct arena *a, const struct seal_key *key, struct str account);
struct str msgid_note_address(struct arena *a, const struct seal_key *key,
    struct str account, struct str address);
bool msgid_read_note(struct arena *a, const struct seal_key *key,
    struct str address, struct str *tag);

#endif
