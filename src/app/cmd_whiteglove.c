#include <stdio.h>
#include <string.h>

#include "app/subject.h"
#include "flow/facts.h"
#include "model/limits.h"
#include "store/courses.h"
#include "store/profile.h"
#include "store/visits.h"

/* It may be marked again another day. */
static enum rc
mark(struct app *app, struct arena *a, const struct facts_account *facts,
    struct err *err)
{
	char day[DAY_TEXT];
	struct courses_event e = {
	    .account = facts->account.id,
	    .sequence = SEQUENCE_WHITE_GLOVE,
	    .subject = arena_fmt(a, "%.*s/%s", STR_ARG(facts->account.id),
		day_iso(facts->today, day)),
	    .what = ANCHOR_MARKED,
	    .day = facts->today,
	    .at = facts->now,
	};
	return courses_happened(app->flow.store, a, &e, err);
}

/* The dates stand in the customer's own calendar: a person calls them off. */
static enum rc
unmark(struct app *app, const struct facts_account *facts, struct err *err)
{
	size_t n = 0;
	enum rc rc = visits_cancel(app->flow.store, facts->account.id,
	    facts->today, facts->now, &n, err);

	if (rc == RC_OK && n > 0)
		printf("%zu date%s stand%s in the customer's calendar: call "
		       "them off yourself\n",
		    n, n == 1 ? "" : "s", n == 1 ? "s" : "");
	return rc;
}

/* RC_MISS: there is one. */
static enum rc
no_date_ahead(
    struct app *app, const struct facts_account *facts, struct err *err)
{
	enum rc rc =
	    visits_ahead(app->flow.store, facts->account.id, facts->today, err);

	return rc == RC_OK ? RC_MISS : rc == RC_MISS ? RC_OK : rc;
}

static enum rc
change(struct app *app, struct arena *a, struct str account, bool on,
    struct err *err)
{
	struct facts_account facts;
	struct facts_ask ask = {account, app_now(app), NULL, 0};
	enum rc rc = facts_load(&app->flow, a, &ask, &facts, err);

	if (rc == RC_OK)
		rc = profile_white_glove(app->flow.store, account, on, err);
	/* One that is so already can be offered new dates. */
	if (rc == RC_MISS && on)
		rc = no_date_ahead(app, &facts, err);
	if (rc == RC_OK)
		rc = on ? mark(app, a, &facts, err) : unmark(app, &facts, err);
	if (rc == RC_MISS)
		return err_set(err, RC_MISS, "account %.*s is %s already",
		    STR_ARG(account),
		    on ? "white-glove" : "no white-glove account");
	if (rc == RC_OK)
		rc = subject_note(app, a, account, "white-glove",
		    on ? STR("only people write to them from now on")
		       : STR("no white-glove account any more"),
		    STR("operator"), err);
	return rc == RC_OK
		   ? holds_wake(app->flow.store, account, facts.now, err)
		   : rc;
}

static enum rc
in_transaction(struct app *app, struct arena *a, struct str account, bool on,
    struct err *err)
{
	enum rc rc = store_begin(app->flow.store, err);

	if (rc != RC_OK)
		return rc;
	rc = change(app, a, account, on, err);
	if (rc == RC_OK)
		return store_commit(app->flow.store, err);
	store_rollback(app->flow.store);
	return rc;
}

static int
whiteglove_run(struct app *app, int argc, char **argv)
{
	struct subject s;
	struct arena *a;
	struct err err = {{0}};
	enum rc rc;

	if (argc != 3 || (strcmp(argv[2], "on") && strcmp(argv[2], "off")))
		return app_usage(&cmd_whiteglove);
	a = arena_new(LIMIT_JOB_ARENA);
	rc = subject_find(app, a, str_of(argv[1]), SUBJECT_ACCOUNT, &s, &err);
	if (rc == RC_OK)
		rc = in_transaction(
		    app, a, s.of[0].account, strcmp(argv[2], "on") == 0, &err);
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
