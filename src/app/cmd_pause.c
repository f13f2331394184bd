#include "app/subject.h"
#include "flow/holds.h"
#include "flow/pausing.h"
#include "model/limits.h"

static enum rc
pause_all(struct app *app, struct arena *a, const struct subject *s,
    const struct subject_options *o, struct err *err)
{
	struct str text = arena_fmt(a, "%.*s pauses: %.*s", STR_ARG(s->words),
	    STR_ARG(holds_words(a, o->why, o->by, o->until)));
	enum rc rc = store_begin(app->flow.store, err);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; rc == RC_OK && i < s->count; i++) {
		struct pausing p = {
		    &app->flow, a, s->of[i], o->why, o->by, app_now(app)};

		rc = pausing_begin(&p, o->until, err);
		if (rc == RC_OK)
			rc = subject_note(app, a, s->of[i].account, "pause",
			    text, o->by, err);
	}
	return subject_end(app, rc, text, err);
}

static int
pause_run(struct app *app, int argc, char **argv)
{
	struct subject_options o;
	struct subject s;
	struct arena *a;
	struct err err = {{0}};
	enum rc rc;

	if (!subject_options(argc, argv, &o) || o.until == DAY_NONE ||
	    o.why.n == 0)
		return app_usage(&cmd_pause);
	a = arena_new(LIMIT_JOB_ARENA);
	rc = subject_find(app, a, o.arg, SUBJECT_ANY, &s, &err);
	if (rc == RC_OK)
		rc = pause_all(app, a, &s, &o, &err);
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_pause = {
    .name = "pause",
    .usage = "A|INVOICE|CONTACT --until DATE --why TEXT [--by NAME]",
    .summary = "let an account, an invoice or a contact rest until a day",
    .needs = APP_CONFIG | APP_STORE,
    .run = pause_run,
};
