#include <stdio.h>

#include "app/app.h"
#include "app/verdict.h"
#include "flow/charge.h"
#include "flow/facts.h"
#include "model/limits.h"

struct calculation {
	const struct facts_invoice *inv;
	const struct interest *x;
	day_t until;
	enum interest_rule rule;
};

static void
print_text(const struct calculation *c)
{
	char a[MONEY_TEXT], b[MONEY_TEXT], from[DAY_TEXT], to[DAY_TEXT];
	char rate[INTEREST_TEXT];
	const char *currency = c->inv->amount.currency;

	printf("%.*s  %s %s, due %s, rule %s\n", STR_ARG(c->inv->id),
	    money_plain(c->inv->amount, a), currency,
	    day_iso(c->inv->due, from), interest_rules[c->rule]);
	for (size_t i = 0; i < c->x->line_count; i++) {
		const struct interest_line *l = &c->x->lines[i];

		printf("  %s to %s  %12s x %6s %% x %lld/%lld  %10s\n",
		    day_iso(l->from, from), day_iso(l->to, to),
		    money_plain(money_of(l->open, str_of(currency)), a),
		    interest_points_text(l->points, rate), (long long)l->days,
		    (long long)l->year,
		    money_plain(money_of(l->amount, str_of(currency)), b));
	}
	printf("  interest to %s  %s %s\n", day_iso(c->until, to),
	    money_plain(c->x->amount, a), currency);
	if (c->x->fixed.minor > 0)
		printf("  fixed sum  %s %s\n", money_plain(c->x->fixed, a),
		    currency);
	puts("  (rounded once, at the end; no part of what is open)");
}

static void
print_json(const struct calculation *c)
{
	struct js *j = js_object(), *list = js_array();
	char day[DAY_TEXT];

	js_set_str(j, "invoice", c->inv->id);
	js_set_str(j, "currency", str_of(c->inv->amount.currency));
	js_set_str(j, "rule", str_of(interest_rules[c->rule]));
	js_set_str(j, "until", str_of(day_iso(c->until, day)));
	js_set_i64(j, "interest_minor", c->x->amount.minor);
	js_set_i64(j, "fixed_minor", c->x->fixed.minor);
	for (size_t i = 0; i < c->x->line_count; i++) {
		const struct interest_line *l = &c->x->lines[i];
		struct js *o = js_object();

		js_set_str(o, "from", str_of(day_iso(l->from, day)));
		js_set_str(o, "to", str_of(day_iso(l->to, day)));
		js_set_i64(o, "open_minor", l->open);
		js_set_i64(o, "basis_points", l->points);
		js_set_i64(o, "days", l->days);
		js_set_i64(o, "year", l->year);
		js_set_i64(o, "interest_minor", l->amount);
		js_push(list, o);
	}
	js_set(j, "lines", list);
	verdict_put(&j);
}

static enum rc
calculate(struct app *app, struct arena *a, struct str id, struct err *err)
{
	struct facts_ask ask = {.now = app_now(app)};
	struct facts_account facts;
	struct facts_invoice inv;
	struct interest x;
	struct calculation c = {.inv = &inv, .x = &x};
	enum rc rc =
	    ledger_invoice(app->flow.store, a, id, &inv, &ask.account, err);

	if (rc == RC_MISS)
		return err_set(err, rc, "no invoice %.*s", STR_ARG(id));
	if (rc == RC_OK)
		rc = facts_load(&app->flow, a, &ask, &facts, err);
	if (rc != RC_OK)
		return rc;
	if (app->flow.interest == NULL)
		return err_set(err, RC_MISS,
		    "no interest is asked for; write a rule into [interest]");
	c.until = facts.today;
	c.rule = app->flow.interest->rule;
	rc = charge_interest(&app->flow, a, &inv, c.until, &x, err);
	if (rc == RC_OK && app->json)
		print_json(&c);
	else if (rc == RC_OK)
		print_text(&c);
	return rc;
}

static int
interest(struct app *app, int argc, char **argv)
{
	struct arena *a;
	struct err err = {{0}};
	enum rc rc;

	if (argc != 2)
		return app_usage(&cmd_interest);
	a = arena_new(LIMIT_JOB_ARENA);
	rc = calculate(app, a, str_of(argv[1]), &err);
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_interest = {
    .name = "interest",
    .usage = "INVOICE [--json]",
    .summary = "what an invoice's late payment costs by today, line by line",
    .needs = APP_CONFIG | APP_STORE_READ | APP_RATES,
    .run = interest,
};
