#include "app/subject.h"
#include "flow/pausing.h"
#include "model/limits.h"

static enum rc
resume_one(struct app *app, struct arena *a, const struct holds_subject *of,
    const struct subject *s, struct str by, struct err *err)
{
	struct pausing p = {
	    .f = &app->flow, .a = a, .of = *of, .by = by, .now = app_now(app)};
	enum rc rc = pausing_end(&p, err);

	if (rc == RC_MISS)
		return err_set(
		    err, RC_MISS, "%.*s does not rest", STR_ARG(s->words));
	if (rc == RC_OK)
		rc = subject_note(app, a, of->account, "resume",
		    arena_fmt(a, "%.*s goes on (by %.*s)", STR_ARG(s->words),
			STR_ARG(by)),
		    by, err);
	return rc;
}

static enum rc
resume_all(struct app *app, struct arena *a, const struct subject *s,
    struct str by, struct err *err)
{
	size_t done = 0;
	enum rc rc = store_begin(app->flow.store, err);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < s->count && (rc == RC_OK || rc == RC_MISS);
	     i++) {
		rc = resume_one(app, a, &s->of[i], s, by, err);
		done += rc == RC_OK;
	}
	if (rc == RC_MISS && done > 0)
		rc = RC_OK;
	return subject_end(
	    app, rc, arena_fmt(a, "%.*s goes on", STR_ARG(s->words)), err);
}

static int
resume_run(struct app *app, int argc, char **argv)
{
	struct subject_options o;
	struct subject s;
	struct arena *a;
	struct err err = {{0}};
	enum rc rc;

	if (!subject_options(argc, argv, &o) || o.until != DAY_NONE ||
	    o.why.n > 0)
		return app_usage(&cmd_resume);
	a = arena_new(LIMIT_JOB_ARENA);
	rc = subject_find(app, a, o.arg, SUBJECT_ANY, &s, &err);
	if (rc == RC_OK)
		rc = resume_all(app, a, &s, o.by, &err);
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_resume = {
    .name = "resume",
    .usage = "A|INVOICE|CONTACT [--by NAME]",
    .summary = "end what lets an account, an invoice or a contact rest",
    .needs = APP_CONFIG | APP_STORE,
    .run = resume_run,
};
