#ifndef DUNMAIL_PORT_IMAP_FOLDER_H
#define DUNMAIL_PORT_IMAP_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "port/imap.h"

/*
 * imap_folder: folders as a worklist: made, subscribed, filled and watched.
 * A folder is named by its levels with "/" between them ("dunmail/Disputes");
 * the server's own separator and prefix (RFC 2342) are put in here. What this
 * server cannot (MOVE, UIDPLUS, CONDSTORE, keywords) is done by older means,
 * or said so.
 */
struct imap_can {
	bool move;      /* RFC 6851; else COPY, \Deleted, UID EXPUNGE */
	bool uidplus;   /* RFC 4315: a copy's uid is told */
	bool condstore; /* RFC 7162: what changed since is told */
	bool qresync;
	bool special_use; /* RFC 6154 */
};
const struct imap_can *imap_can(const struct imap *s);

/* CREATE with all its parents where absent, and SUBSCRIBE. */
enum rc imap_folder_make(struct imap *s, struct str folder, struct err *err);

enum imap_use {
	IMAP_DRAFTS,
	IMAP_SENT,
};

/* The folder with that SPECIAL-USE, else the one of the usual names that is
 * there, written to name as above. RC_MISS: none. */
enum rc imap_folder_of_use(struct imap *s, enum imap_use use, char *name,
    size_t size, struct err *err);

/* Where a mail is now; zeros where the server does not say. */
struct imap_place {
	uint32_t uidvalidity;
	uint32_t uid;
	bool left; /* a move without UIDPLUS: the old one is still there, too,
		    * marked \Deleted, for whoever expunges next */
};

/*
 * Move a mail of the selected folder, that uid alone; the folder is made when
 * absent. RC_MISS: it is not there any more, or marked \Deleted: a person was
 * faster. RC_BAD: this folder lets nothing be deleted. After RC_DOWN it may
 * lie in both: the next look at either finds out.
 */
enum rc imap_folder_move(struct imap *s, uint32_t uid, struct str folder,
    struct imap_place *out, struct err *err);

/* Add keywords ("$Dispute"). RC_MISS: this folder keeps none (its
 * PERMANENTFLAGS lack \*), which is no failure. */
enum rc imap_folder_mark(struct imap *s, uint32_t uid, const struct str *words,
    size_t count, struct err *err);

/* APPEND with these flags ("\\Seen", "\\Draft", keywords). */
enum rc imap_folder_append(struct imap *s, struct str folder, struct str raw,
    const char *flags, struct imap_place *out, struct err *err);

/*
 * Each uid of the selected folder from `from` on, ascending, without reading
 * any mail; one that is marked \Deleted is left out. changed_since > 0 and
 * CONDSTORE: only what changed since. *highest is what to ask from next time:
 * the folder's when it was selected, so that nothing is missed between; 0
 * where the folder counts no changes: then all uids come each time. The
 * callback must not use s.
 */
typedef enum rc imap_each_uid(
    void *ctx, uint32_t uid, uint64_t modseq, struct err *err);
enum rc imap_folder_list(struct imap *s, uint32_t from, uint64_t changed_since,
    imap_each_uid *each, void *ctx, uint64_t *highest, struct err *err);

/* The uids that left the selected folder since then, moved or expunged, in
 * ranges that may also name uids that never were. RC_MISS: this server does
 * not tell (QRESYNC); the list of those that are there does. */
typedef enum rc imap_each_gone(
    void *ctx, uint32_t first, uint32_t last, struct err *err);
enum rc imap_folder_gone(struct imap *s, uint64_t since, imap_each_gone *each,
    void *ctx, struct err *err);

/* BODY.PEEK[] of these uids, in any order, as imap_fetch delivers them; one
 * that is not there is left out. */
enum rc imap_folder_read(struct imap *s, const uint32_t *uids, size_t count,
    imap_each *each, void *ctx, struct err *err);

/*
 * Of each mail of the selected folder from `from` on, ascending, those lines of
 * its header that name it and what it answers, and no other byte of it:
 * Message-ID, In-Reply-To, References, Reply-To, X-Draft-Token. One that is
 * marked \\Deleted is left out. *next is the uid to go on from; it stays as it
 * is when nothing came. The callback must not use s.
 */
typedef enum rc imap_each_head(
    void *ctx, uint32_t uid, struct str head, struct err *err);
enum rc imap_folder_heads(struct imap *s, uint32_t from, imap_each_head *each,
    void *ctx, uint32_t *next, struct err *err);

/* The lowest uid of the selected folder that came on that day or later, by the
 * server's clock. RC_MISS: none. */
enum rc imap_folder_since(
    struct imap *s, day_t day, uint32_t *uid, struct err *err);

/* That mail of the selected folder goes; where the server cannot expunge one
 * alone (UIDPLUS), it stays marked \\Deleted. RC_MISS: it is not there.
 * RC_BAD: this folder lets nothing be deleted. */
enum rc imap_folder_remove(struct imap *s, uint32_t uid, struct err *err);

#endif
