#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "base/day.h"
#include "model/limits.h"
#include "render/link.h"
#include "store/ledger.h"

static enum rc
make(struct app *app, struct arena *a, int argc, char **argv, struct err *err)
{
	struct link link = {.account = str_of(argv[2])};
	struct account account;
	struct facts_invoice inv;
	struct str url, owner;
	enum rc rc;

	if (!link_purpose_parse(str_of(argv[1]), &link.purpose))
		return err_set(err, RC_BAD,
		    "no purpose '%s': pay, dispute, account or document",
		    argv[1]);
	rc = ledger_account(app->flow.store, a, link.account, &account, err);
	if (rc != RC_OK)
		return rc;
	if (argc == 4) {
		rc = ledger_invoice(
		    app->flow.store, a, str_of(argv[3]), &inv, &owner, err);
		if (rc != RC_OK || !str_eq(owner, link.account))
			return err_set(err, RC_MISS,
			    "account %s has no invoice %s", argv[2], argv[3]);
		link.invoice = inv.id;
	}
	link.expires = app_now(app) + app->flow.set->links_days * DAY_SECS;
	rc = link_make(
	    a, app->flow.key, app->flow.set->links_base, &link, &url, err);
	if (rc == RC_OK)
		printf("%.*s\n", STR_ARG(url));
	return rc;
}

static int
run_link(struct app *app, int argc, char **argv)
{
	struct arena *a;
	struct err err = {{0}};
	enum rc rc;

	if (argc != 3 && argc != 4)
		return app_usage(&cmd_link);
	a = arena_new(LIMIT_JOB_ARENA);
	rc = make(app, a, argc, argv, &err);
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_link = {
    .name = "link",
    .usage = "pay|dispute|account|document A [INVOICE]",
    .summary = "a signed link for a customer",
    .needs = APP_CONFIG | APP_STORE_READ | APP_KEY,
    .run = run_link,
};
