#ifndef DUNMAIL_FLOW_TOKENSTORE_H
#define DUNMAIL_FLOW_TOKENSTORE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/*
 * tokenstore: the file of a mailbox's tokens ([oauth] store), 0600. Its first
 * line is the access token, as port/connect reads it; a name and a value a
 * line follow. It is written as a whole: a new name, fsync, rename, fsync of
 * the folder, so that either all of the old or all of the new is there.
 */
#define TOKENSTORE_MARK 33 /* 32 hex digits */

struct tokenstore {
	struct str access, refresh;
	int64_t fetched, expires;
	int64_t failures, retry_at; /* in a row; not before */
	int64_t refused_at;         /* last replaced because it was refused */
	int64_t stopped;            /* since then only a person can help */
	struct str why;             /* of the last failure, in words */
	char seed[TOKENSTORE_MARK]; /* of the refresh_file it began with */
	char asks[TOKENSTORE_MARK]; /* of the application and its secret */

	struct buf bytes; /* what the texts point into */
};

/* RC_MISS: there is none yet; *out is empty then. tokenstore_fini always. */
enum rc tokenstore_read(
    struct str path, struct tokenstore *out, struct err *err);
enum rc tokenstore_write(
    struct str path, const struct tokenstore *t, struct err *err);
void tokenstore_fini(struct tokenstore *t); /* wipes */

/* One process at a time; close(*fd) ends it, and so does its end. RC_LATER:
 * another one holds it for longer than a request can take. */
enum rc tokenstore_lock(struct str path, int *fd, struct err *err);

/* What a text is known by without being it. */
void tokenstore_mark(struct str text, char out[TOKENSTORE_MARK]);

#endif
