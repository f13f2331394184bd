#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xalloc.h"

#define BLOCK 65536

static enum rc
read_all(int fd, const char *path, struct buf *out, struct err *err)
{
	for (;;) {
		char *to = buf_reserve(out, BLOCK), over;
		size_t room = BLOCK;
		ssize_t n;

		if (to == NULL) { /* less than a block left: go bytewise */
			out->full = false;
			room = out->max - out->n;
			to = buf_reserve(out, room);
		}
		n = room > 0 ? read(fd, to, room) : read(fd, &over, 1);
		if (n > 0 && room == 0)
			return err_set(err, RC_BAD, "%s: larger than %zu bytes",
			    path, out->max);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(
			    err, RC_BAD, "%s: %s", path, strerror(errno));
		if (n == 0)
			break;
		out->n += (size_t)n;
	}
	if (out->p != NULL)
		out->p[out->n] = '\0';
	return RC_OK;
}

static enum rc
open_regular(
    const char *path, int flags, int *fd, struct stat *st, struct err *err)
{
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | flags);
	if (*fd < 0)
		return err_set(err, errno == ENOENT ? RC_MISS : RC_BAD,
		    "%s: %s", path, strerror(errno));
	if (fstat(*fd, st) == 0 && S_ISREG(st->st_mode))
		return RC_OK;
	close(*fd);
	return err_set(err, RC_BAD, "%s: not a regular file", path);
}

enum rc
file_read(const char *path, struct buf *out, struct err *err)
{
	struct stat st;
	size_t want;
	enum rc rc;
	int fd;

	rc = open_regular(path, 0, &fd, &st, err);
	if (rc != RC_OK)
		return rc;
	/* At once what it will need, with the block read_all() asks for. */
	want = (size_t)st.st_size + BLOCK;
	if (st.st_size > BLOCK && want < out->max - out->n)
		buf_reserve(out, want);
	rc = read_all(fd, path, out, err);
	close(fd);
	return rc;
}

enum rc
file_read_head(const char *path, size_t most, struct buf *out, struct err *err)
{
	char *to = buf_reserve(out, most);
	struct stat st;
	size_t got = 0;
	ssize_t n = 1;
	enum rc rc;
	int fd;

	if (to == NULL)
		return err_set(err, RC_BAD, "%s: no room", path);
	rc = open_regular(path, 0, &fd, &st, err);
	if (rc != RC_OK)
		return rc;
	while (got < most && n != 0) {
		n = read(fd, to + got, most - got);
		if (n > 0)
			got += (size_t)n;
		else if (n < 0 && errno != EINTR)
			break;
	}
	if (n < 0)
		rc = err_set(err, RC_BAD, "%s: %s", path, strerror(errno));
	out->n += got;
	close(fd);
	return rc;
}

enum rc
file_read_secret(const char *path, struct buf *out, struct err *err)
{
	struct stat st;
	enum rc rc;
	int fd;

	rc = open_regular(path, O_NOFOLLOW, &fd, &st, err);
	if (rc != RC_OK)
		return rc;
	if (st.st_uid != geteuid() && st.st_uid != 0)
		rc = err_set(err, RC_BAD, "%s: belongs to another user", path);
	else if (st.st_mode & 077)
		rc = err_set(err, RC_BAD,
		    "%s: readable by others (mode %03o); chmod 600 it", path,
		    (unsigned)st.st_mode & 0777u);
	else
		rc = read_all(fd, path, out, err);
	close(fd);
	return rc;
}

static bool
write_all(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes = str_sub(bytes, (size_t)n, bytes.n);
	}
	return true;
}

/* A rename is durable once its folder is. */
static bool
sync_folder(const char *path)
{
	char dir[PATH_MAX];
	const char *slash = strrchr(path, '/');
	int fd, r;

	if (slash == NULL)
		snprintf(dir, sizeof(dir), ".");
	else
		snprintf(dir, sizeof(dir), "%.*s",
		    (int)(slash == path ? 1 : slash - path), path);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	r = fsync(fd);
	close(fd);
	return r == 0;
}

enum rc
file_write(const char *path, struct str bytes, unsigned mode, struct err *err)
{
	char tmp[PATH_MAX];
	bool ok;
	int fd;

	if ((size_t)snprintf(tmp, sizeof(tmp), "%s.%ld.tmp", path,
		(long)getpid()) >= sizeof(tmp))
		return err_set(err, RC_BAD, "%s: path too long", path);
	fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
	    (mode_t)mode);
	if (fd < 0)
		return err_set(err, RC_DOWN, "%s: %s", tmp, strerror(errno));
	ok = write_all(fd, bytes) && fsync(fd) == 0;
	ok = close(fd) == 0 && ok;
	if (ok && rename(tmp, path) == 0 && sync_folder(path))
		return RC_OK;
	err_set(err, RC_DOWN, "%s: %s", path, strerror(errno));
	unlink(tmp);
	return RC_DOWN;
}

enum rc
file_mkdirs(const char *path, struct err *err)
{
	char *copy = xstrdup(path);
	enum rc rc = RC_OK;

	for (char *c = copy + 1; rc == RC_OK; c++) {
		char keep = *c;

		if (keep != '/' && keep != '\0')
			continue;
		*c = '\0';
		if (mkdir(copy, 0700) != 0 && errno != EEXIST)
			rc = err_set(
			    err, RC_DOWN, "%s: %s", copy, strerror(errno));
		if (keep == '\0')
			break;
		*c = keep;
	}
	free(copy);
	return rc;
}

bool
file_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}
