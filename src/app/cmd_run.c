#include <unistd.h>

#include "app/app.h"
#include "app/links.h"
#include "app/lock.h"
#include "app/supervise.h"

/* Make the ledger and the keys once, so that roles find them; they inherit the
 * holidays. */
static int
prepare(struct app *app, int *fd)
{
	struct err err = {{0}};
	int status = app_open(app, APP_STORE | APP_KEY | APP_CALENDARS);

	if (status == 0 &&
	    (lock_ledger(app->flow.set->ledger_path, fd, &err) != RC_OK ||
		links_retire(app, &err) != RC_OK))
		status = app_fail("%s", err.text);
	store_close(&app->flow.store);
	seal_key_free(&app->key);
	app->flow.key = NULL;
	return status;
}

static int
run(struct app *app, int argc, char **argv)
{
	int fd = -1, status;

	(void)argv;
	if (argc != 1)
		return app_usage(&cmd_run);
	app_clock_goes(app);
	status = prepare(app, &fd);
	if (status == 0)
		status = supervise(app);
	if (fd >= 0)
		close(fd);
	return status;
}

const struct command cmd_run = {
    .name = "run",
    .usage = "",
    .summary = "run the gateway until SIGTERM",
    .needs = APP_CONFIG,
    .run = run,
};
