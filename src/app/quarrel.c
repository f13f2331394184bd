#include "app/quarrel.h"

#include <string.h>

#include "flow/facts.h"
#include "model/limits.h"
#include "port/js.h"
#include "store/courses.h"
#include "store/holds.h"

#define DETAIL_MAX 4096

bool
quarrel_args(int argc, char **argv, struct quarrel_args *out)
{
	*out = (struct quarrel_args){.by = STR("operator")};
	for (int i = 1; i < argc; i++) {
		struct str *option = strcmp(argv[i], "--text") == 0 ? &out->text
				     : strcmp(argv[i], "--by") == 0 ? &out->by
								    : NULL;

		if (option != NULL && i + 1 == argc)
			return false;
		if (option != NULL)
			*option = str_trim(str_of(argv[++i]));
		else if (argv[i][0] == '-' || out->count == 3)
			return false;
		else
			out->words[out->count++] = str_of(argv[i]);
	}
	return out->count >= 2 && out->by.n > 0 && str_is_utf8(out->text) &&
	       str_is_utf8(out->by);
}

int
quarrel_run(
    struct app *app, const struct quarrel_args *args, quarrel_work *work)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct err err = {{0}};
	enum rc rc = store_begin(app->flow.store, &err);

	if (rc == RC_OK) {
		rc = work(app, a, args, &err);
		if (rc == RC_OK)
			rc = store_commit(app->flow.store, &err);
		else
			store_rollback(app->flow.store);
	}
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

enum rc
quarrel_find(struct app *app, struct arena *a, struct str invoice,
    struct disputes_row *out, struct err *err)
{
	enum rc rc = disputes_of_invoice(app->flow.store, a, invoice, out, err);

	if (rc == RC_MISS)
		err_set(err, rc, "no dispute of invoice %.*s is open",
		    STR_ARG(invoice));
	return rc;
}

/* What roles and texts need before anybody reads the dispute itself. */
static struct str
detail(struct arena *a, const struct disputes_row *d)
{
	struct js *j = js_object();
	struct buf b;
	struct str text;

	js_set_str(j, "invoice", d->invoice);
	js_set_str(j, "reason", d->reason);
	buf_init(&b, DETAIL_MAX);
	js_write(j, &b);
	text = arena_dup(a, str_trim(buf_str(&b)));
	buf_fini(&b);
	js_free(&j);
	return text;
}

enum rc
quarrel_happened(struct app *app, struct arena *a, const struct disputes_row *d,
    enum step_anchor what, struct err *err)
{
	struct facts_ask ask = {d->account, app_now(app), NULL, 0};
	struct facts_account facts;
	struct courses_event e = {
	    .account = d->account,
	    .sequence = SEQUENCE_DISPUTES,
	    .subject = d->id,
	    .detail = detail(a, d),
	    .what = what,
	    .at = ask.now,
	};
	enum rc rc = facts_load(&app->flow, a, &ask, &facts, err);

	if (rc != RC_OK)
		return rc;
	e.day = facts.today;
	rc = courses_happened(app->flow.store, a, &e, err);
	if (rc == RC_OK || rc == RC_MISS)
		rc = holds_wake(app->flow.store, d->account, e.at, err);
	return rc;
}
