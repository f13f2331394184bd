#include "port/maildir_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "model/limits.h"
#include "port/maildir.h"
#include "port/maildir_dir.h"

#define NSEC   INT64_C(1000000000)
#define RECENT (2 * NSEC) /* two changes may bear the same time */

static enum rc
fail(struct err *err, enum rc rc, const char *what, const char *path)
{
	return err_set(err, rc, "%s %s: %s", what, path, strerror(errno));
}

/* "dunmail/Disputes" is ".dunmail.Disputes". */
static bool
put_name(struct str folder, char *out, size_t size)
{
	size_t n = 0;
	bool empty = true;

	if (folder.n + 2 > size)
		return false;
	out[n++] = '.';
	for (size_t i = 0; i < folder.n; i++) {
		char c = folder.p[i];

		if (c == '\0' || (unsigned char)c < ' ')
			return false;
		if (c == '/')
			c = '.';
		if (c == '.' && empty)
			return false;
		empty = c == '.';
		out[n++] = c;
	}
	out[n] = '\0';
	return !empty;
}

/* Its mark, which tells it from a folder that is no mail. */
static enum rc
put_mark(const char *path, struct err *err)
{
	int fd = maildir_dir_open(path, ".");
	int mark;

	if (fd < 0)
		return fail(err, RC_DOWN, "maildir", path);
	mark =
	    openat(fd, "maildirfolder", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	close(fd);
	if (mark < 0)
		return fail(err, RC_DOWN, "maildir", path);
	close(mark);
	return RC_OK;
}

enum rc
maildir_folder_make(const char *box, struct str folder, char *path, size_t size,
    struct err *err)
{
	char name[NAME_MAX + 1];
	struct stat st;
	enum rc rc;
	int n;

	if (!put_name(folder, name, sizeof(name)))
		return err_set(
		    err, RC_BAD, "no name for a folder: %.*s", STR_ARG(folder));
	n = snprintf(path, size, "%s/%s", box, name);
	if (n < 0 || (size_t)n >= size)
		return err_set(err, RC_BAD, "path too long");
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return maildir_make(path, err);
	rc = maildir_make(path, err);
	return rc == RC_OK ? put_mark(path, err) : rc;
}

static int64_t
nanoseconds(const struct timespec *t)
{
	return (int64_t)t->tv_sec * NSEC + t->tv_nsec;
}

enum rc
maildir_folder_state(const char *path, int64_t state[2], struct err *err)
{
	static const char *const subs[] = {"new", "cur"};
	struct timespec clock;

	clock_gettime(CLOCK_REALTIME, &clock);
	for (int i = 0; i < 2; i++) {
		int fd = maildir_dir_open(path, subs[i]);
		struct stat st;
		int64_t age;

		if (fd < 0 || fstat(fd, &st) != 0) {
			if (fd >= 0)
				close(fd);
			return fail(err, RC_DOWN, "maildir", path);
		}
		close(fd);
		state[i] = nanoseconds(&st.st_mtim);
		age = nanoseconds(&clock) - state[i];
		if (age < RECENT) {
			state[0] = state[1] = 0;
			return RC_OK;
		}
	}
	return RC_OK;
}

static bool
is_trash(const char *name)
{
	const char *flags = strstr(name, ":2,");

	return flags != NULL && strchr(flags, 'T') != NULL;
}

enum rc
maildir_folder_list(
    const char *path, maildir_each_name *each, void *ctx, struct err *err)
{
	struct maildir_dir l = {.arena = arena_new(LIMIT_JOB_ARENA)};
	enum rc rc = maildir_dir_list(&l, path, false, err);

	if (rc == RC_OK)
		rc = maildir_dir_list(&l, path, true, err);
	if (rc == RC_OK && l.n > 1)
		qsort(l.items, l.n, sizeof(*l.items), maildir_dir_by_name);
	for (size_t i = 0; rc == RC_OK && i < l.n; i++) {
		/* Listed twice when it moved to cur in between. */
		if (i > 0 && str_eq(l.items[i].unique, l.items[i - 1].unique))
			continue;
		if (!is_trash(l.items[i].name))
			rc = each(ctx, l.items[i].unique, err);
	}
	arena_free(&l.arena);
	return rc;
}

/* What it is called now; RC_MISS: nothing is. */
static enum rc
find(const char *path, struct str unique, struct arena *a,
    struct maildir_entry *out, struct err *err)
{
	struct maildir_dir l = {.arena = a};
	struct stat st;
	enum rc rc;
	int fd = maildir_dir_open(path, "new");
	bool is_new;

	*out = (struct maildir_entry){
	    .name = arena_cstr(a, unique), .unique = unique};
	is_new =
	    fd >= 0 && fstatat(fd, out->name, &st, AT_SYMLINK_NOFOLLOW) == 0;
	if (fd >= 0)
		close(fd);
	if (is_new)
		return RC_OK;
	rc = maildir_dir_list(&l, path, true, err);
	for (size_t i = 0; rc == RC_OK && i < l.n; i++)
		if (str_eq(l.items[i].unique, unique)) {
			*out = l.items[i];
			return RC_OK;
		}
	return rc == RC_OK
		   ? err_set(err, RC_MISS, "the mail is not there any more")
		   : rc;
}

static bool
is_name(struct str unique)
{
	return unique.n > 0 && unique.n <= NAME_MAX && unique.p[0] != '.' &&
	       str_chr(unique, '/') == STR_NPOS &&
	       str_chr(unique, '\0') == STR_NPOS;
}

enum rc
maildir_folder_read(const char *path, struct str unique, struct buf *raw,
    int64_t *mtime, struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct maildir_entry e;
	enum rc rc = is_name(unique) ? find(path, unique, a, &e, err) : RC_MISS;

	if (rc == RC_OK)
		rc = maildir_dir_read(path, &e, raw, mtime);
	arena_free(&a);
	return rc;
}

static enum rc
move_file(const char *from, const struct maildir_entry *e, const char *to,
    struct err *err)
{
	const char *sub = e->cur ? "cur" : "new";
	int source = maildir_dir_open(from, sub);
	int target = maildir_dir_open(to, sub);
	enum rc rc = RC_OK;

	if (source < 0 || target < 0)
		rc = fail(err, RC_DOWN, "maildir", source < 0 ? from : to);
	else if (renameat2(
		     source, e->name, target, e->name, RENAME_NOREPLACE) != 0)
		rc = fail(err,
		    errno == ENOENT || errno == EEXIST ? RC_MISS : RC_LATER,
		    "move", e->name);
	if (source >= 0)
		close(source);
	if (target >= 0)
		close(target);
	return rc;
}

enum rc
maildir_folder_move(
    const char *from, struct str unique, const char *to, struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct maildir_entry e;
	enum rc rc = is_name(unique) ? find(from, unique, a, &e, err) : RC_MISS;

	if (rc == RC_OK && is_trash(e.name))
		rc = err_set(err, RC_MISS, "a person threw it away");
	if (rc == RC_OK)
		rc = move_file(from, &e, to, err);
	arena_free(&a);
	return rc;
}

static enum rc
take_away(const char *path, const struct maildir_entry *e, struct err *err)
{
	int dir = maildir_dir_open(path, e->cur ? "cur" : "new");
	enum rc rc = RC_OK;

	if (dir < 0)
		return fail(err, RC_DOWN, "maildir", path);
	if (unlinkat(dir, e->name, 0) != 0)
		rc = fail(err, errno == ENOENT ? RC_MISS : RC_LATER, "remove",
		    e->name);
	close(dir);
	return rc;
}

enum rc
maildir_folder_remove(const char *path, struct str unique, struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct maildir_entry e;
	enum rc rc = is_name(unique) ? find(path, unique, a, &e, err) : RC_MISS;

	if (rc == RC_OK)
		rc = take_away(path, &e, err);
	arena_free(&a);
	return rc;
}

static enum rc
rename_to(const char *path, const struct maildir_entry *e, const char *name,
    struct err *err)
{
	int from = maildir_dir_open(path, e->cur ? "cur" : "new");
	int to = maildir_dir_open(path, "cur");
	enum rc rc = RC_OK;

	if (from < 0 || to < 0)
		rc = fail(err, RC_DOWN, "maildir", path);
	else if (renameat(from, e->name, to, name) != 0)
		rc = fail(
		    err, errno == ENOENT ? RC_MISS : RC_LATER, "flag", e->name);
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	return rc;
}

enum rc
maildir_folder_flag(
    const char *path, struct str unique, const char *flags, struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct maildir_entry e;
	enum rc rc = is_name(unique) ? find(path, unique, a, &e, err) : RC_MISS;

	if (rc == RC_OK)
		rc = rename_to(path, &e,
		    arena_fmt(a, "%.*s:2,%s", STR_ARG(unique), flags).p, err);
	arena_free(&a);
	return rc;
}

enum rc
maildir_folder_sync(const char *path, struct err *err)
{
	static const char *const subs[] = {"new", "cur"};

	for (int i = 0; i < 2; i++) {
		int fd = maildir_dir_open(path, subs[i]);
		bool ok = fd >= 0 && fsync(fd) == 0;

		if (fd >= 0)
			close(fd);
		if (!ok)
			return fail(err, RC_DOWN, "maildir", path);
	}
	return RC_OK;
}
