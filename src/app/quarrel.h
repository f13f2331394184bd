#ifndef DUNMAIL_APP_QUARREL_H
#define DUNMAIL_APP_QUARREL_H

#include "app/app.h"
#include "model/course.h"
#include "store/disputes.h"

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

typedef enum rc quarrel_work(struct app *app, struct arena *a,
    const struct quarrel_args *args, struct err *err);

/* The work in one transaction; the exit status of the command. */
int quarrel_run(
    struct app *app, const struct quarrel_args *args, quarrel_work *work);

/* RC_MISS: nothing of that invoice is in dispute. */
enum rc quarrel_find(struct app *app, struct arena *a, struct str invoice,
    struct disputes_row *out, struct err *err);

/* It happened in the dispute's course today; the planner looks at the account
 * again. */
enum rc quarrel_happened(struct app *app, struct arena *a,
    const struct disputes_row *d, enum step_anchor what, struct err *err);

#endif
