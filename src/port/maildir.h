#ifndef DUNMAIL_PORT_MAILDIR_H
#define DUNMAIL_PORT_MAILDIR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * maildir: mail in a folder of this machine (tmp, new, cur). Delivery writes
 * tmp, fsyncs, links into new under a name made from `key`, fsyncs the
 * folder: the same key delivered twice is one mail (RC_MISS the second time).
 */
enum rc maildir_make(const char *path, struct err *err);
enum rc maildir_deliver(const char *path, struct str key, struct str bytes,
    struct err *err);

/* Called for each mail whose name sorts after `after`, in name order. */
typedef enum rc maildir_each(void *ctx, struct str name, int64_t mtime,
    struct str raw, struct err *err);

/*
 * Deliver up to `max` unread-by-us mails of new/ and cur/: those for which
 * `seen` (ctx, unique part of the name) answers false. Nothing in the folder
 * is changed: moving to cur and flags are the human's. Larger than
 * LIMIT_MAIL_RAW: an empty raw span. Names with '/' never occur; links and
 * anything that is no regular file are left alone.
 */
typedef bool maildir_seen(void *ctx, struct str unique);
enum rc maildir_scan(const char *path, unsigned max, maildir_seen *seen,
    maildir_each *each, void *ctx, struct err *err);

/* Wait until something changes in new/ (inotify), `seconds` pass (RC_MISS) or
 * wake_fd (or -1) is readable (RC_MISS). */
enum rc maildir_wait(const char *path, int64_t seconds, int wake_fd,
    struct err *err);

#endif
