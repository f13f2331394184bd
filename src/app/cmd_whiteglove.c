#include <stdio.h>
#include <string.h>

#include "app/subject.h"
#include "flow/glove.h"
#include "model/limits.h"

static enum rc
in_transaction(struct app *app, struct arena *a, const struct glove *g,
    size_t *dates, struct err *err)
{
	enum rc rc = store_begin(app->flow.store, err);

	if (rc != RC_OK)
		return rc;
	rc = glove_set(&app->flow, a, g, dates, err);
	if (rc == RC_OK)
		return store_commit(app->flow.store, err);
	store_rollback(app->flow.store);
	return rc;
}

static int
whiteglove_run(struct app *app, int argc, char **argv)
{
	struct glove g = {.by = STR("operator"), .now = app_now(app)};
	struct subject s;
	size_t n = 0;
	struct arena *a;
	struct err err = {{0}};
	enum rc rc;

	if (argc != 3 || (strcmp(argv[2], "on") && strcmp(argv[2], "off")))
		return app_usage(&cmd_whiteglove);
	a = arena_new(LIMIT_JOB_ARENA);
	rc = subject_find(app, a, str_of(argv[1]), SUBJECT_ACCOUNT, &s, &err);
	if (rc == RC_OK) {
		g.account = s.of[0].account;
		g.on = strcmp(argv[2], "on") == 0;
		rc = in_transaction(app, a, &g, &n, &err);
	}
	if (rc == RC_OK && n > 0)
		printf("%zu date%s called off; those who hold them in a "
		       "calendar are told\n",
		    n, n == 1 ? " is" : "s are");
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_whiteglove = {
    .name = "whiteglove",
    .usage = "ACCOUNT on|off",
    .summary = "from now on only people write to that account, or no more",
    .needs = APP_CONFIG | APP_STORE,
    .run = whiteglove_run,
};
