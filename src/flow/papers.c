#include "flow/papers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/limits.h"

static const struct {
	const char *ending, *type;
} types[] = {
    {".pdf", "application/pdf"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".csv", "text/csv"},
    {".txt", "text/plain; charset=utf-8"},
};

static struct str
type_of(struct str name)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		struct str ending = str_of(types[i].ending);

		if (name.n > ending.n &&
		    str_fold_eq(
			str_sub(name, name.n - ending.n, ending.n), ending))
			return str_of(types[i].type);
	}
	return STR("application/octet-stream");
}

/* The account's folder. It is one name, whatever the account is called: '/'
 * and a leading dot never stand for themselves. */
static const char *
folder_name(struct arena *a, struct str account)
{
	static const char hex[] = "0123456789ABCDEF";
	char *p = arena_alloc(a, 3 * account.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < account.n; i++) {
		unsigned char c = (unsigned char)account.p[i];

		if (str_is_alnum(account.p[i]) || c == '-' || c == '_' ||
		    (c == '.' && i > 0)) {
			p[n++] = account.p[i];
			continue;
		}
		p[n++] = '%';
		p[n++] = hex[c >> 4];
		p[n++] = hex[c & 15];
	}
	return p;
}

static bool
is_name(struct str name)
{
	if (str_is_empty(name) || name.n > NAME_MAX || name.p[0] == '.' ||
	    str_chr(name, '/') != STR_NPOS || !str_is_utf8(name))
		return false;
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] < ' ' || name.p[i] == 127)
			return false;
	return true;
}

static enum rc
failed(const char *what, struct err *err)
{
	if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP ||
	    errno == ENAMETOOLONG)
		return RC_MISS;
	return err_set(err, RC_DOWN, "the documents %s: errno %d", what, errno);
}

/* One name at a time, and none may be a link: nothing outside is reached. */
static enum rc
open_folder(const struct settings *set, struct arena *a, struct str account,
    int *out, struct err *err)
{
	int top = open(arena_cstr(a, set->documents_dir),
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum rc rc = RC_OK;

	if (top < 0)
		return failed("folder", err);
	*out = openat(top, folder_name(a, account),
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (*out < 0)
		rc = failed("of an account", err);
	close(top);
	return rc;
}

static int
by_name(const void *a, const void *b)
{
	const struct papers_file *x = a, *y = b;

	return str_cmp(x->name, y->name);
}

static void
read_names(DIR *dir, struct arena *a, struct papers_file **out, size_t *count)
{
	struct papers_file *v = NULL;
	size_t n = 0, cap = 0;
	struct dirent *e;

	while (n < LIMIT_PAPERS && (e = readdir(dir)) != NULL) {
		struct stat st;

		if (!is_name(str_of(e->d_name)) ||
		    fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) !=
			0 ||
		    !S_ISREG(st.st_mode) || st.st_size > LIMIT_PAPER)
			continue;
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct papers_file){
		    .name = arena_dup(a, str_of(e->d_name)),
		    .size = st.st_size,
		    .at = st.st_mtime,
		};
	}
	if (n > 1)
		qsort(v, n, sizeof(*v), by_name);
	*out = v;
	*count = n;
}

enum rc
papers_list(const struct settings *set, struct arena *a, struct str account,
    struct papers_file **out, size_t *count, struct err *err)
{
	DIR *dir;
	int fd;
	enum rc rc = open_folder(set, a, account, &fd, err);

	*out = NULL;
	*count = 0;
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	dir = fdopendir(fd);
	if (dir == NULL) {
		close(fd);
		return err_set(err, RC_DOWN, "the documents of an account");
	}
	read_names(dir, a, out, count);
	closedir(dir);
	return RC_OK;
}

static enum rc
read_all(int fd, size_t size, struct arena *a, struct str *out, struct err *err)
{
	char *p = arena_alloc(a, size + 1);
	size_t n = 0;

	while (n < size) {
		ssize_t got = read(fd, p + n, size - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return err_set(err, RC_DOWN,
			    "a document cannot be "
			    "read to its end");
		n += (size_t)got;
	}
	*out = (struct str){p, size};
	return RC_OK;
}

enum rc
papers_read(const struct settings *set, struct arena *a, struct str account,
    struct str name, struct letter_file *out, struct err *err)
{
	struct stat st;
	int dir, fd;
	enum rc rc;

	if (!is_name(name))
		return RC_MISS;
	rc = open_folder(set, a, account, &dir, err);
	if (rc != RC_OK)
		return rc;
	fd = openat(dir, arena_cstr(a, name),
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		rc = failed("of an account", err);
	else if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
		 st.st_size > LIMIT_PAPER)
		rc = RC_MISS;
	*out = (struct letter_file){.name = name, .type = type_of(name)};
	if (rc == RC_OK)
		rc = read_all(fd, (size_t)st.st_size, a, &out->bytes, err);
	if (fd >= 0)
		close(fd);
	close(dir);
	return rc;
}
