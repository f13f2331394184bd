#include "app/subject.h"
#include "model/limits.h"
#include "store/agenda.h"
#include "store/ledger.h"

static enum rc
stop_one(struct app *app, struct arena *a, const struct holds_subject *of,
    struct str text, struct str by, struct err *err)
{
	int64_t now = app_now(app);
	enum rc rc = ledger_contact_state(
	    app->flow.store, of->contact, CONTACT_STOPPED, now, err);

	if (rc == RC_OK)
		rc = subject_note(app, a, of->account, "stop", text, by, err);
	return rc == RC_OK ? agenda_wake(app->flow.store, of->account, now, err)
			   : rc;
}

static enum rc
stop_all(struct app *app, struct arena *a, const struct subject *s,
    const struct subject_options *o, struct err *err)
{
	struct str text =
	    arena_fmt(a, "%.*s is not written to any more%s%.*s (by %.*s)",
		STR_ARG(s->words), o->why.n ? ": " : "", STR_ARG(o->why),
		STR_ARG(o->by));
	enum rc rc = store_begin(app->flow.store, err);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; rc == RC_OK && i < s->count; i++)
		rc = stop_one(app, a, &s->of[i], text, o->by, err);
	return subject_end(app, rc, text, err);
}

static int
stop_run(struct app *app, int argc, char **argv)
{
	struct subject_options o;
	struct subject s;
	struct arena *a;
	struct err err = {{0}};
	enum rc rc;

	if (!subject_options(argc, argv, &o) || o.until != DAY_NONE)
		return app_usage(&cmd_stop);
	a = arena_new(LIMIT_JOB_ARENA);
	rc = subject_find(app, a, o.arg, SUBJECT_CONTACT, &s, &err);
	if (rc == RC_OK)
		rc = stop_all(app, a, &s, &o, &err);
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_stop = {
    .name = "stop",
    .usage = "CONTACT [--why TEXT] [--by NAME]",
    .summary = "never write to a contact again; the next one takes over",
    .needs = APP_CONFIG | APP_STORE,
    .run = stop_run,
};
