#include "flow/ours.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/xalloc.h"
#include "mail/echo.h"
#include "model/limits.h"

#define TEXTS_MAX 5000 /* that are read */

struct ours {
	char *dir;
	struct echo *echo; /* NULL: not yet read */
};

struct reading {
	struct echo *echo;
	size_t texts;
};

static void
read_text(struct reading *r, const char *path)
{
	struct err ignored = {""};
	struct buf b;

	buf_init(&b, LIMIT_TEMPLATE_FILE);
	if (file_read(path, &b, &ignored) == RC_OK)
		echo_learn(r->echo, buf_str(&b));
	buf_fini(&b);
}

static void
read_folder(struct reading *r, const char *folder)
{
	char path[PATH_MAX];
	DIR *d = opendir(folder);
	struct dirent *e;

	if (d == NULL)
		return;
	while (r->texts < TEXTS_MAX && (e = readdir(d)) != NULL) {
		int n;

		if (!str_ends(str_of(e->d_name), STR(".md")))
			continue;
		n = snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		if (n < 0 || (size_t)n >= sizeof(path))
			continue;
		read_text(r, path);
		r->texts++;
	}
	closedir(d);
}

static struct echo *
read_all(const char *dir)
{
	struct reading r = {.echo = echo_new()};
	char path[PATH_MAX];
	DIR *d = opendir(dir);
	struct dirent *e;

	if (d == NULL)
		return r.echo;
	while ((e = readdir(d)) != NULL) {
		int n = snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);

		if (e->d_name[0] != '.' && n > 0 && (size_t)n < sizeof(path))
			read_folder(&r, path);
	}
	closedir(d);
	return r.echo;
}

struct ours *
ours_new(struct str templates_dir)
{
	struct ours *o = xcalloc(1, sizeof(*o));

	o->dir = xstrndup(templates_dir.p, templates_dir.n);
	return o;
}

void
ours_free(struct ours **o)
{
	if (*o == NULL)
		return;
	echo_free(&(*o)->echo);
	free((*o)->dir);
	free(*o);
	*o = NULL;
}

const struct echo *
ours_echo(struct ours *o)
{
	if (o->echo == NULL)
		o->echo = read_all(o->dir);
	return o->echo;
}
