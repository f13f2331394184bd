#include <stdio.h>

#include "app/app.h"
#include "app/verdict.h"
#include "base/money.h"
#include "base/printable.h"
#include "flow/facts.h"
#include "flow/noteto.h"
#include "model/limits.h"
#include "store/ledger.h"
#include "store/timeline.h"

static void
print_head(const struct facts_account *facts, struct str notes)
{
	char money[MONEY_TEXT], due[DAY_TEXT];

	printf("%.*s  %.*s%s\n", STR_ARG(facts->account.id),
	    STR_ARG(facts->account.name),
	    facts->account.white_glove ? "  (white-glove)" : "");
	for (size_t i = 0; i < facts->contact_count; i++)
		printf("  %-11s %.*s <%.*s>%s\n",
		    party_role_name(facts->contacts[i].role),
		    STR_ARG(facts->contacts[i].name),
		    STR_ARG(facts->contacts[i].email),
		    facts->contacts[i].state == CONTACT_OK ? ""
							   : " not usable");
	if (notes.n > 0)
		printf("  %-11s %.*s\n", "notes to", STR_ARG(notes));
	for (size_t i = 0; i < facts->invoice_count; i++) {
		const struct facts_invoice *inv = &facts->invoices[i];
		int late = facts->today - inv->due;

		printf("  open        %-14.*s due %s  %12s %s  %s%s%s\n",
		    STR_ARG(inv->id), day_iso(inv->due, due),
		    money_plain(inv->open, money), inv->open.currency,
		    late > 0 ? "past due" : "not due",
		    inv->disputed ? ", disputed" : "",
		    inv->promised != DAY_NONE ? ", promised" : "");
	}
	for (size_t i = 0; i < facts->unapplied_count; i++)
		printf("  unapplied   %s %s\n",
		    money_plain(facts->unapplied[i], money),
		    facts->unapplied[i].currency);
}

/* Foreign words on one line, never longer than it. */
static void
print_words(struct str text)
{
	struct buf b;

	buf_init(&b, 4096);
	printable_text(&b, text);
	if (b.n > 150) {
		b.n = 147;
		while (b.n > 0 && ((unsigned char)b.p[b.n] & 0xc0) == 0x80)
			b.n--;
		b.p[b.n] = '\0';
		buf_adds(&b, "...");
	}
	printf("%s\n", b.p ? b.p : "");
	buf_fini(&b);
}

static void
print_entry(const struct timeline_entry *e)
{
	char stamp[INSTANT_TEXT];

	day_instant_iso(e->at, stamp);
	printf("%.10s %.5s  %-7.*s %-20.*s %-9.*s ", stamp, stamp + 11,
	    STR_ARG(e->kind), STR_ARG(e->what), STR_ARG(e->state));
	print_words(e->text);
}

static void
print_json(const struct timeline_entry *e)
{
	char stamp[INSTANT_TEXT];
	struct js *j = js_object();

	js_set_str(j, "at", str_of(day_instant_iso(e->at, stamp)));
	js_set_str(j, "kind", e->kind);
	js_set_str(j, "what", e->what);
	js_set_str(j, "state", e->state);
	js_set_str(j, "text", e->text);
	verdict_put(&j);
}

static enum rc
show(struct app *app, struct arena *a, struct str id, struct err *err)
{
	struct timeline_entry *v = NULL;
	struct facts_account facts;
	struct facts_ask ask = {id, app_now(app), NULL, LEDGER_ALL};
	size_t n = 0;
	enum rc rc;

	rc = facts_load(&app->flow, a, &ask, &facts, err);
	if (rc == RC_OK)
		rc = timeline_read(app->flow.store, a, id, &v, &n, err);
	if (rc != RC_OK)
		return rc;
	if (!app->json) {
		print_head(&facts, noteto_address(&app->flow, a,
				       flow_mailbox(&app->flow, STR("")), id));
		putchar('\n');
	}
	for (size_t i = 0; i < n; i++) {
		if (app->json)
			print_json(&v[i]);
		else
			print_entry(&v[i]);
	}
	return RC_OK;
}

static int
account(struct app *app, int argc, char **argv)
{
	struct arena *a;
	struct err err = {{0}};
	enum rc rc;

	if (argc != 2)
		return app_usage(&cmd_account);
	a = arena_new(LIMIT_JOB_ARENA);
	rc = show(app, a, str_of(argv[1]), &err);
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_account = {
    .name = "account",
    .usage = "A [--json]",
    .summary = "an account's timeline",
    .needs = APP_CONFIG | APP_STORE_READ | APP_KEY,
    .run = account,
};
