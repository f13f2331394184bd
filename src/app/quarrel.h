#ifndef DUNMAIL_APP_QUARREL_H
#define DUNMAIL_APP_QUARREL_H

#include "app/app.h"
#include "flow/contest.h"

/*
 * quarrel: what the commands about disputes share. Each is one transaction
 * around one of these.
 */
struct quarrel_args {
	struct str words[3]; /* INVOICE, REASON or OUTCOME, AMOUNT */
	size_t count;
	struct str text; /* --text */
	struct str by;   /* --by, or the operator */
};

/* False: wrong usage. */
bool quarrel_args(int argc, char **argv, struct quarrel_args *out);

/* The third word, or none. */
struct str quarrel_amount(const struct quarrel_args *args);

typedef enum rc quarrel_work(
    const struct contest *c, const struct quarrel_args *args, struct err *err);

/* The work in one transaction; the exit status of the command. */
int quarrel_run(
    struct app *app, const struct quarrel_args *args, quarrel_work *work);

#endif
