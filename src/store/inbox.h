#ifndef DUNMAIL_STORE_INBOX_H
#define DUNMAIL_STORE_INBOX_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * inbox: every mail that was read, raw, once. A mail's id is the BLAKE2b of
 * its bytes: the same mail met in two folders, or again after UIDVALIDITY
 * changed, is one row with several places. state: new, done, parked.
 */
struct inbox_mail {
	struct str id; /* hex of BLAKE2b-256 */
	struct str mailbox, folder;
	struct str place; /* "uidvalidity:uid" or a Maildir name */
	int64_t received_at;
	struct str raw;
	struct str park; /* not empty: parked at once, for this reason */
	/* Of one that we made ourselves, of what came by a signed link
	 * (folder "portal"): whose it is. Empty: its header has to tell. */
	struct str account, contact;
};

/* RC_MISS: known already; the place is noted all the same. */
enum rc inbox_add(
    struct store *st, const struct inbox_mail *mail, struct err *err);
/* RC_OK: that mail is in the inbox; RC_MISS: not. */
enum rc inbox_known(struct store *st, struct str id, struct err *err);
/* RC_OK: was met there before; RC_MISS: not. */
enum rc inbox_place_seen(struct store *st, struct str mailbox,
    struct str folder, struct str place, struct err *err);

/* RC_MISS: never read. */
enum rc inbox_cursor(struct store *st, struct str mailbox, struct str folder,
    int64_t *uidvalidity, int64_t *next_uid, struct err *err);
enum rc inbox_cursor_put(struct store *st, struct str mailbox,
    struct str folder, int64_t uidvalidity, int64_t next_uid, struct err *err);

struct inbox_claimed {
	struct str id;
	int64_t attempts; /* this one included */
	struct str mailbox, place;
	int64_t received_at;
	struct str folder;
	struct str account, contact; /* of one that we made; else empty */
};

/*
 * Take up to max mails, in the order in which they came: what was said last
 * is to count. The try is counted. Commit before the work begins.
 * fresh: only those never tried before; else only those that were.
 */
enum rc inbox_claim(struct store *st, struct arena *a, size_t max, bool fresh,
    struct inbox_claimed **out, size_t *count, struct err *err);
enum rc inbox_raw(struct store *st, struct arena *a, struct str id,
    struct str *raw, struct err *err);
/* One thing that was found in a mail, and by what. */
struct inbox_decision {
	struct str intent, rule, words;
};
struct inbox_verdict {
	struct str id;
	const char *state; /* done, parked */
	struct str message_id;
	struct str account, contact, touch;
	struct str threaded;
	struct str kind, guard_rule, trust, intents;
	struct str queue; /* Disputes, Promises, Documents, Paid, Unsure,
			   * Unmatched, Bounces, Done */
	struct str reason;
	int64_t now;
	const struct inbox_decision *decisions;
	size_t decision_count;
};
enum rc inbox_settle(
    struct store *st, const struct inbox_verdict *v, struct err *err);
/* What a mail that was handled answered, and where it belongs. RC_MISS: there
 * is no such mail. */
struct inbox_answered {
	struct str touch, message_id, account, contact, mailbox;
};
enum rc inbox_answered(struct store *st, struct arena *a, struct str id,
    struct inbox_answered *out, struct err *err);
/* Was a mail with that Message-ID handled that answered the same mail of ours?
 * RC_OK or RC_MISS. */
enum rc inbox_said_before(
    struct store *st, struct str message_id, struct str touch, struct err *err);
/* Was a mail with that Message-ID of a proven sender handled? RC_OK or
 * RC_MISS. */
enum rc inbox_met(struct store *st, struct str message_id, struct err *err);
/* Mails set aside that no person knows of yet; then one that is told. */
struct inbox_parked {
	struct str id, mailbox, place, reason;
};
enum rc inbox_parked(struct store *st, struct arena *a, size_t max,
    struct inbox_parked **out, size_t *count, struct err *err);
enum rc inbox_told(
    struct store *st, struct str id, int64_t now, struct err *err);
enum rc inbox_waiting(struct store *st, int64_t *out, struct err *err);

#endif
