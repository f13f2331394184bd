#include "app/portal_guard.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "port/sandbox.h"

#define ROOM (1u << 20)

/* What libraries read: fonts, zones, character sets, themselves. */
static const char *const system_paths[] = {"/usr/share", "/usr/lib",
    "/usr/local/share/fonts", "/lib", "/lib64", "/etc/fonts", "/etc/localtime",
    "/etc/ld.so.cache", "/var/cache/fontconfig", "/dev/null", "/dev/urandom"};

struct list {
	struct arena *a;
	struct sandbox_path *v;
	size_t n, cap;
};

static void
add(struct list *l, const char *path, enum sandbox_use use)
{
	l->v = arena_grow(l->a, l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = (struct sandbox_path){path, use};
}

static void
add_setting(struct list *l, struct str path, enum sandbox_use use)
{
	if (!str_is_empty(path))
		add(l, arena_cstr(l->a, path), use);
}

static const char *
joined(struct list *l, const char *dir, const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return arena_cstr(l->a, str_of(path));
}

/* links-<id>.pub and links-<id>.old, each for itself: the secret key is in the
 * same folder. */
static void
add_keys(struct list *l, const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	add(l, dir, SANDBOX_LIST);
	if (d == NULL)
		return;
	while ((e = readdir(d)) != NULL) {
		struct str name = str_of(e->d_name);

		if (str_starts(name, STR("links-")) &&
		    (str_ends(name, STR(".pub")) ||
			str_ends(name, STR(".old"))))
			add(l, joined(l, dir, e->d_name), SANDBOX_READ);
	}
	closedir(d);
}

/* The log and its index live for as long as somebody has the ledger open: the
 * caller does. */
static void
add_ledger(struct list *l, struct str path)
{
	size_t slash = str_rchr(path, '/');
	const char *file = arena_cstr(l->a, path);

	add(l, file, SANDBOX_WRITE);
	add(l, arena_cstr(l->a, arena_fmt(l->a, "%s-wal", file)),
	    SANDBOX_WRITE);
	add(l, arena_cstr(l->a, arena_fmt(l->a, "%s-shm", file)),
	    SANDBOX_WRITE);
	add(l,
	    slash == STR_NPOS ? "." : arena_cstr(l->a, str_sub(path, 0, slash)),
	    SANDBOX_LIST);
}

enum rc
portal_guard(const struct settings *set, struct err *err)
{
	bool server = str_find(set->ledger_path, STR("://")) != STR_NPOS;
	struct list l = {.a = arena_new(ROOM)};
	struct sandbox_server s = {.connects = server};
	enum rc rc;

	for (size_t i = 0; i < sizeof(system_paths) / sizeof(*system_paths);
	     i++)
		add(&l, system_paths[i], SANDBOX_READ);
	add_setting(&l, set->portal_texts, SANDBOX_READ);
	add_setting(&l, set->templates_dir, SANDBOX_READ);
	add_setting(&l, set->documents_dir, SANDBOX_READ);
	add_keys(&l, set->keys_dir.p);
	if (!server)
		add_ledger(&l, set->ledger_path);
	s.paths = l.v;
	s.count = l.n;
	rc = sandbox_serve(&s, err);
	arena_free(&l.a);
	return rc;
}

int64_t
portal_guard_keys(const struct settings *set)
{
	struct stat st;

	if (stat(set->keys_dir.p, &st) != 0)
		return 0;
	return (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
}
