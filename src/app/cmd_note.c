#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "decide/callword.h"
#include "flow/remark.h"
#include "model/limits.h"
#include "store/ledger.h"

/* Somebody spoke with them, unless it says otherwise. */
static struct str
outcome_of(const char *kind, struct str text)
{
	struct str rest;
	const char *said = callword_find(text, &rest);

	if (strcmp(kind, "contact") != 0)
		return STR("");
	return said ? str_of(said) : STR("reached");
}

static enum rc
write_note(struct app *app, struct arena *a, const char *account,
    const char *kind, const char *text, struct err *err)
{
	struct account found;
	struct remark r = {
	    .account = str_of(account),
	    .text = str_of(text),
	    .by = STR("operator"),
	    .kind = kind,
	    .outcome = outcome_of(kind, str_of(text)),
	    .now = app_now(app),
	};
	enum rc rc;

	if (!str_is_utf8(r.text) || str_is_empty(str_trim(r.text)))
		return err_set(err, RC_BAD, "the note has no readable text");
	rc = ledger_account(app->flow.store, a, r.account, &found, err);
	if (rc == RC_OK)
		rc = store_begin(app->flow.store, err);
	if (rc != RC_OK)
		return rc;
	rc = remark_add(&app->flow, a, &r, err);
	if (rc == RC_OK)
		return store_commit(app->flow.store, err);
	store_rollback(app->flow.store);
	return rc;
}

static int
run_note(struct app *app, int argc, char **argv)
{
	const char *kind = "note", *account = argc > 1 ? argv[1] : "";
	struct arena *a;
	struct err err = {{0}};
	enum rc rc;

	/* A contact by a person counts for the cap, as a touch of ours. */
	if (argc == 4 && strcmp(argv[2], "--contact") == 0) {
		kind = "contact";
		argv++;
	} else if (argc != 3) {
		return app_usage(&cmd_note);
	}
	a = arena_new(LIMIT_JOB_ARENA);
	rc = write_note(app, a, account, kind, argv[2], &err);
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_note = {
    .name = "note",
    .usage = "A [--contact] TEXT",
    .summary = "write a note into an account's timeline",
    .needs = APP_CONFIG | APP_STORE,
    .run = run_note,
};
