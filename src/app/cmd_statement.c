#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/verdict.h"
#include "base/file.h"
#include "flow/facts.h"
#include "flow/month.h"
#include "model/limits.h"
#include "port/js.h"

struct asked {
	struct str account;
	day_t month; /* DAY_NONE: the one before this */
	bool forward;
	const char *out;
};

static bool
read_options(int argc, char **argv, struct asked *q)
{
	*q = (struct asked){.month = DAY_NONE};
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--balance-forward") == 0) {
			q->forward = true;
		} else if (strcmp(argv[i], "--month") == 0 && i + 1 < argc) {
			q->month = month_of(str_of(argv[++i]));
			if (q->month == DAY_NONE)
				return false;
		} else if (strcmp(argv[i], "--out") == 0 && i + 1 < argc) {
			q->out = argv[++i];
		} else if (argv[i][0] == '-' || q->account.n > 0) {
			return false;
		} else {
			q->account = str_of(argv[i]);
		}
	}
	return q->account.n > 0;
}

static void
print_section(const struct statement_section *x)
{
	char opening[MONEY_TEXT], invoiced[MONEY_TEXT], credited[MONEY_TEXT],
	    paid[MONEY_TEXT], closing[MONEY_TEXT];

	printf("%s: opening %s, invoices %s, credits -%s, payments -%s, "
	       "closing %s\n",
	    x->closing.currency, money_plain(x->opening, opening),
	    money_plain(x->invoiced, invoiced),
	    money_plain(x->credited, credited), money_plain(x->paid, paid),
	    money_plain(x->closing, closing));
}

static struct js *
section_json(const struct statement_section *x)
{
	static const char *const names[AGING_BUCKETS] = {
	    "current", "days_30", "days_60", "days_90", "older"};
	struct js *j = js_object(), *aging = js_object();

	js_set_str(j, "currency", str_of(x->closing.currency));
	js_set_i64(j, "opening", x->opening.minor);
	js_set_i64(j, "invoiced", x->invoiced.minor);
	js_set_i64(j, "credited", x->credited.minor);
	js_set_i64(j, "paid", x->paid.minor);
	js_set_i64(j, "closing", x->closing.minor);
	js_set_i64(j, "unapplied", x->unapplied.minor);
	for (size_t i = 0; i < AGING_BUCKETS; i++)
		js_set_i64(aging, names[i], x->aging[i].minor);
	js_set(j, "aging", aging);
	js_set_i64(j, "movements", (int64_t)x->move_count);
	js_set_i64(j, "open_items", (int64_t)x->item_count);
	return j;
}

/* Amounts in the minor unit, as everywhere. */
static void
print_json(struct str account, const struct statement *st, const char *file)
{
	struct js *j = js_object(), *list = js_array();
	char from[DAY_TEXT], to[DAY_TEXT];

	js_set_str(j, "account", account);
	js_set_str(j, "from", str_of(day_iso(st->from, from)));
	js_set_str(j, "to", str_of(day_iso(st->to, to)));
	js_set_bool(j, "proves", str_is_empty(st->unproven));
	js_set_str(j, "why", st->unproven);
	for (size_t i = 0; i < st->count; i++)
		js_push(list, section_json(&st->sections[i]));
	js_set(j, "sections", list);
	js_set_str(j, "file", str_of(file ? file : ""));
	verdict_put(&j);
}

static void
print_text(const struct statement *st, const char *file)
{
	for (size_t i = 0; i < st->count; i++)
		print_section(&st->sections[i]);
	if (st->count == 0)
		puts("nothing moved and nothing is open");
	if (file != NULL)
		printf("written to %s\n", file);
}

static enum rc
render(struct app *app, struct arena *a, const struct asked *q,
    const struct facts_account *facts, struct err *err)
{
	struct month_file want = {
	    .facts = facts, .month = q->month, .forward = q->forward};
	struct letter_file file;
	enum rc rc;

	if (q->out == NULL)
		return RC_OK;
	rc = month_file(&app->flow, a, &want, &file, err);
	return rc == RC_OK ? file_write(q->out, file.bytes, 0600, err) : rc;
}

static enum rc
state(struct app *app, struct arena *a, struct asked *q, struct err *err)
{
	struct facts_ask ask = {q->account, app_now(app), NULL, LEDGER_ALL};
	struct facts_account facts;
	struct statement st;
	enum rc rc = facts_load(&app->flow, a, &ask, &facts, err);

	if (rc != RC_OK)
		return rc;
	if (q->month == DAY_NONE)
		q->month = facts.today - day_ymd(facts.today).d;
	rc = month_statement(&app->flow, a, q->account, q->month, &st, err);
	if (rc != RC_OK)
		return rc;
	if (str_is_empty(st.unproven))
		rc = render(app, a, q, &facts, err);
	if (rc != RC_OK)
		return rc;
	if (app->json)
		print_json(q->account, &st, q->out);
	else
		print_text(&st, str_is_empty(st.unproven) ? q->out : NULL);
	return str_is_empty(st.unproven)
		   ? RC_OK
		   : err_set(err, RC_BAD, "the statement does not prove: %.*s",
			 STR_ARG(st.unproven));
}

static int
run_statement(struct app *app, int argc, char **argv)
{
	struct asked q;
	struct arena *a;
	struct err err = {{0}};
	enum rc rc;

	if (!read_options(argc, argv, &q))
		return app_usage(&cmd_statement);
	a = arena_new(LIMIT_JOB_ARENA);
	rc = store_begin_read(app->flow.store, &err);
	if (rc == RC_OK) {
		rc = state(app, a, &q, &err);
		store_rollback(app->flow.store);
	}
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_statement = {
    .name = "statement",
    .usage = "A [--month 2026-11] [--balance-forward] [--out FILE.pdf] "
	     "[--json]",
    .summary = "the statement of a month: opening, movements, closing",
    .needs = APP_CONFIG | APP_STORE_READ,
    .run = run_statement,
};
