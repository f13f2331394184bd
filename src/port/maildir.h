#ifndef DUNMAIL_PORT_MAILDIR_H
#define DUNMAIL_PORT_MAILDIR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * maildir: mail in a folder of this machine (tmp, new, cur). Delivery writes
 * tmp, fsyncs, links into new under a name made from `key`, fsyncs the
 * folder: the same key delivered twice is one mail (RC_MISS the second time),
 * also when a mail client moved the first to cur since. Bytes of the key that
 * a file name cannot hold are written as %XX. RC_BAD: empty or endless key;
 * RC_LATER: the disk refuses.
 */
enum rc maildir_make(const char *path, struct err *err);
enum rc maildir_deliver(
    const char *path, struct str key, struct str bytes, struct err *err);

/* name is the unique part: what comes before the flags, the same in new and
 * in cur. In name order. */
typedef enum rc maildir_each(
    void *ctx, struct str name, int64_t mtime, struct str raw, struct err *err);

/*
 * Deliver up to `max` unread-by-us mails of new/ and cur/: those for which
 * `seen` (ctx, unique part of the name) answers false. Nothing in the folder
 * is changed: moving to cur and flags are the human's. Larger than
 * LIMIT_MAIL_RAW: an empty raw span. Names with '/' never occur; links and
 * anything that is no regular file are left alone. RC_OK also when there was
 * nothing; a failure of the callback ends the scan with that result.
 */
typedef bool maildir_seen(void *ctx, struct str unique);
enum rc maildir_scan(const char *path, unsigned max, maildir_seen *seen,
    maildir_each *each, void *ctx, struct err *err);

/*
 * Wait until something changes in new/ (inotify), `seconds` pass (RC_MISS) or
 * wake_fd (or -1) is readable (RC_MISS). What came in the last few seconds
 * before the call may have come after the caller's last look: then it is
 * RC_OK after a second at most.
 */
enum rc maildir_wait(
    const char *path, int64_t seconds, int wake_fd, struct err *err);

#endif
