#include "port/db_path.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum rc
refused(struct err *err, enum rc rc, const char *path)
{
	return err_set(err, rc, "%s: %s", path, strerror(errno));
}

static enum rc
check_file(const char *path, struct err *err)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return refused(err, errno == ENOENT ? RC_MISS : RC_BAD, path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, RC_BAD, "%s: not a regular file", path);
	if (st.st_uid != geteuid())
		return err_set(
		    err, RC_BAD, "%s: belongs to another user", path);
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		return err_set(err, RC_BAD,
		    "%s: open to group or others (mode %03o); chmod 600", path,
		    (unsigned)st.st_mode & 0777);
	return RC_OK;
}

static enum rc
folder_of(const char *path, char out[PATH_MAX], struct err *err)
{
	const char *slash = strrchr(path, '/');
	int n = slash ? (int)(slash - path) : 1;

	if (strlen(path) >= PATH_MAX - 8)
		return err_set(err, RC_BAD, "database: name too long");
	if (slash == path)
		n = 1;
	snprintf(out, PATH_MAX, "%.*s", n, slash ? path : ".");
	return RC_OK;
}

static enum rc
check_folder(const char *path, struct err *err)
{
	char folder[PATH_MAX];
	struct stat st;
	enum rc rc = folder_of(path, folder, err);

	if (rc != RC_OK)
		return rc;
	if (stat(folder, &st) != 0)
		return refused(err, RC_BAD, folder);
	if ((st.st_mode & (S_IWGRP | S_IWOTH)) && !(st.st_mode & S_ISVTX))
		return err_set(err, RC_BAD,
		    "%s: folder is writable by group or others; chmod 700",
		    folder);
	return RC_OK;
}

enum rc
db_path_new(const char *path, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return refused(err, RC_BAD, path);
	close(fd);
	return RC_OK;
}

static enum rc
check_besides(const char *path, struct err *err)
{
	static const char *const tails[] = {"-wal", "-shm", "-journal"};
	char name[PATH_MAX];

	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		struct err why;
		enum rc rc;

		snprintf(name, sizeof(name), "%.*s%s", PATH_MAX - 16, path,
		    tails[i]);
		rc = check_file(name, &why);
		if (rc != RC_OK && rc != RC_MISS)
			return err_set(err, rc, "%s", why.text);
	}
	return RC_OK;
}

/* Names that SQLite would not take for a file. */
static bool
is_plain(const char *path)
{
	return path[0] != '\0' && path[0] != ':' &&
	       strncmp(path, "file:", 5) != 0;
}

enum rc
db_path_check(const char *path, bool create, struct err *err)
{
	enum rc rc;

	if (!is_plain(path))
		return err_set(err, RC_BAD, "database: not a file name");
	rc = check_folder(path, err);
	if (rc != RC_OK)
		return rc;
	if (create && access(path, F_OK) != 0 && errno == ENOENT) {
		rc = db_path_new(path, err);
		/* Another process may have been first: look at its file. */
		if (rc != RC_OK && access(path, F_OK) != 0)
			return rc;
	}
	rc = check_file(path, err);
	return rc == RC_OK ? check_besides(path, err) : rc;
}

static enum rc
sync_path(const char *path, int flags, struct err *err)
{
	int fd = open(path, flags | O_RDONLY | O_CLOEXEC);
	enum rc rc = RC_OK;

	if (fd < 0)
		return refused(err, RC_DOWN, path);
	if (fsync(fd) != 0)
		rc = refused(err, RC_DOWN, path);
	close(fd);
	return rc;
}

enum rc
db_path_sync_folder(const char *path, struct err *err)
{
	char folder[PATH_MAX];
	enum rc rc = folder_of(path, folder, err);

	return rc == RC_OK ? sync_path(folder, O_DIRECTORY, err) : rc;
}

enum rc
db_path_publish(const char *from, const char *to, struct err *err)
{
	enum rc rc = sync_path(from, 0, err);

	if (rc != RC_OK)
		return rc;
	/* rename() would replace what is there. */
	if (link(from, to) != 0)
		return refused(err, errno == EEXIST ? RC_BAD : RC_DOWN, to);
	unlink(from);
	return db_path_sync_folder(to, err);
}
