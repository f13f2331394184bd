#include "port/maildir_dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/limits.h"

struct str
maildir_dir_unique(const char *name)
{
	struct str s = str_of(name);

	return str_sub(s, 0, str_chr(s, ':'));
}

int
maildir_dir_open(const char *path, const char *sub)
{
	char full[PATH_MAX];
	int n = snprintf(full, sizeof(full), "%s/%s", path, sub);

	if (n < 0 || (size_t)n >= sizeof(full)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	return open(full, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

enum rc
maildir_dir_list(
    struct maildir_dir *l, const char *path, bool cur, struct err *err)
{
	int fd = maildir_dir_open(path, cur ? "cur" : "new");
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *de;

	if (!dir) {
		enum rc rc = err_set(
		    err, RC_DOWN, "maildir %s: %s", path, strerror(errno));

		if (fd >= 0)
			close(fd);
		return rc;
	}
	while (l->n < LIMIT_MAILDIR && (de = readdir(dir))) {
		struct maildir_entry e = {.cur = cur};

		if (de->d_name[0] == '.')
			continue;
		e.name = arena_cstr(l->arena, str_of(de->d_name));
		e.unique = maildir_dir_unique(e.name);
		l->items = arena_grow(
		    l->arena, l->items, l->n, &l->cap, sizeof(*l->items));
		l->items[l->n++] = e;
	}
	closedir(dir);
	return RC_OK;
}

int
maildir_dir_by_name(const void *a, const void *b)
{
	const struct maildir_entry *x = a;
	const struct maildir_entry *y = b;
	int diff = str_cmp(x->unique, y->unique);

	return diff != 0 ? diff : (int)y->cur - (int)x->cur;
}

enum rc
maildir_dir_read(const char *path, const struct maildir_entry *e,
    struct buf *out, int64_t *mtime)
{
	int dir = maildir_dir_open(path, e->cur ? "cur" : "new");
	struct stat st;
	enum rc rc = RC_MISS;
	int fd;

	if (dir < 0)
		return RC_MISS;
	fd = openat(
	    dir, e->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	close(dir);
	if (fd < 0)
		return RC_MISS;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		goto out;
	*mtime = st.st_mtime;
	rc = RC_OK;
	if (st.st_size > LIMIT_MAIL_RAW)
		goto out;
	while (out->n < (size_t)st.st_size) {
		size_t want = (size_t)st.st_size - out->n;
		char *p = buf_reserve(out, want);
		ssize_t n = p ? read(fd, p, want) : 0;

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		out->n += (size_t)n;
		out->p[out->n] = '\0';
	}
	if (out->n < (size_t)st.st_size)
		rc = RC_MISS; /* being changed: another time */
out:
	close(fd);
	return rc;
}
