#include "port/maildir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/xalloc.h"
#include "model/limits.h"
#include "port/maildir_dir.h"

#define NAME_LIMIT  200 /* of the unique part; 255 with tmp's ending */
#define RECENT_SECS 5

static enum rc
fail(struct err *err, enum rc rc, const char *what, const char *path)
{
	return err_set(err, rc, "%s %s: %s", what, path, strerror(errno));
}

enum rc
maildir_make(const char *path, struct err *err)
{
	static const char *const subs[] = {"tmp", "new", "cur"};
	char sub[PATH_MAX];
	enum rc rc = RC_OK;

	for (size_t i = 0; i < 3 && rc == RC_OK; i++) {
		int n = snprintf(sub, sizeof(sub), "%s/%s", path, subs[i]);

		if (n < 0 || (size_t)n >= sizeof(sub))
			return err_set(err, RC_BAD, "path too long");
		rc = file_mkdirs(sub, err);
	}
	return rc;
}

static bool
key_to_name(struct str key, struct buf *name)
{
	for (size_t i = 0; i < key.n; i++) {
		char ch = key.p[i];

		if (str_is_alnum(ch) || (ch != '\0' && strchr("_@+=-", ch)) ||
		    (ch == '.' && i > 0))
			buf_addc(name, ch);
		else
			buf_fmt(name, "%%%02X", (unsigned char)ch);
	}
	return name->n > 0 && !name->full;
}

/* Is there a mail of that unique name in cur, whatever its flags? */
static bool
in_cur(const char *path, struct str unique)
{
	int fd = maildir_dir_open(path, "cur");
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *de;
	bool found = false;

	if (!dir) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	while (!found && (de = readdir(dir)))
		found = str_eq(maildir_dir_unique(de->d_name), unique);
	closedir(dir);
	return found;
}

static bool
write_all(int fd, struct str bytes)
{
	while (bytes.n > 0) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes = str_sub(bytes, (size_t)n, bytes.n);
	}
	return true;
}

/* A durable file of these bytes in the folder tmp. */
static enum rc
write_tmp(int tmp, const char *name, struct str bytes, struct err *err)
{
	int fd;
	bool ok;

	/* Left by a process that died with our number. */
	(void)unlinkat(tmp, name, 0);
	fd = openat(tmp, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(err, RC_LATER, "tmp", name);
	ok = write_all(fd, bytes) && fsync(fd) == 0;
	if (close(fd) != 0 || !ok)
		return fail(err, RC_LATER, "tmp", name);
	return RC_OK;
}

static enum rc
publish(int tmp, const char *from, const char *path, const char *name,
    struct err *err)
{
	int new = maildir_dir_open(path, "new");
	enum rc rc = RC_OK;

	if (new < 0)
		return fail(err, RC_LATER, "new", path);
	/* link, not rename: an existing mail is never replaced. */
	if (linkat(tmp, from, new, name, 0) != 0)
		rc = errno == EEXIST ? RC_MISS
				     : fail(err, RC_LATER, "new", name);
	else if (fsync(new) != 0)
		rc = fail(err, RC_LATER, "new", path);
	close(new);
	return rc;
}

enum rc
maildir_deliver(
    const char *path, struct str key, struct str bytes, struct err *err)
{
	struct buf name;
	char from[NAME_LIMIT + 32];
	int tmp = -1;
	enum rc rc;

	buf_init(&name, NAME_LIMIT);
	if (!key_to_name(key, &name)) {
		rc = err_set(err, RC_BAD, "key is no name for a mail");
		goto out;
	}
	if (in_cur(path, buf_str(&name))) {
		rc = RC_MISS;
		goto out;
	}
	tmp = maildir_dir_open(path, "tmp");
	if (tmp < 0) {
		rc = fail(err, RC_LATER, "tmp", path);
		goto out;
	}
	snprintf(from, sizeof(from), "%s.%ld", name.p, (long)getpid());
	rc = write_tmp(tmp, from, bytes, err);
	if (rc == RC_OK)
		rc = publish(tmp, from, path, name.p, err);
	(void)unlinkat(tmp, from, 0);
out:
	if (tmp >= 0)
		close(tmp);
	buf_fini(&name);
	return rc;
}

enum rc
maildir_scan(const char *path, unsigned max, maildir_seen *seen,
    maildir_each *each, void *ctx, struct err *err)
{
	struct maildir_dir l = {.arena = arena_new(LIMIT_JOB_ARENA)};
	struct buf raw;
	enum rc rc;

	buf_init(&raw, LIMIT_MAIL_RAW + 1);
	rc = maildir_dir_list(&l, path, false, err);
	if (rc == RC_OK)
		rc = maildir_dir_list(&l, path, true, err);
	if (rc != RC_OK)
		goto out;
	if (l.n > 1)
		qsort(l.items, l.n, sizeof(*l.items), maildir_dir_by_name);
	for (size_t i = 0; i < l.n && max > 0 && rc == RC_OK; i++) {
		const struct maildir_entry *e = &l.items[i];
		int64_t mtime = 0;

		/* Listed twice when it moved to cur in between. */
		if (i > 0 && str_eq(e->unique, l.items[i - 1].unique))
			continue;
		if (seen && seen(ctx, e->unique))
			continue;
		buf_clear(&raw);
		if (maildir_dir_read(path, e, &raw, &mtime) != RC_OK)
			continue;
		max--;
		rc = each(ctx, e->unique, mtime, buf_str(&raw), err);
	}
out:
	buf_fini(&raw);
	arena_free(&l.arena);
	return rc;
}

/* Was new/ changed so recently that the caller may have missed it? */
static bool
changed_lately(const char *new)
{
	struct timespec now;
	struct stat st;

	clock_gettime(CLOCK_REALTIME, &now);
	return stat(new, &st) == 0 && st.st_mtime <= now.tv_sec &&
	       st.st_mtime > now.tv_sec - RECENT_SECS;
}

static enum rc
wait_for(int fd, int64_t seconds, int wake_fd)
{
	struct pollfd fds[2] = {
	    {.fd = fd, .events = POLLIN},
	    {.fd = wake_fd, .events = POLLIN},
	};
	int n;

	if (seconds < 0)
		seconds = 0;
	n = poll(fds, wake_fd >= 0 ? 2 : 1,
	    seconds > 86400 ? 86400000 : (int)seconds * 1000);
	return n > 0 && fds[0].revents ? RC_OK : RC_MISS;
}

enum rc
maildir_wait(const char *path, int64_t seconds, int wake_fd, struct err *err)
{
	char new[PATH_MAX];
	int n = snprintf(new, sizeof(new), "%s/new", path);
	bool lately;
	enum rc rc;
	int fd;

	if (n < 0 || (size_t)n >= sizeof(new))
		return err_set(err, RC_BAD, "path too long");
	fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (fd < 0)
		return fail(err, RC_DOWN, "inotify", new);
	if (inotify_add_watch(fd, new, IN_CREATE | IN_MOVED_TO) < 0) {
		rc = fail(err, RC_DOWN, "inotify", new);
		close(fd);
		return rc;
	}
	lately = changed_lately(new);
	rc = wait_for(fd, lately && seconds > 1 ? 1 : seconds, wake_fd);
	close(fd);
	return lately && rc == RC_MISS && seconds > 1 ? RC_OK : rc;
}
