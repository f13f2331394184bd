#include <stdio.h>

#include "app/app.h"
#include "flow/clockgate.h"

static int
release(struct app *app, int argc, char **argv)
{
	struct err err = {{0}};

	(void)argv;
	if (argc != 1)
		return app_usage(&cmd_release);
	if (clockgate_release(&app->flow, app_now(app), &err) != RC_OK)
		return app_fail("%s", err.text);
	puts("reminders may go again");
	return 0;
}

const struct command cmd_release = {
    .name = "release",
    .usage = "",
    .summary = "let reminders go after a jump of the clock, a restore, a hold",
    .needs = APP_CONFIG | APP_STORE,
    .run = release,
};
