#include <stdio.h>

#include "app/quarrel.h"
#include "model/names.h"

static enum rc
dispute(
    const struct contest *c, const struct quarrel_args *args, struct err *err)
{
	return contest_open(c, args->words[1], quarrel_amount(args), err);
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
    .needs = APP_CONFIG | APP_STORE | APP_KEY,
    .run = dispute_run,
};
