#ifndef DUNMAIL_BASE_FILE_H
#define DUNMAIL_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * file: whole small files, bounded in, durable out.
 */

/*
 * Append the file to *out (whose ceiling bounds it). RC_MISS if there is no
 * such file, RC_BAD if it is no regular file, cannot be read or is larger
 * than the ceiling.
 */
enum rc file_read(const char *path, struct buf *out, struct err *err);

/* The same of no more than its first `most` bytes. */
enum rc file_read_head(
    const char *path, size_t most, struct buf *out, struct err *err);

/*
 * Like file_read for a secret: also refuses (RC_BAD) links, another owner,
 * and any permission for group or others.
 */
enum rc file_read_secret(const char *path, struct buf *out, struct err *err);

/*
 * Write bytes to a new name beside path, fsync, rename over path, fsync the
 * folder. RC_DOWN when the disk refuses.
 */
enum rc file_write(
    const char *path, struct str bytes, unsigned mode, struct err *err);

/* Make the folder and its parents, mode 0700 for those it makes. */
enum rc file_mkdirs(const char *path, struct err *err);

bool file_exists(const char *path);

#endif
