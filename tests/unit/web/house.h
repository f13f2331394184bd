#ifndef DUNMAIL_TESTS_WEB_HOUSE_H
#define DUNMAIL_TESTS_WEB_HOUSE_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "flow/facts.h"
#include "model/limits.h"
#include "web/pages.h"

/*
 * house: a ledger with two accounts, and pages asked as web/serve would ask
 * them. A: invoices that are open, disputed, promised and paid, payments, a
 * credit memo, money that is not applied. B has one of each, to be looked for.
 */
#define NOW INT64_C(1796115600) /* 2026-12-01T09:00:00Z */

static char dir[64], path[80];
static struct store *st;
static struct arena *a;
static struct err err;
static struct settings set;
static struct flow flow;
static struct facts_account facts;
static struct link link_in_use;
static struct httpd_field query[4];
static size_t query_count;
static struct page_out out;

static void
sql(const char *fmt, ...)
{
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (db_exec(store_db(st), text, &err) != RC_OK)
		fail_msg("%s: %s", err.text, text);
}

static void
add_account(const char *id)
{
	sql("INSERT INTO account (id, name, language, timezone, currency, "
	    "segment, collector, created_at, first_batch, batch) "
	    "VALUES ('%s', 'Name of %s', 'en-GB', 'Europe/London', 'EUR', "
	    "'', '', 0, 'b1', 'b1')",
	    id, id);
}

static void
add_invoice(const char *id, const char *account, const char *issued,
    const char *due, int amount)
{
	sql("INSERT INTO invoice VALUES ('%s', '%s', '%s', '%s', %d, 'EUR', "
	    "'PO <1>', 'b1', 'b1')",
	    id, account, issued, due, amount);
}

static void
pay(const char *id, const char *account, const char *day, int amount)
{
	sql("INSERT INTO payment VALUES ('%s', '%s', '%s', %d, 'EUR', "
	    "'ACH', 'ref', 'b1', 'b1')",
	    id, account, day, amount);
}

static void
credit(const char *id, const char *account, const char *day, int amount)
{
	sql("INSERT INTO credit VALUES ('%s', '%s', '%s', %d, 'EUR', "
	    "'returned', 'b1', 'b1')",
	    id, account, day, amount);
}

static void
apply(const char *kind, const char *source, const char *invoice, int amount)
{
	sql("INSERT INTO application VALUES ('%s', '%s', '%s', %d, 'b1', "
	    "'b1')",
	    kind, source, invoice, amount);
}

static void
fill(void)
{
	add_account("A");
	add_account("B");
	add_invoice("A-1", "A", "2026-09-01", "2026-10-01", 100000);
	add_invoice("A-2", "A", "2026-10-15", "2026-12-02", 50000);
	add_invoice("A/3", "A", "2026-11-01", "2026-12-31", 30000);
	add_invoice("A-paid", "A", "2026-09-05", "2026-10-05", 20000);
	add_invoice("B-1", "B", "2026-09-01", "2026-10-01", 77700);
	pay("P-1", "A", "2026-10-10", 60000);
	pay("P-2", "A", "2026-11-20", 1234);
	pay("PB", "B", "2026-11-20", 77700);
	credit("C-1", "A", "2026-10-20", 5000);
	credit("CB", "B", "2026-10-20", 100);
	apply("payment", "P-1", "A-paid", 20000);
	apply("payment", "P-1", "A-1", 30000);
	apply("credit", "C-1", "A-1", 5000);
	apply("payment", "PB", "B-1", 5000);
	sql("INSERT INTO dispute (id, account, invoice, reason, state, "
	    "opened_at, opened_by, inbox, amount) VALUES ('d1', 'A', 'A-1', "
	    "'quantity-shortage', 'open', 1795000000, '', '', 12300)");
	sql("INSERT INTO dispute (id, account, invoice, reason, state, "
	    "opened_at, opened_by, inbox, outcome, credited) VALUES ('d2', "
	    "'A', 'A-1', 'pricing', 'resolved', 1794000000, '', '', "
	    "'credited', 5000)");
	sql("INSERT INTO promise VALUES ('p1', 'A', '', '2026-12-24', 40000, "
	    "'EUR', 0, 'open', 1795000000, 0, 0, '')");
	sql("INSERT INTO promise_invoice VALUES ('p1', 'A-2', 1)");
	sql("INSERT INTO charge VALUES ('A-1', 1, 'interest', 111, 'EUR', "
	    "'2026-10-31', 0)");
	sql("INSERT INTO charge VALUES ('A-1', 2, 'interest', 333, 'EUR', "
	    "'2026-11-30', 0)");
	sql("INSERT INTO charge VALUES ('A-1', 1, 'fixed', 4000, 'EUR', "
	    "'2026-10-31', 0)");
}

static int
set_up(void **state)
{
	(void)state;
	a = arena_new(LIMIT_JOB_ARENA);
	snprintf(dir, sizeof(dir), "/tmp/dunmail-web.XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/ledger.db", dir);
	if (store_open(path, DB_CREATE, &st, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		return -1;
	}
	set = (struct settings){
	    .company_name = STR("Example Supply"),
	    .company_locale = STR("en-US"),
	    .company_timezone = STR("America/New_York"),
	    .company_currency = STR("USD"),
	    .company_color = STR("#1155cc"),
	    .links_base = STR("https://pay.example.com"),
	    .documents_dir = arena_fmt(a, "%s/documents", dir),
	};
	flow = (struct flow){.store = st, .set = &set};
	fill();
	return 0;
}

static int
away(const char *name, const struct stat *is, int what, struct FTW *at)
{
	(void)is;
	(void)what;
	(void)at;
	return remove(name);
}

static int
tear_down(void **state)
{
	(void)state;
	store_close(&st);
	arena_free(&a);
	return nftw(dir, away, 8, FTW_DEPTH | FTW_PHYS);
}

/* As the customer of account `who` behind a link of theirs. */
static enum rc
ask(const struct page *page, const char *who, const char *rest)
{
	struct facts_ask q = {
	    .account = str_of(who), .now = NOW, .parts = LEDGER_ALL};
	struct page_ask p = {
	    .f = &flow,
	    .a = a,
	    .now = NOW,
	    .link = &link_in_use,
	    .facts = &facts,
	    .locale = STR("en-GB"),
	    .base = STR("/account/TOKEN"),
	    .rest = str_of(rest),
	    .query = query,
	    .query_count = query_count,
	};
	enum rc rc = facts_load(&flow, a, &q, &facts, &err);

	if (rc != RC_OK)
		fail_msg("%s", err.text);
	p.today = facts.today;
	link_in_use = (struct link){
	    .account = facts.account.id, .id = arena_fmt(a, "link of %s", who)};
	out = (struct page_out){.values = value_map(a)};
	return page->show(&p, &out, &err);
}

static void __attribute__((unused)) say(const char *name, const char *value)
{
	query[0] =
	    (struct httpd_field){.name = str_of(name), .value = str_of(value)};
	query_count = 1;
}

/* "parts.0.amount" */
static const struct value *
at(const char *where)
{
	struct str rest = str_of(where), part;
	const struct value *v = out.values;

	while (v != NULL && str_cut(&rest, '.', &part)) {
		int64_t i;

		if (v->kind != VALUE_LIST) {
			v = value_get(v, part);
			continue;
		}
		v = str_to_i64(part, 0, (int64_t)v->count - 1, &i) ? v->items[i]
								   : NULL;
	}
	return v;
}

static void
is(const char *where, const char *want)
{
	const struct value *v = at(where);

	if (v == NULL || v->kind != VALUE_TEXT)
		fail_msg("%s is no text", where);
	if (!str_eqc(v->text, want))
		fail_msg("%s: \"%.*s\" is not \"%s\"", where, STR_ARG(v->text),
		    want);
}

static bool
truth(const char *where)
{
	const struct value *v = at(where);

	return v != NULL && v->kind != VALUE_NONE &&
	       (v->kind != VALUE_TEXT || v->text.n > 0) &&
	       (v->kind != VALUE_LIST || v->count > 0);
}

static size_t
count(const char *where)
{
	const struct value *v = at(where);

	return v != NULL && v->kind == VALUE_LIST ? v->count : 0;
}

#endif
