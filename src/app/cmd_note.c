#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "model/limits.h"
#include "store/deed.h"
#include "store/ledger.h"

static enum rc
write_note(struct app *app, struct arena *a, const char *account,
    const char *kind, const char *text, struct err *err)
{
	unsigned char random[8];
	char hex[17];
	struct account found;
	struct deed_note note = {
	    .account = str_of(account),
	    .at = app_now(app),
	    .author = STR("operator"),
	    .kind = str_of(kind),
	    .text = str_of(text),
	};
	enum rc rc;

	if (!str_is_utf8(note.text) || str_is_empty(str_trim(note.text)))
		return err_set(err, RC_BAD, "the note has no readable text");
	rc = ledger_account(app->flow.store, a, note.account, &found, err);
	if (rc == RC_OK)
		rc = store_begin(app->flow.store, err);
	if (rc != RC_OK)
		return rc;
	seal_random(random, sizeof(random));
	seal_hex(random, sizeof(random), hex);
	note.id = str_of(hex);
	rc = deed_note(app->flow.store, &note, err);
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
