#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "flow/followed.h"

static int
follow(struct app *app, int argc, char **argv)
{
	struct followed_wish w = {.now = app_now(app)};
	struct err err = {{0}};
	enum rc rc;

	w.stop = argc == 4 && strcmp(argv[3], "--stop") == 0;
	if (argc != 3 && !w.stop)
		return app_usage(&cmd_follow);
	w.account = str_of(argv[1]);
	w.address = str_of(argv[2]);
	rc = followed_set(&app->flow, &w, &err);
	if (rc == RC_MISS)
		printf("%s %s account %s\n", argv[2],
		    w.stop ? "does not follow" : "follows already", argv[1]);
	else if (rc == RC_OK)
		printf("%s %s account %s\n", argv[2],
		    w.stop ? "follows no longer" : "follows", argv[1]);
	return rc == RC_OK || rc == RC_MISS ? 0 : app_fail("%s", err.text);
}

const struct command cmd_follow = {
    .name = "follow",
    .usage = "A ADDRESS [--stop]",
    .summary = "one of our own reads along: a mail each morning with new notes",
    .needs = APP_CONFIG | APP_STORE,
    .run = follow,
};
