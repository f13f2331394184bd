#ifndef DUNMAIL_FLOW_PLAN_H
#define DUNMAIL_FLOW_PLAN_H

#include "decide/advance.h"
#include "flow/facts.h"
#include "flow/flow.h"
#include "store/holds.h"

/*
 * plan: accounts whose moment has come become outbox rows, one message an
 * account, decision and record in one transaction. What is over is closed:
 * promises kept or broken.
 */
struct plan_stats {
	int64_t looked;   /* accounts decided about */
	int64_t planned;  /* touches made */
	bool stale, held; /* why reminders wait, if they do */
	int64_t waiting;  /* looks due while they wait */
};

enum rc plan_round(
    const struct flow *f, int64_t now, struct plan_stats *out, struct err *err);

/* In which order the kinds of sequences get their turn: what became of a
 * promise or a dispute is said before anybody is reminded. */
extern const enum sequence_kind plan_order[SEQUENCE_KINDS];

/* One line of the dry run. */
struct plan_item {
	struct str account, account_name;
	int64_t at;
	day_t day; /* civil, in the account's zone */
	bool send; /* else: why nothing goes */
	const struct sequence *sequence;
	const struct sequence_step *step; /* NULL when none is due */
	struct str to;                    /* address */
	struct str why;
	const struct facts_account *facts;
	const struct dun *dun;                 /* about invoices, or NULL */
	const struct course *courses;          /* or about these, */
	const struct advance_message *message; /* as this says */
	bool approval;                         /* only after a person's yes */
	const struct hold *holds;              /* all that holds the account */
	size_t hold_count;
};
typedef void plan_show(void *ctx, const struct plan_item *item);

/*
 * What would go out until `until` (instant) for one account or, with an empty
 * id, for all: each message in its turn, then for each account why it ends
 * there. Changes nothing.
 */
enum rc plan_rehearse(const struct flow *f, int64_t now, int64_t until,
    struct str account, plan_show *show, void *ctx, struct err *err);

#endif
