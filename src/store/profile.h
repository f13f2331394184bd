#ifndef DUNMAIL_STORE_PROFILE_H
#define DUNMAIL_STORE_PROFILE_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * profile: what an account told us about itself, and whether it is one of
 * those that only people write to. The caller holds the transaction.
 */
struct profile_fact {
	struct str account, name, value;
	struct str source; /* the mail it came with */
	int64_t at;
};
/* The latest word stands. */
enum rc profile_tell(
    struct store *st, const struct profile_fact *f, struct err *err);

/* RC_MISS: it was so already, or there is no such account. */
enum rc profile_white_glove(
    struct store *st, struct str account, bool on, struct err *err);

/* The language that a contact chose; no import changes it. RC_MISS: there is
 * no such contact. */
enum rc profile_language(
    struct store *st, struct str contact, struct str language, struct err *err);

/* The last notes of the timeline, newest first. */
struct profile_note {
	int64_t at;
	struct str author, text;
};
enum rc profile_notes(struct store *st, struct arena *a, struct str account,
    size_t max, struct profile_note **out, size_t *count, struct err *err);

#endif
