#ifndef DUNMAIL_STORE_POSTS_H
#define DUNMAIL_STORE_POSTS_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * posts: what customers sent by a form of the portal, until somebody acts on
 * it. The web process adds them and reads what became of them; receive (and
 * for payments, pay) does the rest. The caller holds the transaction where it
 * writes.
 */
struct post_file {
	struct str name, type, bytes;
};

struct post {
	struct str id;   /* of the form */
	struct str kind; /* dispute, promise, message, ... : web/form pages */
	struct str account, contact;
	struct str link; /* id of the token that showed the form */
	struct str language;
	struct str fields; /* JSON object of texts */
	int64_t at;
	struct str state;  /* read only: new, done, refused */
	struct str answer; /* read only */
	const struct post_file *files;
	size_t file_count;
};

/* RC_MISS: this form was sent before; nothing is changed. */
enum rc posts_add(struct store *st, const struct post *p, struct err *err);

/* With its files where `files` says so. RC_MISS: none. */
enum rc posts_get(struct store *st, struct arena *a, struct str id, bool files,
    struct post *out, struct err *err);

/* New ones, oldest first, with files. `pay`: those of kind pay, else all
 * others. */
enum rc posts_new(struct store *st, struct arena *a, bool pay, size_t max,
    struct post **out, size_t *count, struct err *err);

/* The same of our own people's (flow/signin.h), which are none of those. */
enum rc posts_new_staff(struct store *st, struct arena *a, size_t max,
    struct post **out, size_t *count, struct err *err);

/* state: done, refused. */
enum rc posts_settle(struct store *st, struct str id, const char *state,
    struct str answer, int64_t now, struct err *err);

/* The oldest new one that is no payment, with its files; RC_MISS: none. */
enum rc posts_next(
    struct store *st, struct arena *a, struct post *out, struct err *err);

/* RC_OK: there is one; RC_MISS: none. */
enum rc posts_waiting(struct store *st, struct err *err);

/* RC_OK: the link that it came by was taken back since; RC_MISS: it was not. */
enum rc posts_stopped(struct store *st, const struct post *p, struct err *err);

/* Files that came with the post that this mail of the inbox was made of. */
enum rc posts_files_of(struct store *st, struct arena *a, struct str inbox,
    struct post_file **out, size_t *count, struct err *err);

/* How many came since, of an account. */
enum rc posts_count(struct store *st, struct str account, int64_t since,
    int64_t *out, struct err *err);
/* How many of these were acted on. */
enum rc posts_acted(struct store *st, struct str account, int64_t since,
    int64_t *out, struct err *err);
/* Of those that came without a link, how many had this answer. */
enum rc posts_answered(struct store *st, struct str kind, struct str answer,
    int64_t since, int64_t *out, struct err *err);

#endif
