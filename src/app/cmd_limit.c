#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/verdict.h"
#include "flow/creditdesk.h"
#include "flow/creditlimit.h"
#include "model/limits.h"
#include "store/ledger.h"

struct options {
	struct str what, amount, by, why;
};

static bool
take_options(int argc, char **argv, struct options *out)
{
	*out = (struct options){.by = {NULL, 0}};
	for (int i = 1; i < argc; i++) {
		struct str *to = strcmp(argv[i], "--by") == 0    ? &out->by
				 : strcmp(argv[i], "--why") == 0 ? &out->why
								 : NULL;

		if (to != NULL && ++i == argc)
			return false;
		if (to == NULL && argv[i][0] == '-')
			return false;
		if (to == NULL)
			to = out->what.n == 0 ? &out->what : &out->amount;
		if (to->n > 0 || !str_is_utf8(str_of(argv[i])))
			return false;
		*to = str_trim(str_of(argv[i]));
	}
	return true;
}

static enum rc
read_amount(struct app *app, struct arena *a, const struct options *o,
    struct money *out, struct err *err)
{
	struct account account;
	struct str currency = app->flow.set->company_currency;
	enum rc rc = ledger_account(app->flow.store, a, o->what, &account, err);

	if (rc == RC_MISS)
		return err_set(err, rc, "the ledger knows no account %.*s",
		    STR_ARG(o->what));
	if (rc == RC_OK && !str_is_empty(account.currency))
		currency = account.currency;
	if (rc == RC_OK &&
	    (!money_parse(o->amount, currency, out) || out->minor < 0))
		return err_set(err, RC_BAD,
		    "\"%.*s\" is no amount in %.*s such as 25000 or 25000.00",
		    STR_ARG(o->amount), STR_ARG(currency));
	return rc;
}

static void
print_json(const struct creditbook_request *r)
{
	char stamp[INSTANT_TEXT];
	struct js *j = js_object();

	js_set_str(j, "id", r->id);
	js_set_str(j, "account", r->account);
	js_set_str(j, "state", r->state);
	js_set_str(j, "currency", str_of(r->amount.currency));
	js_set_i64(j, "limit_minor", r->amount.minor);
	js_set_i64(j, "was_minor", r->was.minor);
	js_set_str(j, "by", r->by);
	js_set_str(j, "at", str_of(day_instant_iso(r->at, stamp)));
	js_set_str(j, "why", r->why);
	verdict_put(&j);
}

static void
print_request(const struct app *app, const struct creditbook_request *r)
{
	char amount[MONEY_TEXT], was[MONEY_TEXT];

	if (app->json) {
		print_json(r);
		return;
	}
	printf("%.*s  %.*s  %.*s: %s instead of %s %s, asked for by %.*s: "
	       "%.*s\n",
	    STR_ARG(r->id), STR_ARG(r->state), STR_ARG(r->account),
	    money_plain(r->amount, amount), money_plain(r->was, was),
	    r->amount.currency, STR_ARG(r->by), STR_ARG(r->why));
}

static enum rc
list(struct app *app, struct arena *a, struct err *err)
{
	struct creditbook_request *v = NULL;
	size_t n = 0;
	enum rc rc = creditbook_requests(app->flow.store, a, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		print_request(app, &v[i]);
	if (rc == RC_OK && n == 0 && !app->json)
		puts("no other limit is asked for");
	return rc;
}

static enum rc
ask(struct app *app, struct arena *a, const struct options *o,
    struct creditbook_request *r, struct err *err)
{
	struct creditlimit_ask question = {
	    .account = o->what, .by = o->by, .why = o->why};
	enum rc rc = read_amount(app, a, o, &question.amount, err);

	question.now = app_now(app);
	return rc == RC_OK ? creditlimit_ask(&app->flow, a, &question, r, err)
			   : rc;
}

/* The end of each: one transaction, and what came of it. */
static enum rc
settle(struct app *app, enum rc rc, const struct creditbook_request *r,
    struct err *err)
{
	if (rc == RC_OK)
		rc = store_commit(app->flow.store, err);
	else
		store_rollback(app->flow.store);
	if (rc == RC_OK) {
		print_request(app, r);
		rc = creditdesk_publish(&app->flow, app_now(app), err);
	}
	return rc;
}

static int
limit_run(struct app *app, int argc, char **argv)
{
	struct creditbook_request r;
	struct options o;
	struct arena *a;
	struct err err = {{0}};
	enum rc rc;

	if (!take_options(argc, argv, &o) ||
	    (argc > 1 && (o.amount.n == 0 || o.by.n == 0 || o.why.n == 0)))
		return app_usage(&cmd_limit);
	a = arena_new(LIMIT_JOB_ARENA);
	if (argc == 1) {
		rc = list(app, a, &err);
	} else {
		rc = store_begin(app->flow.store, &err);
		if (rc == RC_OK)
			rc = settle(app, ask(app, a, &o, &r, &err), &r, &err);
	}
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

static int
decide(struct app *app, int argc, char **argv, const struct command *command)
{
	struct creditlimit_decision d = {
	    .approved = command == &cmd_approve_limit};
	struct creditbook_request r;
	struct options o;
	struct arena *a;
	struct err err = {{0}};
	enum rc rc;

	if (!take_options(argc, argv, &o) || o.what.n == 0 || o.amount.n > 0 ||
	    o.by.n == 0)
		return app_usage(command);
	d.what = o.what;
	d.by = o.by;
	d.why = o.why;
	d.now = app_now(app);
	a = arena_new(LIMIT_JOB_ARENA);
	rc = store_begin(app->flow.store, &err);
	if (rc == RC_OK)
		rc = settle(app,
		    creditlimit_decide(&app->flow, a, &d, &r, &err), &r, &err);
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

static int
approve_run(struct app *app, int argc, char **argv)
{
	return decide(app, argc, argv, &cmd_approve_limit);
}

static int
reject_run(struct app *app, int argc, char **argv)
{
	return decide(app, argc, argv, &cmd_reject_limit);
}

const struct command cmd_limit = {
    .name = "limit",
    .usage = "[A AMOUNT --by NAME --why TEXT] [--json]",
    .summary = "ask for another credit limit, or list what is asked for",
    .needs = APP_CONFIG | APP_STORE | APP_KEY,
    .run = limit_run,
};

const struct command cmd_approve_limit = {
    .name = "approve-limit",
    .usage = "ID|A --by NAME [--why TEXT]",
    .summary = "grant the limit that somebody else has asked for",
    .needs = APP_CONFIG | APP_STORE | APP_KEY,
    .run = approve_run,
};

const struct command cmd_reject_limit = {
    .name = "reject-limit",
    .usage = "ID|A --by NAME [--why TEXT]",
    .summary = "refuse it",
    .needs = APP_CONFIG | APP_STORE | APP_KEY,
    .run = reject_run,
};
