#include "app/subject.h"

#include <stdio.h>

#include <string.h>

#include "flow/remark.h"
#include "store/ledger.h"

static void
one(struct subject *out, struct holds_subject of, struct str words)
{
	out->of[0] = of;
	out->count = 1;
	out->words = words;
}

/* All accounts on which an address stands. */
static enum rc
by_address(struct app *app, struct arena *a, struct str arg,
    struct subject *out, struct err *err)
{
	struct db_stmt *s = store_stmt(app->flow.store, SQL_CONTACT_OWNERS);
	enum rc rc;

	db_text(s, 1, ledger_email_key(a, arg));
	while ((rc = db_step(s, err)) == RC_OK && out->count < SUBJECT_MAX) {
		out->of[out->count++] = (struct holds_subject){
		    .contact = arena_dup(a, db_col_text(s, 0)),
		    .account = arena_dup(a, db_col_text(s, 1)),
		};
	}
	db_reset(s);
	out->words = arg;
	if (rc == RC_MISS && out->count > 0)
		return RC_OK;
	return rc;
}

enum rc
subject_find(struct app *app, struct arena *a, struct str arg, unsigned kinds,
    struct subject *out, struct err *err)
{
	struct store *st = app->flow.store;
	struct holds_subject of = {.account = arg};
	struct facts_invoice invoice;
	struct account account;
	struct contact contact;
	enum rc rc = RC_MISS;

	*out = (struct subject){.count = 0};
	if (kinds & SUBJECT_ACCOUNT)
		rc = ledger_account(st, a, arg, &account, err);
	if (rc == RC_OK)
		one(out, of, arena_fmt(a, "account %.*s", STR_ARG(arg)));
	if (rc != RC_MISS)
		return rc;
	if (kinds & SUBJECT_INVOICE)
		rc = ledger_invoice(st, a, arg, &invoice, &of.account, err);
	of.invoice = arg;
	if (rc == RC_OK)
		one(out, of, arena_fmt(a, "invoice %.*s", STR_ARG(arg)));
	if (rc != RC_MISS)
		return rc;
	if (kinds & SUBJECT_CONTACT)
		rc = ledger_contact(st, a, arg, &contact, err);
	if (rc == RC_OK)
		one(out,
		    (struct holds_subject){
			.account = contact.account, .contact = arg},
		    contact.email);
	else if (rc == RC_MISS && kinds & SUBJECT_CONTACT)
		rc = by_address(app, a, arg, out, err);
	if (rc == RC_MISS)
		err_set(err, rc, "the ledger knows no %s%s%s %.*s",
		    kinds & SUBJECT_ACCOUNT ? "account, " : "",
		    kinds & SUBJECT_INVOICE ? "invoice or " : "", "contact",
		    STR_ARG(arg));
	return rc;
}

bool
subject_options(int argc, char **argv, struct subject_options *out)
{
	*out =
	    (struct subject_options){.by = STR("operator"), .until = DAY_NONE};
	for (int i = 1; i < argc; i++) {
		struct str *text = strcmp(argv[i], "--why") == 0  ? &out->why
				   : strcmp(argv[i], "--by") == 0 ? &out->by
								  : NULL;

		if (strcmp(argv[i], "--until") == 0) {
			if (++i == argc ||
			    !day_parse(str_of(argv[i]), &out->until))
				return false;
		} else if (text != NULL) {
			if (++i == argc || !str_is_utf8(str_of(argv[i])))
				return false;
			*text = str_trim(str_of(argv[i]));
		} else if (argv[i][0] == '-' || out->arg.n > 0) {
			return false;
		} else {
			out->arg = str_of(argv[i]);
		}
	}
	return out->arg.n > 0 && out->by.n > 0;
}

enum rc
subject_note(struct app *app, struct arena *a, struct str account,
    const char *kind, struct str text, struct str by, struct err *err)
{
	struct remark r = {
	    .account = account,
	    .text = text,
	    .by = by,
	    .kind = kind,
	    .now = app_now(app),
	};

	return remark_add(&app->flow, a, &r, err);
}

enum rc
subject_end(struct app *app, enum rc rc, struct str text, struct err *err)
{
	if (rc == RC_OK)
		rc = store_commit(app->flow.store, err);
	else
		store_rollback(app->flow.store);
	if (rc == RC_OK)
		printf("%.*s\n", STR_ARG(text));
	return rc;
}
