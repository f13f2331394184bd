#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#include "app/app.h"
#include "app/portal.h"
#include "base/log.h"

static int
run(struct app *app, int argc, char **argv)
{
	sigset_t stops;

	(void)argv;
	if (argc != 1)
		return app_usage(&cmd_portal);
	if (str_is_empty(app->flow.set->portal_listen))
		return app_fail(
		    "%s: [portal] listen says nothing", app->config_path);
	app_clock_goes(app);
	prctl(PR_SET_DUMPABLE, 0);
	log_set_role("portal");
	/* Before any thread: it is portal_run that waits for them. */
	sigemptyset(&stops);
	sigaddset(&stops, SIGTERM);
	sigaddset(&stops, SIGINT);
	if (sigprocmask(SIG_BLOCK, &stops, NULL) != 0)
		return app_fail("signals: %s", strerror(errno));
	return portal_run(app);
}

const struct command cmd_portal = {
    .name = "portal",
    .usage = "",
    .summary = "serve the pages behind the links until SIGTERM",
    .needs = APP_CONFIG,
    .run = run,
};
