#ifndef DUNMAIL_FLOW_REACH_H
#define DUNMAIL_FLOW_REACH_H

#include "base/arena.h"
#include "flow/flow.h"
#include "model/course.h"
#include "store/outbox.h"

/*
 * reach: where what a step says goes, by its channel, and the work for a
 * person that comes with it.
 */
struct reach {
	const struct flow *f;
	struct arena *a;
	const struct facts_account *facts;
	const struct sequence_step *step;
	const struct contact *contact; /* NULL: nobody */
	const struct course *about;    /* NULL: open invoices */
};

/* An address, a telephone number, the name on a letter; empty: a machine. */
struct str reach_recipient(const struct reach *r);

/* A telephone call is a task that stays until it is done. */
enum rc reach_task(
    const struct reach *r, const struct outbox_touch *t, struct err *err);

/* The step waits for a telephone number: once a task for a person. */
enum rc reach_no_number(
    const struct reach *r, struct str sequence, struct err *err);

#endif
