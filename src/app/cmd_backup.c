#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "app/app.h"
#include "flow/clockgate.h"
#include "port/db_path.h"

/* Nobody restores a backup by accident and repeats what was said since. */
static enum rc
hold(const char *path, struct err *err)
{
	struct store *copy = NULL;
	enum rc rc = store_open(path, 0, &copy, err);

	if (rc == RC_OK)
		rc = clockgate_hold_copy(copy, err);
	store_close(&copy);
	return rc;
}

/* It has its name only when it is whole. */
static enum rc
make(struct app *app, const char *path, struct err *err)
{
	char part[PATH_MAX];
	enum rc rc;
	int n;

	if (access(path, F_OK) == 0)
		return err_set(err, RC_BAD, "%s: exists", path);
	n = snprintf(part, sizeof(part), "%s.%ld.held", path, (long)getpid());
	if (n < 0 || (size_t)n >= sizeof(part))
		return err_set(err, RC_BAD, "backup: name too long");
	rc = db_backup(store_db(app->flow.store), part, err);
	if (rc != RC_OK)
		return rc;
	rc = hold(part, err);
	if (rc == RC_OK)
		rc = db_path_publish(part, path, err);
	if (rc != RC_OK)
		unlink(part);
	return rc;
}

static int
backup(struct app *app, int argc, char **argv)
{
	struct err err = {{0}};

	if (argc != 2)
		return app_usage(&cmd_backup);
	if (make(app, argv[1], &err) != RC_OK)
		return app_fail("%s", err.text);
	printf("%s: complete and checked\n", argv[1]);
	return 0;
}

const struct command cmd_backup = {
    .name = "backup",
    .usage = "FILE",
    .summary = "a consistent copy of the ledger while it is in use",
    .needs = APP_CONFIG | APP_STORE,
    .run = backup,
};
