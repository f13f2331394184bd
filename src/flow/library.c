#include "flow/library.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/xalloc.h"
#include "model/limits.h"

struct entry {
	struct entry *next;
	char *path;
	struct letter_template *letter; /* NULL: there is no such file */
};

struct library {
	char *dir;
	struct entry *entries;
	struct template *layout;
};

struct library *
library_new(struct str templates_dir)
{
	struct library *l = xcalloc(1, sizeof(*l));

	l->dir = xstrndup(templates_dir.p, templates_dir.n);
	return l;
}

void
library_free(struct library **l)
{
	struct entry *e, *next;

	if (*l == NULL)
		return;
	for (e = (*l)->entries; e != NULL; e = next) {
		next = e->next;
		letter_template_free(&e->letter);
		free(e->path);
		free(e);
	}
	template_free(&(*l)->layout);
	free((*l)->dir);
	free(*l);
	*l = NULL;
}

static enum rc
read_letter(const char *path, struct letter_template **out, struct err *err)
{
	struct buf b;
	enum rc rc;

	buf_init(&b, LIMIT_TEMPLATE_FILE);
	rc = file_read(path, &b, err);
	if (rc == RC_OK) {
		rc = letter_template_compile(buf_str(&b), out, err);
		if (rc != RC_OK)
			rc = err_prefix(err, RC_BAD, "%s", path);
	}
	buf_fini(&b);
	return rc;
}

/* RC_MISS: no such file; that is remembered as well. */
static enum rc
lookup(struct library *l, const char *path, const struct letter_template **out,
    struct err *err)
{
	struct letter_template *letter = NULL;
	struct entry *e;
	enum rc rc;

	for (e = l->entries; e != NULL; e = e->next)
		if (strcmp(e->path, path) == 0) {
			*out = e->letter;
			return e->letter ? RC_OK : RC_MISS;
		}
	rc = read_letter(path, &letter, err);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	e = xcalloc(1, sizeof(*e));
	e->path = xstrdup(path);
	e->letter = letter;
	e->next = l->entries;
	l->entries = e;
	*out = letter;
	return rc;
}

enum rc
library_letter(struct library *l, struct str folder, struct str name,
    struct str language, struct str fallback,
    const struct letter_template **out, struct err *err)
{
	const struct str tries[] = {language, fallback, STR("en")};
	char path[PATH_MAX];
	enum rc rc;

	for (size_t i = 0; i < 3; i++) {
		int n = snprintf(path, sizeof(path), "%s/%.*s/%.*s.%.*s.md",
		    l->dir, STR_ARG(folder), STR_ARG(name), STR_ARG(tries[i]));

		if (n < 0 || (size_t)n >= sizeof(path))
			return err_set(err, RC_BAD, "template path too long");
		rc = lookup(l, path, out, err);
		if (rc != RC_MISS)
			return rc;
	}
	return err_set(err, RC_BAD, "no text %.*s/%.*s in any language",
	    STR_ARG(folder), STR_ARG(name));
}

enum rc
library_layout(struct library *l, const struct template **out, struct err *err)
{
	char path[PATH_MAX];
	struct buf b;
	enum rc rc = RC_OK;

	if (l->layout == NULL) {
		snprintf(path, sizeof(path), "%s/layout.html", l->dir);
		buf_init(&b, LIMIT_TEMPLATE_FILE);
		rc = file_read(path, &b, err);
		if (rc == RC_OK)
			rc = template_compile(buf_str(&b), &l->layout, err);
		buf_fini(&b);
		if (rc != RC_OK)
			return err_prefix(err, RC_BAD, "%s", path);
	}
	*out = l->layout;
	return rc;
}
