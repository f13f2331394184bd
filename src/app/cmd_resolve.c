#include "app/quarrel.h"

#define AMOUNT_WORD 2 /* its place among the arguments */

static enum rc
resolve(
    const struct contest *c, const struct quarrel_args *args, struct err *err)
{
	struct contest_end end;
	enum rc rc =
	    contest_weigh(c, args->words[1], quarrel_amount(args), &end, err);

	return rc == RC_OK ? contest_end(c, &end, err) : rc;
}

/* The stakeholder has answered; somebody still has to decide. */
static enum rc
answered(
    const struct contest *c, const struct quarrel_args *args, struct err *err)
{
	(void)args;
	return contest_answered(c, err);
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
    .needs = APP_CONFIG | APP_STORE | APP_KEY,
    .run = resolve_run,
};
