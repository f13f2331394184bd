#include "app/filters.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "model/limits.h"

static int
is_rules(const struct dirent *e)
{
	struct str name = str_of(e->d_name);

	return name.p[0] != '.' && str_ends(name, STR(".rules"));
}

struct loading {
	const char *dir;
	bool later;
	struct rules_later how;
	struct buf text; /* of one file after the other */
};

static enum rc
load_file(
    struct loading *l, const char *name, struct rules **out, struct err *err)
{
	struct str stem = str_sub(str_of(name), 0, strlen(name) - 6);
	char path[PATH_MAX];
	enum rc rc;

	snprintf(path, sizeof(path), "%s/%s", l->dir, name);
	buf_clear(&l->text);
	rc = l->later ? file_read_head(path, LIMIT_RULE_HEAD, &l->text, err)
		      : file_read(path, &l->text, err);
	if (rc == RC_OK && l->later)
		rules_add_later(out, path, stem, buf_str(&l->text), &l->how);
	else if (rc == RC_OK)
		rc = rules_add(out, path, stem, buf_str(&l->text), l->how.jit,
		    false, l->how.report, l->how.ctx, err);
	return rc;
}

enum rc
filters_load(const char *dir, unsigned flags, struct rules **out,
    rules_report *report, void *ctx, struct err *err)
{
	struct dirent **names = NULL;
	int n = scandir(dir, &names, is_rules, alphasort);
	struct loading l = {.dir = dir,
	    .later = flags & FILTERS_LATER,
	    .how = {file_read, flags & FILTERS_MANY, report, ctx}};
	enum rc rc = RC_OK;

	if (n < 0)
		return err_set(err, RC_BAD, "%s: %s", dir, strerror(errno));
	if (n == 0)
		rc = err_set(err, RC_BAD, "%s: no *.rules in it", dir);
	buf_init(&l.text, LIMIT_RULE_FILE);
	for (int i = 0; i < n; i++) {
		if (rc == RC_OK)
			rc = load_file(&l, names[i]->d_name, out, err);
		free(names[i]);
	}
	buf_fini(&l.text);
	free(names);
	return rc;
}
