#include "app/quarrel.h"
#include "app/subject.h"

#define AMOUNT_WORD 2 /* its place among the arguments */

/* What is credited with that outcome. */
static enum rc
read_credit(const struct quarrel_args *args, const struct disputes_row *d,
    int64_t *out, struct err *err)
{
	struct str outcome = args->words[1];
	bool credited = str_eqc(outcome, "credited");
	bool part = str_eqc(outcome, "part");
	int64_t left = d->invoiced - d->applied;
	struct money m = d->amount;

	if (!d->part)
		m.minor = left + d->credited_since;
	*out = 0;
	if (part && args->count <= AMOUNT_WORD)
		return err_set(err, RC_BAD, "part of what? Give the amount");
	if (!part && !credited && args->count > AMOUNT_WORD)
		return err_set(err, RC_BAD,
		    "nothing is credited when a dispute is %.*s",
		    STR_ARG(outcome));
	if (args->count > AMOUNT_WORD &&
	    (!money_parse(
		 args->words[AMOUNT_WORD], str_of(d->amount.currency), &m) ||
		m.minor <= 0 || m.minor > left + d->credited_since))
		return err_set(err, RC_BAD,
		    "\"%.*s\" is not an amount that is open of invoice %.*s",
		    STR_ARG(args->words[AMOUNT_WORD]), STR_ARG(d->invoice));
	if (part || credited)
		*out = m.minor;
	return RC_OK;
}

static enum rc
resolve(struct app *app, struct arena *a, const struct quarrel_args *args,
    struct err *err)
{
	struct disputes_row d;
	struct disputes_end end = {
	    .outcome = args->words[1], .at = app_now(app)};
	struct str words;
	enum rc rc = quarrel_find(app, a, args->words[0], &d, err);

	if (rc == RC_OK)
		rc = read_credit(args, &d, &end.credited, err);
	if (rc != RC_OK)
		return rc;
	end.id = d.id;
	/* Until the credit memo is in the ledger nobody is asked for it. */
	if (end.credited > d.credited_since)
		end.awaits = end.credited - d.credited_since;
	words = arena_fmt(a, "dispute of invoice %.*s resolved: %.*s%s%.*s",
	    STR_ARG(d.invoice), STR_ARG(end.outcome), args->text.n ? ": " : "",
	    STR_ARG(args->text));
	rc = disputes_resolve(app->flow.store, &end, err);
	if (rc == RC_OK)
		rc = subject_note(
		    app, a, d.account, "dispute", words, args->by, err);
	return rc == RC_OK ? quarrel_happened(app, a, &d, ANCHOR_RESOLVED, err)
			   : rc;
}

/* The stakeholder has answered; somebody still has to decide. */
static enum rc
answered(struct app *app, struct arena *a, const struct quarrel_args *args,
    struct err *err)
{
	struct disputes_row d;
	struct str words;
	enum rc rc = quarrel_find(app, a, args->words[0], &d, err);

	if (rc != RC_OK)
		return rc;
	words = arena_fmt(a, "dispute of invoice %.*s answered%s%.*s",
	    STR_ARG(d.invoice), args->text.n ? ": " : "", STR_ARG(args->text));
	rc = subject_note(app, a, d.account, "dispute", words, args->by, err);
	return rc == RC_OK ? quarrel_happened(app, a, &d, ANCHOR_ANSWERED, err)
			   : rc;
}

static bool
is_outcome(struct str s)
{
	return str_eqc(s, "credited") || str_eqc(s, "upheld") ||
	       str_eqc(s, "withdrawn") || str_eqc(s, "part");
}

static int
resolve_run(struct app *app, int argc, char **argv)
{
	struct quarrel_args args;

	if (!quarrel_args(argc, argv, &args))
		return app_usage(&cmd_resolve);
	if (str_eqc(args.words[1], "answered") && args.count <= AMOUNT_WORD)
		return quarrel_run(app, &args, answered);
	if (!is_outcome(args.words[1]))
		return app_usage(&cmd_resolve);
	return quarrel_run(app, &args, resolve);
}

const struct command cmd_resolve = {
    .name = "resolve",
    .usage = "INVOICE credited|upheld|withdrawn|part|answered [AMOUNT] "
	     "[--text WORDS] [--by NAME]",
    .summary = "end the dispute of an invoice, or note that it was answered",
    .needs = APP_CONFIG | APP_STORE,
    .run = resolve_run,
};
