#include <stdio.h>

#include "app/app.h"
#include "app/verdict.h"
#include "flow/creditdesk.h"
#include "flow/facts.h"
#include "model/limits.h"
#include "store/standstill.h"

#define PAGE 500

static void
print_json(const struct facts_account *facts, const struct creditdesk *d)
{
	char day[DAY_TEXT];
	struct js *j = js_object();

	js_set_str(j, "account", facts->account.id);
	js_set_str(j, "name", facts->account.name);
	js_set_bool(j, "held", d->book.held);
	js_set_str(j, "reason", d->book.reason);
	js_set_str(j, "since", str_of(day_iso(d->book.since, day)));
	js_set_str(j, "mode", str_of(credit_mode_name(d->state.mode)));
	js_set_str(j, "currency", facts->account.currency);
	js_set_i64(j, "limit_minor", d->figures.limit);
	js_set_i64(j, "open_minor", d->figures.open);
	js_set_i64(j, "past_due_minor", d->figures.past_due);
	verdict_put(&j);
}

static void
print_line(const struct facts_account *facts, const struct creditdesk *d)
{
	struct str currency = facts->account.currency;
	char day[DAY_TEXT], open[MONEY_TEXT], late[MONEY_TEXT];

	printf("%-12.*s %-6s %-15.*s since %s  open %s, past due %s %.*s  "
	       "%.*s\n",
	    STR_ARG(facts->account.id), d->book.held ? "held" : "warned",
	    STR_ARG(d->book.reason), day_iso(d->book.since, day),
	    money_plain(money_of(d->figures.open, currency), open),
	    money_plain(money_of(d->figures.past_due, currency), late),
	    STR_ARG(currency), STR_ARG(facts->account.name));
}

static enum rc
show(struct app *app, struct arena *a, struct str account, struct err *err)
{
	const struct flow *f = &app->flow;
	struct facts_ask facts_ask = {
	    arena_dup(a, account), app_now(app), NULL, LEDGER_UNAPPLIED};
	struct facts_account facts;
	struct creditdesk_ask ask = {.f = f, .a = a, .facts = &facts};
	struct creditdesk desk;
	enum rc rc = facts_load(f, a, &facts_ask, &facts, err);

	if (rc != RC_OK)
		return rc;
	ask.seq = flow_sequence_for(f, SEQUENCE_CREDIT, &facts);
	rc = creditdesk_load(&ask, &desk, err);
	if (rc != RC_OK)
		return rc;
	if (app->json)
		print_json(&facts, &desk);
	else
		print_line(&facts, &desk);
	return RC_OK;
}

static enum rc
show_all(struct app *app, struct arena *keep, struct arena *a, size_t *total,
    struct err *err)
{
	struct str after = {NULL, 0}, *v = NULL;
	size_t n = PAGE;
	enum rc rc = RC_OK;

	for (*total = 0; rc == RC_OK && n == PAGE; *total += n) {
		rc = creditbook_held(
		    app->flow.store, keep, after, PAGE, &v, &n, err);
		for (size_t i = 0; rc == RC_OK && i < n; i++) {
			arena_reset(a);
			rc = show(app, a, v[i], err);
		}
		if (n > 0)
			after = v[n - 1];
	}
	return rc;
}

/* One of ours holds all of it. */
static enum rc
show_standstill(struct app *app, struct arena *a, bool *any, struct err *err)
{
	char stamp[INSTANT_TEXT];
	struct standstill x;
	struct js *j;
	enum rc rc = standstill_get(app->flow.store, a, &x, err);

	*any = rc == RC_OK;
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	day_instant_iso(x.since, stamp);
	if (!app->json) {
		printf("everything to customers waits since %s: %.*s by "
		       "%.*s\n",
		    stamp, STR_ARG(x.reason), STR_ARG(x.by));
		return RC_OK;
	}
	j = js_object();
	js_set_str(j, "everything", x.reason);
	js_set_str(j, "by", x.by);
	js_set_str(j, "since_at", str_of(stamp));
	verdict_put(&j);
	return RC_OK;
}

static int
holds_run(struct app *app, int argc, char **argv)
{
	struct arena *keep, *a;
	struct err err = {{0}};
	size_t total = 0;
	bool still;
	enum rc rc;

	(void)argv;
	if (argc != 1)
		return app_usage(&cmd_holds);
	keep = arena_new(LIMIT_JOB_ARENA);
	a = arena_new(LIMIT_JOB_ARENA);
	rc = show_standstill(app, keep, &still, &err);
	if (rc == RC_OK)
		rc = show_all(app, keep, a, &total, &err);
	if (rc == RC_OK && total == 0 && !still && !app->json)
		puts("nobody is on credit hold");
	arena_free(&a);
	arena_free(&keep);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_holds = {
    .name = "holds",
    .usage = "[--json]",
    .summary = "who is on credit hold or warned of one, and whether all waits",
    .needs = APP_CONFIG | APP_STORE_READ,
    .run = holds_run,
};
