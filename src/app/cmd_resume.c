#include "app/subject.h"
#include "model/limits.h"
#include "store/ledger.h"

/* A person may let go what bounced or asked for silence; who called us spam
 * stays silent. */
static enum rc
free_contact(struct app *app, struct arena *a, struct str id, size_t *ended,
    struct err *err)
{
	struct contact c;
	enum rc rc = ledger_contact(app->flow.store, a, id, &c, err);

	if (rc != RC_OK || c.state == CONTACT_OK)
		return rc;
	if (c.state == CONTACT_COMPLAINED)
		return err_set(err, RC_BAD,
		    "%.*s reported our mail as spam; it stays silent",
		    STR_ARG(c.email));
	++*ended;
	return ledger_contact_state(
	    app->flow.store, id, CONTACT_OK, app_now(app), err);
}

static enum rc
resume_one(struct app *app, struct arena *a, const struct holds_subject *of,
    const struct subject *s, struct str by, struct err *err)
{
	struct store *st = app->flow.store;
	size_t rests = 0, states = 0;
	enum rc rc = holds_end(st, of, STR(""), app_now(app), &rests, err);

	if (rc == RC_OK && !str_is_empty(of->contact))
		rc = free_contact(app, a, of->contact, &states, err);
	if (rc == RC_OK && rests + states == 0)
		return err_set(
		    err, RC_MISS, "%.*s does not rest", STR_ARG(s->words));
	if (rc == RC_OK)
		rc = subject_note(app, a, of->account, "resume",
		    arena_fmt(a, "%.*s goes on (by %.*s)", STR_ARG(s->words),
			STR_ARG(by)),
		    by, err);
	return rc == RC_OK ? holds_wake(st, of->account, app_now(app), err)
			   : rc;
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
