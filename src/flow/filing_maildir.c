#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "flow/filing_box.h"
#include "model/limits.h"
#include "port/maildir.h"
#include "port/maildir_folder.h"

#define WRITTEN (sizeof(((struct filing_box *)0)->paths) / sizeof(char *))

static char *
root_of(const struct filing_box *box, char *out, size_t size)
{
	snprintf(out, size, "%.*s", STR_ARG(box->set->read_maildir));
	return out;
}

/* The inbox is the Maildir itself. */
static enum rc
path_of(const struct filing_box *box, struct str folder, char *out, size_t size,
    struct err *err)
{
	char root[PATH_MAX];

	root_of(box, root, sizeof(root));
	if (!str_eq(folder, box->set->inbox))
		return maildir_folder_make(root, folder, out, size, err);
	snprintf(out, size, "%s", root);
	return maildir_make(out, err);
}

static enum rc
open_folder(
    struct filing_box *box, struct str folder, bool make, struct err *err)
{
	char path[PATH_MAX];
	int64_t state[2] = {0, 0};
	enum rc rc = path_of(box, folder, path, sizeof(path), err);

	(void)make; /* it costs nothing */
	if (rc == RC_OK)
		rc = maildir_folder_state(path, state, err);
	if (rc != RC_OK)
		return rc;
	free(box->path);
	box->path = xstrndup(path, strlen(path));
	box->folder = folder;
	box->look = (struct filing_look){.next = state[0], .highest = state[1]};
	return RC_OK;
}

static enum rc
has_changed(struct filing_box *box, const struct filing_look *last,
    bool *changed, struct err *err)
{
	(void)err;
	*changed = box->look.next == 0 || box->look.next != last->next ||
		   box->look.highest != last->highest;
	return RC_OK;
}

struct listing {
	struct arena *a;
	struct str *v;
	size_t n, cap;
};

static enum rc
take_name(void *ctx, struct str unique, struct err *err)
{
	struct listing *l = ctx;

	(void)err;
	l->v = arena_grow(l->a, l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = arena_dup(l->a, unique);
	return RC_OK;
}

static enum rc
list(struct filing_box *box, struct arena *a, struct str **places,
    size_t *count, struct err *err)
{
	struct listing l = {.a = a};
	enum rc rc = maildir_folder_list(box->path, take_name, &l, err);

	*places = l.v;
	*count = l.n;
	return rc;
}

static enum rc
read_mails(struct filing_box *box, const struct str *places, size_t count,
    filing_mail *each, void *ctx, struct err *err)
{
	enum rc rc = RC_OK;
	struct buf raw;

	buf_init(&raw, LIMIT_MAIL_RAW + 1);
	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		int64_t mtime = 0;

		buf_clear(&raw);
		rc = maildir_folder_read(
		    box->path, places[i], &raw, &mtime, err);
		if (rc == RC_OK)
			rc = each(ctx, places[i], mtime, buf_str(&raw), err);
		else if (rc == RC_MISS)
			rc = RC_OK;
	}
	buf_fini(&raw);
	return rc;
}

static void
remember(struct filing_box *box, const char *path)
{
	for (size_t i = 0; i < box->path_count; i++)
		if (strcmp(box->paths[i], path) == 0)
			return;
	if (box->path_count < WRITTEN)
		box->paths[box->path_count++] = xstrndup(path, strlen(path));
}

static enum rc
move(struct filing_box *box, struct str place, struct str folder,
    struct arena *a, struct str *to, struct err *err)
{
	char path[PATH_MAX];
	enum rc rc = path_of(box, folder, path, sizeof(path), err);

	(void)a;
	*to = (struct str){NULL, 0};
	if (rc == RC_OK)
		rc = maildir_folder_move(box->path, place, path, err);
	if (rc != RC_OK)
		return rc;
	*to = place;
	remember(box, box->path);
	remember(box, path);
	return RC_OK;
}

/* A Maildir keeps none that two programs agree on. */
static enum rc
mark(struct filing_box *box, struct str place, const struct str *words,
    size_t count, struct err *err)
{
	(void)box;
	(void)place;
	(void)words;
	(void)count;
	return err_set(err, RC_MISS, "no keywords in a Maildir");
}

static enum rc
sync_all(struct filing_box *box, struct err *err)
{
	enum rc rc = RC_OK;

	while (box->path_count > 0) {
		char *path = box->paths[--box->path_count];

		if (rc == RC_OK)
			rc = maildir_folder_sync(path, err);
		free(path);
	}
	return rc;
}

static void
shut(struct filing_box *box)
{
	while (box->path_count > 0)
		free(box->paths[--box->path_count]);
	free(box->path);
	box->path = NULL;
}

const struct filing_door filing_maildir = {
    .open = open_folder,
    .changed = has_changed,
    .list = list,
    .read = read_mails,
    .move = move,
    .mark = mark,
    .sync = sync_all,
    .close = shut,
};
