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

static enum rc
load_file(const char *dir, const char *name, unsigned flags, struct rules **out,
    rules_report *report, void *ctx, struct err *err)
{
	struct str stem = str_sub(str_of(name), 0, strlen(name) - 6);
	char path[PATH_MAX];
	bool jit = flags & FILTERS_MANY;
	struct buf b;
	enum rc rc;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	buf_init(&b, LIMIT_RULE_FILE);
	rc = file_read(path, &b, err);
	if (rc == RC_OK && flags & FILTERS_LATER)
		rules_add_later(out, path, stem, buf_str(&b), jit, report, ctx);
	else if (rc == RC_OK)
		rc = rules_add(
		    out, path, stem, buf_str(&b), jit, false, report, ctx, err);
	buf_fini(&b);
	return rc;
}

enum rc
filters_load(const char *dir, unsigned flags, struct rules **out,
    rules_report *report, void *ctx, struct err *err)
{
	struct dirent **names = NULL;
	int n = scandir(dir, &names, is_rules, alphasort);
	enum rc rc = RC_OK;

	if (n < 0)
		return err_set(err, RC_BAD, "%s: %s", dir, strerror(errno));
	if (n == 0)
		rc = err_set(err, RC_BAD, "%s: no *.rules in it", dir);
	for (int i = 0; i < n; i++) {
		if (rc == RC_OK)
			rc = load_file(dir, names[i]->d_name, flags, out,
			    report, ctx, err);
		free(names[i]);
	}
	free(names);
	return rc;
}
