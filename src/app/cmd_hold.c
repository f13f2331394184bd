#include <stdio.h>
#include <string.h>

#include "app/subject.h"
#include "flow/creditdesk.h"
#include "flow/credithold.h"
#include "model/limits.h"

static enum rc
carry_out(struct app *app, struct arena *a, const struct credithold *wish,
    struct str *text, struct err *err)
{
	struct store *st = app->flow.store;
	enum rc rc = store_begin(st, err);

	if (rc != RC_OK)
		return rc;
	rc = credithold_set(&app->flow, a, wish, text, err);
	if (rc == RC_OK)
		rc = store_commit(st, err);
	else
		store_rollback(st);
	return rc;
}

static int
wish_run(
    struct app *app, const struct subject_options *o, struct credithold *wish)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct str text;
	struct err err = {{0}};
	enum rc rc;

	wish->account = o->arg;
	wish->by = o->by;
	wish->why = o->why;
	wish->now = app_now(app);
	rc = carry_out(app, a, wish, &text, &err);
	if (rc == RC_OK)
		printf("account %.*s: %.*s (by %.*s)\n", STR_ARG(o->arg),
		    STR_ARG(text), STR_ARG(o->by));
	if (rc == RC_OK)
		rc = creditdesk_publish(&app->flow, app_now(app), &err);
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

/* Takes out what only this command knows. */
static int
take_mode(int argc, char **argv, struct credithold *wish)
{
	int n = 1;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--auto") == 0)
			*wish = (struct credithold){.mode = CREDIT_AUTO,
			    .excused = DAY_NONE,
			    .words = "what is owed decides about a hold"};
		else if (strcmp(argv[i], "--never") == 0)
			*wish = (struct credithold){.mode = CREDIT_OFF,
			    .excused = DAY_NONE,
			    .words = "never on credit hold by itself"};
		else
			argv[n++] = argv[i];
	}
	return n;
}

static int
hold_run(struct app *app, int argc, char **argv)
{
	struct credithold wish = credithold_hold();
	struct subject_options o;

	argc = take_mode(argc, argv, &wish);
	if (!subject_options(argc, argv, &o) || o.why.n == 0 ||
	    o.until != DAY_NONE)
		return app_usage(&cmd_hold);
	return wish_run(app, &o, &wish);
}

static int
release_run(struct app *app, int argc, char **argv)
{
	struct credithold wish = credithold_release();
	struct subject_options o;

	if (!subject_options(argc, argv, &o))
		return app_usage(&cmd_release_hold);
	if (o.until != DAY_NONE)
		wish.excused = o.until;
	return wish_run(app, &o, &wish);
}

const struct command cmd_hold = {
    .name = "hold",
    .usage = "A [--auto|--never] --why TEXT [--by NAME]",
    .summary = "hold the orders of an account, or say who decides about it",
    .needs = APP_CONFIG | APP_STORE | APP_KEY,
    .run = hold_run,
};

const struct command cmd_release_hold = {
    .name = "release-hold",
    .usage = "A [--until DATE] [--why TEXT] [--by NAME]",
    .summary = "release the orders of an account",
    .needs = APP_CONFIG | APP_STORE | APP_KEY,
    .run = release_run,
};
