#ifndef DUNMAIL_PORT_DB_PATH_H
#define DUNMAIL_PORT_DB_PATH_H

#include <stdbool.h>

#include "base/err.h"

/*
 * db_path: who may touch the file of a database. The file and its -wal and
 * -shm must be regular, ours, and closed to group and others; the folder must
 * not be writable by them (unless sticky), or they could put another file
 * there.
 */

/* RC_MISS if there is no such file; with `create`, make it, mode 0600. */
enum rc db_path_check(const char *path, bool create, struct err *err);

/* Make a new empty file, mode 0600. RC_BAD if it exists. */
enum rc db_path_new(const char *path, struct err *err);

/* fsync the folder of the path. RC_DOWN when the disk refuses. */
enum rc db_path_sync_folder(const char *path, struct err *err);

/* fsync the file, give it its final name if that is free, fsync the folder.
 * RC_BAD if the name is taken, RC_DOWN if the disk refuses. */
enum rc db_path_publish(const char *from, const char *to, struct err *err);

#endif
