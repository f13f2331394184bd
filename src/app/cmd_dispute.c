#include <stdio.h>

#include "app/quarrel.h"
#include "app/subject.h"
#include "model/names.h"
#include "store/deed.h"
#include "store/ledger.h"

#define AMOUNT_WORD 2 /* its place among the arguments */

/* The part that is disputed; 0: all that is open. */
static enum rc
read_amount(const struct quarrel_args *args, const struct facts_invoice *inv,
    int64_t *out, struct err *err)
{
	struct str currency = str_of(inv->open.currency);
	char open[MONEY_TEXT];
	struct money m;

	*out = 0;
	if (inv->open.minor <= 0)
		return err_set(
		    err, RC_BAD, "invoice %.*s is paid", STR_ARG(inv->id));
	if (args->count <= AMOUNT_WORD)
		return RC_OK;
	if (!money_parse(args->words[AMOUNT_WORD], currency, &m) ||
	    m.minor <= 0 || m.minor > inv->open.minor)
		return err_set(err, RC_BAD,
		    "\"%.*s\" is no part of the %s %s that are open of "
		    "invoice %.*s",
		    STR_ARG(args->words[AMOUNT_WORD]),
		    money_plain(inv->open, open), inv->open.currency,
		    STR_ARG(inv->id));
	if (m.minor < inv->open.minor)
		*out = m.minor;
	return RC_OK;
}

static enum rc
open_it(struct app *app, struct arena *a, const struct deed_dispute *d,
    struct err *err)
{
	struct disputes_row row;
	enum rc rc = deed_dispute(app->flow.store, d, err);

	if (rc == RC_MISS)
		return err_set(err, RC_BAD,
		    "invoice %.*s is in dispute already", STR_ARG(d->invoice));
	if (rc == RC_OK)
		rc = quarrel_find(app, a, d->invoice, &row, err);
	return rc == RC_OK ? quarrel_happened(app, a, &row, ANCHOR_OPENED, err)
			   : rc;
}

static enum rc
dispute(struct app *app, struct arena *a, const struct quarrel_args *args,
    struct err *err)
{
	struct deed_dispute d = {
	    .invoice = args->words[0],
	    .reason = args->words[1],
	    .opened_by = args->by,
	    .at = app_now(app),
	    .text = args->text,
	};
	struct facts_invoice inv;
	struct str words;
	enum rc rc = ledger_invoice(
	    app->flow.store, a, d.invoice, &inv, &d.account, err);

	if (rc == RC_MISS)
		return err_set(err, rc, "the ledger knows no invoice %.*s",
		    STR_ARG(d.invoice));
	if (rc == RC_OK)
		rc = read_amount(args, &inv, &d.amount, err);
	if (rc != RC_OK)
		return rc;
	d.id = arena_fmt(
	    a, "dispute/%.*s/%lld", STR_ARG(d.invoice), (long long)d.at);
	words = arena_fmt(a, "dispute of invoice %.*s opened: %.*s%s%.*s",
	    STR_ARG(d.invoice), STR_ARG(d.reason), d.text.n ? ": " : "",
	    STR_ARG(d.text));
	rc = open_it(app, a, &d, err);
	if (rc == RC_OK)
		rc = subject_note(
		    app, a, d.account, "dispute", words, d.opened_by, err);
	return rc;
}

static int
dispute_run(struct app *app, int argc, char **argv)
{
	struct quarrel_args args;
	enum dispute_reason reason;

	if (!quarrel_args(argc, argv, &args))
		return app_usage(&cmd_dispute);
	if (name_reason_parse(args.words[1], &reason))
		return quarrel_run(app, &args, dispute);
	fprintf(stderr, "dunmail: no reason \"%.*s\"; it is one of",
	    STR_ARG(args.words[1]));
	for (int i = 0; i < DISPUTE_COUNT; i++)
		fprintf(stderr, "%s %s", i ? "," : "",
		    name_reason((enum dispute_reason)i));
	fputc('\n', stderr);
	return 2;
}

const struct command cmd_dispute = {
    .name = "dispute",
    .usage = "INVOICE REASON [AMOUNT] [--text WORDS] [--by NAME]",
    .summary = "open a dispute of an invoice, or of a part of it",
    .needs = APP_CONFIG | APP_STORE,
    .run = dispute_run,
};
