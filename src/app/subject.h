#ifndef DUNMAIL_APP_SUBJECT_H
#define DUNMAIL_APP_SUBJECT_H

#include "app/app.h"
#include "store/holds.h"

/*
 * subject: what a command's argument names: an account, an invoice, or a
 * contact by id or address. An address may stand on several accounts: all of
 * them are meant.
 */
#define SUBJECT_MAX 50

struct subject {
	struct holds_subject of[SUBJECT_MAX];
	size_t count;
	struct str
	    words; /* "account C-1", "invoice INV-1", "pat@acme.example" */
};

enum subject_kind {
	SUBJECT_ACCOUNT = 1 << 0,
	SUBJECT_INVOICE = 1 << 1,
	SUBJECT_CONTACT = 1 << 2,
	SUBJECT_ANY = 7,
};

/* RC_MISS: the ledger knows nothing of that name. */
enum rc subject_find(struct app *app, struct arena *a, struct str arg,
    unsigned kinds, struct subject *out, struct err *err);

/* Options of these commands: --until DATE --why TEXT --by NAME, behind one
 * argument. False: wrong usage. */
struct subject_options {
	struct str arg, why, by;
	day_t until;
};
bool subject_options(int argc, char **argv, struct subject_options *out);

/* A line in the account's timeline, in the caller's transaction. */
enum rc subject_note(struct app *app, struct arena *a, struct str account,
    const char *kind, struct str text, struct str by, struct err *err);

/* The end of such a command: commits what went well (rc) and says it, else
 * takes it back. */
enum rc subject_end(
    struct app *app, enum rc rc, struct str text, struct err *err);

#endif
