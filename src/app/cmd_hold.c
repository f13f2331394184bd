#include <stdio.h>
#include <string.h>

#include "app/subject.h"
#include "decide/credit.h"
#include "flow/creditdesk.h"
#include "model/limits.h"
#include "store/ledger.h"

/* What a person wants of the credit hold of one account. */
struct wish {
	enum credit_mode mode;
	day_t excused;
	bool lets_go; /* there has to be something */
	const char *words;
};

static enum rc
set_mode(struct app *app, struct arena *a, const struct subject_options *o,
    const struct wish *wish, struct err *err)
{
	struct store *st = app->flow.store;
	struct creditbook book;
	enum rc rc = creditbook_get(st, a, o->arg, &book, err);

	if (rc == RC_MISS)
		return err_set(err, rc, "the ledger knows no account %.*s",
		    STR_ARG(o->arg));
	if (rc != RC_OK)
		return rc;
	if (wish->lets_go && book.since == DAY_NONE)
		return err_set(
		    err, RC_BAD, "%.*s is not on credit hold", STR_ARG(o->arg));
	book.mode = str_of(credit_mode_name(wish->mode));
	book.excused = wish->excused;
	book.by = o->by;
	book.why = o->why;
	return creditbook_put(st, &book, err);
}

static enum rc
carry_out(struct app *app, struct arena *a, const struct subject_options *o,
    const struct wish *wish, struct str text, struct err *err)
{
	struct store *st = app->flow.store;
	enum rc rc = store_begin(st, err);

	if (rc != RC_OK)
		return rc;
	rc = set_mode(app, a, o, wish, err);
	if (rc == RC_OK)
		rc = subject_note(app, a, o->arg, "hold", text, o->by, err);
	if (rc == RC_OK)
		rc =
		    creditdesk_settle(&app->flow, a, o->arg, app_now(app), err);
	if (rc == RC_OK)
		rc = store_commit(st, err);
	else
		store_rollback(st);
	return rc;
}

static int
wish_run(
    struct app *app, const struct subject_options *o, const struct wish *wish)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct str text = arena_fmt(
	    a, "%s%s%.*s", wish->words, o->why.n ? ": " : "", STR_ARG(o->why));
	struct err err = {{0}};
	enum rc rc = carry_out(app, a, o, wish, text, &err);

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
take_mode(int argc, char **argv, struct wish *wish)
{
	int n = 1;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--auto") == 0)
			*wish = (struct wish){.mode = CREDIT_AUTO,
			    .excused = DAY_NONE,
			    .words = "what is owed decides about a hold"};
		else if (strcmp(argv[i], "--never") == 0)
			*wish = (struct wish){.mode = CREDIT_OFF,
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
	struct wish wish = {
	    .mode = CREDIT_ON, .excused = DAY_NONE, .words = "credit hold"};
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
	struct wish wish = {.mode = CREDIT_AUTO,
	    .excused = CREDIT_UNTIL_CURED,
	    .lets_go = true,
	    .words = "credit hold released"};
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
