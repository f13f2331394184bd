#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/verdict.h"
#include "flow/approval.h"
#include "model/limits.h"
#include "port/js.h"

#define PAGE 500

struct approve {
	struct app *app;
	struct arena *a;
	struct str by;
	bool all;
	char **ids; /* those named */
	size_t id_count;
	size_t done;
};

typedef enum rc each(
    struct approve *x, const struct approvals_row *row, struct err *err);

/* Page by page, so that many are no matter. */
static enum rc
for_each(struct approve *x, each *act, struct err *err)
{
	struct approvals_row last, *v = NULL;
	struct approvals_want want = {.looked_before = INT64_MAX, .max = PAGE};
	size_t n = PAGE;
	enum rc rc = RC_OK;

	while (rc == RC_OK && n == PAGE) {
		rc = approvals_waiting(
		    x->app->flow.store, x->a, &want, &v, &n, err);
		for (size_t i = 0; rc == RC_OK && i < n; i++)
			rc = act(x, &v[i], err);
		if (n > 0)
			last = v[n - 1];
		want.after = &last;
	}
	return rc;
}

static enum rc
show(struct approve *x, const struct approvals_row *row, struct err *err)
{
	const struct outbox_touch *t = &row->touch;
	char stamp[INSTANT_TEXT];
	struct js *j;

	(void)err;
	x->done++;
	day_instant_iso(row->asked_at, stamp);
	if (!x->app->json) {
		printf("%.*s  %.10s  %-10.*s %.*s/%.*s  %.*s to %.*s  %.*s\n",
		    STR_ARG(t->id), stamp, STR_ARG(t->account),
		    STR_ARG(t->sequence), STR_ARG(t->step), STR_ARG(t->channel),
		    STR_ARG(t->recipient.n ? t->recipient : STR("staff")),
		    STR_ARG(approval_words(row->why)));
		return RC_OK;
	}
	j = js_object();
	js_set_str(j, "touch", t->id);
	js_set_str(j, "asked", str_of(stamp));
	js_set_str(j, "account", t->account);
	js_set_str(j, "sequence", t->sequence);
	js_set_str(j, "step", t->step);
	js_set_str(j, "channel", t->channel);
	js_set_str(j, "to", t->recipient);
	js_set_str(j, "why", row->why);
	verdict_put(&j);
	return RC_OK;
}

static bool
is_named(const struct approve *x, struct str id)
{
	for (size_t i = 0; i < x->id_count; i++)
		if (str_eqc(id, x->ids[i]))
			return true;
	return x->all;
}

static enum rc
give(struct approve *x, const struct approvals_row *row, struct err *err)
{
	enum rc rc;

	if (!is_named(x, row->touch.id))
		return RC_OK;
	rc = approval_give(
	    &x->app->flow, x->a, row, x->by, app_now(x->app), err);
	x->done += rc == RC_OK;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
give_all(struct approve *x, struct err *err)
{
	enum rc rc = store_begin(x->app->flow.store, err);

	if (rc != RC_OK)
		return rc;
	rc = for_each(x, give, err);
	if (rc == RC_OK && x->done < x->id_count)
		rc = err_set(err, RC_MISS,
		    "only %zu of these wait for a yes; nothing was changed",
		    x->done);
	if (rc == RC_OK)
		rc = store_commit(x->app->flow.store, err);
	else
		store_rollback(x->app->flow.store);
	if (rc == RC_OK)
		printf(
		    "%zu message%s may go\n", x->done, x->done == 1 ? "" : "s");
	return rc;
}

static bool
take_options(struct approve *x, int argc, char **argv)
{
	x->ids = argv + 1;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--all") == 0) {
			x->all = true;
		} else if (strcmp(argv[i], "--by") == 0 && i + 1 < argc) {
			x->by = str_of(argv[++i]);
		} else if (argv[i][0] == '-') {
			return false;
		} else {
			x->ids[x->id_count++] = argv[i];
		}
	}
	return !(x->all && x->id_count > 0) && x->by.n > 0 &&
	       str_is_utf8(x->by);
}

static int
approve(struct app *app, int argc, char **argv)
{
	struct approve x = {.app = app, .by = STR("operator")};
	struct err err = {{0}};
	enum rc rc;

	if (!take_options(&x, argc, argv))
		return app_usage(&cmd_approve);
	x.a = arena_new(LIMIT_JOB_ARENA);
	if (x.all || x.id_count > 0)
		rc = give_all(&x, &err);
	else
		rc = for_each(&x, show, &err);
	if (rc == RC_OK && x.done == 0 && !app->json && !x.all)
		puts("nothing waits for a yes");
	arena_free(&x.a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_approve = {
    .name = "approve",
    .usage = "[--all|TOUCH...] [--by NAME] [--json]",
    .summary = "list what waits for a yes, or let it go",
    .needs = APP_CONFIG | APP_STORE | APP_LIBRARY,
    .run = approve,
};
