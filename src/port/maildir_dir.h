#ifndef DUNMAIL_PORT_MAILDIR_DIR_H
#define DUNMAIL_PORT_MAILDIR_DIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/*
 * maildir_dir: the names in a Maildir and the files behind them. For the doors
 * of the family maildir only.
 */
struct maildir_entry {
	const char *name;
	struct str unique; /* without the flags */
	bool cur;          /* else in new */
};

struct maildir_dir {
	struct arena *arena;
	struct maildir_entry *items;
	size_t n;
	size_t cap;
};

/* What comes before the flags. */
struct str maildir_dir_unique(const char *name);

/* Open path/sub as a folder; -1 with errno. */
int maildir_dir_open(const char *path, const char *sub);

/* Add the names in cur, or those in new; LIMIT_MAILDIR at most. */
enum rc maildir_dir_list(
    struct maildir_dir *l, const char *path, bool cur, struct err *err);

/* For qsort: by unique part, new before cur. */
int maildir_dir_by_name(const void *a, const void *b);

/*
 * Read one mail whole. RC_MISS: moved or removed meanwhile, or no mail. Too
 * large: *out stays empty.
 */
enum rc maildir_dir_read(const char *path, const struct maildir_entry *e,
    struct buf *out, int64_t *mtime);

#endif
