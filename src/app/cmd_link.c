#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/links.h"
#include "base/day.h"
#include "model/limits.h"
#include "store/ledger.h"

/* The words behind `link`, and its options. */
struct job {
	struct app *app;
	struct arena *a;
	struct str words[3];
	size_t count;
	struct str to, by;
};

static bool
read_words(struct job *j, int argc, char **argv)
{
	j->by = STR("the operator");
	for (int i = 1; i < argc; i++) {
		struct str *option = NULL;

		if (strcmp(argv[i], "--to") == 0)
			option = &j->to;
		else if (strcmp(argv[i], "--by") == 0)
			option = &j->by;
		else if (argv[i][0] == '-' || j->count == 3)
			return false;
		if (option == NULL)
			j->words[j->count++] = str_of(argv[i]);
		else if (++i < argc)
			*option = str_of(argv[i]);
		else
			return false;
	}
	return j->count > 0;
}

static enum rc
find_invoice(struct job *j, struct link *link, struct err *err)
{
	struct facts_invoice inv;
	struct str owner;
	enum rc rc = ledger_invoice(
	    j->app->flow.store, j->a, j->words[2], &inv, &owner, err);

	if (rc == RC_MISS || (rc == RC_OK && !str_eq(owner, link->account)))
		return err_set(err, RC_MISS, "account %.*s has no invoice %.*s",
		    STR_ARG(link->account), STR_ARG(j->words[2]));
	if (rc == RC_OK)
		link->invoice = inv.id;
	return rc;
}

static enum rc
make(struct job *j, struct err *err)
{
	struct link link = {.account = j->words[1]};
	const struct settings *set = j->app->flow.set;
	struct account account;
	struct str url;
	enum rc rc;

	if (!link_purpose_parse(j->words[0], &link.purpose))
		return err_set(err, RC_BAD,
		    "no purpose '%.*s': pay, dispute, account or document",
		    STR_ARG(j->words[0]));
	rc = ledger_account(
	    j->app->flow.store, j->a, link.account, &account, err);
	if (rc == RC_OK && j->count == 3)
		rc = find_invoice(j, &link, err);
	if (rc == RC_OK && j->to.n > 0)
		rc = links_contact(
		    j->app, j->a, link.account, j->to, &link.contact, err);
	if (rc != RC_OK)
		return rc;
	link.expires = app_now(j->app) + set->links_days * DAY_SECS;
	rc = link_make(j->a, j->app->key, set->links_base, &link, &url, err);
	if (rc == RC_OK)
		printf("%.*s\n", STR_ARG(url));
	return rc;
}

static enum rc
verify(struct job *j, struct err *err)
{
	return links_verify(j->app, j->a, j->words[1], err);
}

static enum rc
revoke(struct job *j, struct err *err)
{
	return links_revoke(j->app, j->a, j->words[1], j->by, err);
}

static enum rc
revoke_all(struct job *j, struct err *err)
{
	return links_revoke_all(
	    j->app, j->a, j->words[1], j->words[2], j->by, err);
}

static enum rc
rotate(struct job *j, struct err *err)
{
	return links_rotate(j->app, err);
}

/* The last is for every purpose. */
static const struct {
	const char *word;
	size_t least, most;
	unsigned needs;
	enum rc (*work)(struct job *j, struct err *err);
} verbs[] = {
    {"verify", 2, 2, APP_STORE_READ | APP_KEY, verify},
    {"revoke", 2, 2, APP_STORE | APP_KEY, revoke},
    {"revoke-all", 2, 3, APP_STORE | APP_KEY, revoke_all},
    {"rotate", 1, 1, APP_KEY, rotate},
    {NULL, 2, 3, APP_STORE_READ | APP_KEY, make},
};

static int
run_link(struct app *app, int argc, char **argv)
{
	struct job j = {.app = app};
	struct err err = {{0}};
	size_t i = 0;
	enum rc rc;
	int status;

	if (!read_words(&j, argc, argv))
		return app_usage(&cmd_link);
	while (verbs[i].word != NULL && !str_eqc(j.words[0], verbs[i].word))
		i++;
	if (j.count < verbs[i].least || j.count > verbs[i].most)
		return app_usage(&cmd_link);
	status = app_open(app, verbs[i].needs);
	if (status != 0)
		return status;
	j.a = arena_new(LIMIT_JOB_ARENA);
	rc = verbs[i].work(&j, &err);
	arena_free(&j.a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_link = {
    .name = "link",
    .usage = "pay|dispute|account|document A [INVOICE] [--to CONTACT] | "
	     "verify URL | revoke URL|ID | revoke-all A [CONTACT] | rotate",
    .summary = "a signed link for a customer, and links taken back",
    .needs = APP_CONFIG,
    .run = run_link,
};
