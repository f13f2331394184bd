#include "app/subject.h"
#include "flow/facts.h"
#include "flow/holds.h"
#include "model/limits.h"
#include "store/deed.h"

#define PAUSE_DAYS 3650

/* A pause takes the place of the one before, so that it can be made shorter. */
static enum rc
pause_one(struct app *app, struct arena *a, const struct holds_subject *of,
    const struct subject_options *o, struct err *err)
{
	struct facts_ask ask = {of->account, app_now(app), NULL, 0};
	struct facts_account facts;
	struct deed_rest rest = {
	    .account = of->account,
	    .invoice = of->invoice,
	    .contact = of->contact,
	    .kind = STR("pause"),
	    .reason = o->why,
	    .by = o->by,
	    .since = ask.now,
	};
	size_t ended;
	enum rc rc = facts_load(&app->flow, a, &ask, &facts, err);

	if (rc != RC_OK)
		return rc;
	if (o->until <= facts.today || o->until > facts.today + PAUSE_DAYS)
		return err_set(err, RC_BAD,
		    "a pause ends on a day to come, within ten years");
	rest.until = facts_midnight(&app->flow, &facts, o->until);
	rest.id = arena_fmt(a, "pause/%.*s/%.*s%.*s/%lld/%lld",
	    STR_ARG(of->account), STR_ARG(of->invoice), STR_ARG(of->contact),
	    (long long)rest.since, (long long)rest.until);
	rc = holds_end(app->flow.store, of, rest.kind, ask.now, &ended, err);
	if (rc == RC_OK)
		rc = deed_rest(app->flow.store, &rest, err);
	if (rc == RC_OK)
		rc = holds_wake(app->flow.store, of->account, ask.now, err);
	return rc;
}

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
		rc = pause_one(app, a, &s->of[i], o, err);
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
