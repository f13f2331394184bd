#include <stdio.h>

#include "app/app.h"
#include "store/verify.h"

static void
broken_row(void *ctx, const char *rule, struct str what)
{
	(void)ctx;
	fprintf(stderr, "dunmail: broken: %s: %.*s\n", rule, STR_ARG(what));
}

/* Not a fault of the ledger, but what a person should know of. */
static enum rc
list_uncertain(struct app *app, struct err *err)
{
	struct db_stmt *s = store_stmt(app->flow.store, SQL_UNCERTAIN_LIST);
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK)
		printf("uncertain  %.*s  %.*s to %.*s: may or may not have "
		       "arrived\n",
		    STR_ARG(db_col_text(s, 1)), STR_ARG(db_col_text(s, 4)),
		    STR_ARG(db_col_text(s, 2)));
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

static int
verify(struct app *app, int argc, char **argv)
{
	struct err err = {{0}};
	int64_t broken = 0;
	int rules = 0;

	(void)argv;
	if (argc != 1)
		return app_usage(&cmd_verify);
	if (verify_ledger(app->flow.store, broken_row, NULL, &rules, &broken,
		&err) != RC_OK ||
	    list_uncertain(app, &err) != RC_OK)
		return app_fail("%s", err.text);
	if (broken > 0)
		return app_fail("%lld rows break a rule", (long long)broken);
	printf("%d rules hold\n", rules);
	return 0;
}

const struct command cmd_verify = {
    .name = "verify",
    .usage = "",
    .summary = "check what must hold in every ledger",
    .needs = APP_CONFIG | APP_STORE_READ,
    .run = verify,
};
