#include <stdio.h>

#include "app/app.h"

static int
backup(struct app *app, int argc, char **argv)
{
	struct err err = {{0}};

	if (argc != 2)
		return app_usage(&cmd_backup);
	if (db_backup(store_db(app->flow.store), argv[1], &err) != RC_OK)
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
