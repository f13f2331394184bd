#include <stdio.h>

#include "app/app.h"
#include "app/hold_show.h"
#include "app/verdict.h"
#include "base/money.h"
#include "flow/plan.h"
#include "model/limits.h"
#include "store/ledger.h"

static const char *
verdict_name(const struct dun *dun)
{
	switch (dun->verdict) {
	case DUN_SEND:
		return "send";
	case DUN_WAIT:
		return "wait";
	case DUN_NOTHING:
		return "nothing";
	}
	return "nothing";
}

static const char *
line_name(const struct dun_line *line)
{
	switch (line->state) {
	case DUN_NOT_YET:
		return "not yet";
	case DUN_DUE:
		return "due";
	case DUN_LISTED:
		return "said";
	case DUN_HELD:
		return "held";
	}
	return "?";
}

static void
print_text(
    const struct facts_account *facts, const struct dun *dun, int64_t next)
{
	char stamp[INSTANT_TEXT], due[DAY_TEXT], money[MONEY_TEXT];

	printf("%.*s (%.*s): %s: %.*s\n", STR_ARG(facts->account.id),
	    STR_ARG(facts->account.name), verdict_name(dun), STR_ARG(dun->why));
	if (dun->contact != NULL)
		printf("  to      %.*s\n", STR_ARG(dun->contact->email));
	if (dun->verdict != DUN_SEND)
		printf("  next    %s\n", next ? day_instant_iso(next, stamp)
					      : "not before something changes");
	for (size_t i = 0; i < facts->invoice_count; i++) {
		const struct facts_invoice *inv = &facts->invoices[i];

		printf("  %-14.*s due %s  open %s %s  %-8s %.*s\n",
		    STR_ARG(inv->id), day_iso(inv->due, due),
		    money_plain(inv->open, money), inv->open.currency,
		    line_name(&dun->lines[i]), STR_ARG(dun->lines[i].why));
	}
}

/* What other sequences have to say to the account now, or why they wait. */
struct telling {
	struct js *list;
	struct js *holds;
	bool json, held;
};

/* All that holds the account, once. */
static void
tell_holds(struct telling *t, const struct plan_item *it)
{
	if (t->held)
		return;
	t->held = true;
	if (t->json)
		t->holds = hold_show_json(it);
	else
		hold_show_print(it);
}

static void
print_json(const struct facts_account *facts, const struct dun *dun,
    int64_t next, struct telling *t)
{
	struct js *j = js_object(), *list = js_array();
	char stamp[INSTANT_TEXT];

	js_set_str(j, "account", facts->account.id);
	js_set_str(j, "verdict", str_of(verdict_name(dun)));
	js_set_str(j, "why", dun->why);
	if (next)
		js_set_str(j, "next", str_of(day_instant_iso(next, stamp)));
	else
		js_set_null(j, "next");
	for (size_t i = 0; i < facts->invoice_count; i++) {
		const struct facts_invoice *inv = &facts->invoices[i];
		struct js *o = js_object();

		js_set_str(o, "invoice", inv->id);
		js_set_i64(o, "open_minor", inv->open.minor);
		js_set_str(o, "currency", str_of(inv->open.currency));
		js_set_str(o, "state", str_of(line_name(&dun->lines[i])));
		js_set_str(o, "why", dun->lines[i].why);
		js_push(list, o);
	}
	js_set(j, "invoices", list);
	js_set(j, "courses", t->list);
	js_set(j, "holds", t->holds ? t->holds : js_array());
	t->list = t->holds = NULL;
	verdict_put(&j);
}

static void
tell_course(void *ctx, const struct plan_item *it)
{
	struct telling *t = ctx;
	struct js *o;

	tell_holds(t, it);
	if (it->message == NULL)
		return;
	if (!t->json) {
		printf("  %-14s %-14.*s %s  %.*s\n",
		    sequence_kind_name(it->sequence->kind),
		    STR_ARG(it->step->name), it->send ? "send" : "wait",
		    STR_ARG(it->why));
		return;
	}
	o = js_object();
	js_set_str(
	    o, "sequence", str_of(sequence_kind_name(it->sequence->kind)));
	js_set_str(o, "step", it->step->name);
	js_set_str(o, "verdict", it->send ? STR("send") : STR("wait"));
	js_set_str(o, "why", it->why);
	js_push(t->list, o);
}

/* The argument names an account, or an invoice of one. */
static enum rc
find_account(struct app *app, struct arena *a, struct str arg,
    struct str *account, struct err *err)
{
	struct account found;
	struct facts_invoice inv;
	enum rc rc = ledger_account(app->flow.store, a, arg, &found, err);

	*account = arg;
	if (rc != RC_MISS)
		return rc;
	rc = ledger_invoice(app->flow.store, a, arg, &inv, account, err);
	if (rc != RC_MISS)
		return rc;
	return err_set(
	    err, RC_MISS, "no account and no invoice %.*s", STR_ARG(arg));
}

static enum rc
decide(struct app *app, struct arena *a, struct str arg, struct err *err)
{
	struct facts_account facts;
	struct facts_gate gate;
	struct dun_limits limits;
	struct str account;
	struct dun dun;
	int64_t now = app_now(app), next;
	struct telling t;
	enum rc rc;

	rc = find_account(app, a, arg, &account, err);
	if (rc == RC_OK)
		rc = facts_gate(&app->flow, a, now, &gate, err);
	if (rc == RC_OK) {
		struct facts_ask ask = {account, now, &gate, LEDGER_ALL};

		rc = facts_load(&app->flow, a, &ask, &facts, err);
	}
	if (rc != RC_OK)
		return rc;
	facts_limits(&app->flow, &facts, &limits);
	dun_decide(a, &facts,
	    flow_sequence_for(&app->flow, SEQUENCE_INVOICING, &facts), &limits,
	    &dun);
	next = facts_next(&app->flow, &facts, &dun);
	t = (struct telling){.json = app->json, .list = js_array()};
	if (!app->json)
		print_text(&facts, &dun, next);
	rc = plan_rehearse(&app->flow, now, now, account, tell_course, &t, err);
	if (rc == RC_OK && app->json)
		print_json(&facts, &dun, next, &t);
	js_free(&t.list);
	js_free(&t.holds);
	return rc;
}

static int
why(struct app *app, int argc, char **argv)
{
	struct arena *a;
	struct err err = {{0}};
	enum rc rc;

	if (argc != 2)
		return app_usage(&cmd_why);
	a = arena_new(LIMIT_JOB_ARENA);
	rc = decide(app, a, str_of(argv[1]), &err);
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_why = {
    .name = "why",
    .usage = "A|INVOICE [--json]",
    .summary = "why the next step is what it is, or why nothing happens",
    .needs = APP_CONFIG | APP_STORE_READ | APP_LIBRARY | APP_CALENDARS,
    .run = why,
};
