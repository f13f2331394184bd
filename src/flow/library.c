#include "flow/library.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/xalloc.h"
#include "model/limits.h"
#include "port/seal.h"

#define HASH_BYTES 16

struct entry {
	struct entry *next;
	char *path;
	struct letter_template *letter; /* NULL: there is no such file */
	char hash[2 * HASH_BYTES + 1];
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
read_letter(const char *path, struct letter_template **out,
    char hash[2 * HASH_BYTES + 1], struct err *err)
{
	unsigned char bytes[HASH_BYTES];
	struct buf b;
	enum rc rc;

	buf_init(&b, LIMIT_TEMPLATE_FILE);
	rc = file_read(path, &b, err);
	if (rc == RC_OK) {
		rc = letter_template_compile(buf_str(&b), out, err);
		if (rc != RC_OK)
			rc = err_prefix(err, RC_BAD, "%s", path);
		seal_blake2b(buf_str(&b), bytes, sizeof(bytes));
		seal_hex(bytes, sizeof(bytes), hash);
	}
	buf_fini(&b);
	return rc;
}

/* RC_MISS: no such file; that is remembered as well. */
static enum rc
lookup(struct library *l, const char *path, const struct entry **out,
    struct err *err)
{
	struct letter_template *letter = NULL;
	char hash[2 * HASH_BYTES + 1] = "";
	struct entry *e;
	enum rc rc;

	for (e = l->entries; e != NULL; e = e->next)
		if (strcmp(e->path, path) == 0) {
			*out = e;
			return e->letter ? RC_OK : RC_MISS;
		}
	rc = read_letter(path, &letter, hash, err);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	e = xcalloc(1, sizeof(*e));
	e->path = xstrdup(path);
	e->letter = letter;
	memcpy(e->hash, hash, sizeof(e->hash));
	e->next = l->entries;
	l->entries = e;
	*out = e;
	return rc;
}

/* One text, and where to look for it. */
struct wanted {
	struct str folder, name, languages[3];
};

static enum rc
find(struct library *l, const struct wanted *w, const struct entry **out,
    struct err *err)
{
	char path[PATH_MAX];
	enum rc rc;

	for (size_t i = 0; i < 3; i++) {
		int n = snprintf(path, sizeof(path), "%s/%.*s/%.*s.%.*s.md",
		    l->dir, STR_ARG(w->folder), STR_ARG(w->name),
		    STR_ARG(w->languages[i]));

		if (n < 0 || (size_t)n >= sizeof(path))
			return err_set(err, RC_BAD, "template path too long");
		rc = lookup(l, path, out, err);
		if (rc != RC_MISS)
			return rc;
	}
	return err_set(err, RC_BAD, "no text %.*s/%.*s in any language",
	    STR_ARG(w->folder), STR_ARG(w->name));
}

enum rc
library_letter(struct library *l, struct str folder, struct str name,
    struct str language, struct str fallback,
    const struct letter_template **out, struct err *err)
{
	struct wanted w = {folder, name, {language, fallback, STR("en")}};
	const struct entry *e = NULL;
	enum rc rc = find(l, &w, &e, err);

	if (rc == RC_OK)
		*out = e->letter;
	return rc;
}

struct str
library_hash(struct library *l, struct str folder, struct str name,
    struct str language, struct str fallback)
{
	struct wanted w = {folder, name, {language, fallback, STR("en")}};
	const struct entry *e = NULL;
	struct err ignored;

	if (find(l, &w, &e, &ignored) != RC_OK)
		return (struct str){NULL, 0};
	return str_of(e->hash);
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
