#ifndef DUNMAIL_FLOW_APPROVAL_H
#define DUNMAIL_FLOW_APPROVAL_H

#include "base/arena.h"
#include "flow/flow.h"
#include "model/facts.h"
#include "store/approvals.h"
#include "store/outbox.h"

/*
 * approval: touches that wait for a person's yes before they leave: steps that
 * ask for it, and the first ones of a text that is new or was changed. They
 * are planned as ever; what becomes moot meanwhile goes away by itself and the
 * planner decides anew.
 */
struct approval {
	struct str why;  /* APPROVALS_STEP, APPROVALS_TEXT; empty: may go */
	struct str hash; /* of the text, where that is asked for */
};

struct approval_ask {
	const struct sequence *seq;
	const struct sequence_step *step;
	const struct facts_account *facts;
	const struct contact *contact; /* NULL: nobody outside */
};

/* Reads only: the planner and the rehearsal ask it. */
enum rc approval_needed(const struct flow *f, const struct approval_ask *ask,
    struct approval *out, struct err *err);

/* "waits for a yes: ..." */
struct str approval_words(struct str why);

/* outbox_add that waits where it has to; RC_MISS as there. */
enum rc approval_add(const struct flow *f, struct outbox_touch *t,
    const struct approval *need, struct err *err);

/* A person's yes for one of them; others of the same text follow by
 * approval_round. RC_MISS: it does not wait any more. */
enum rc approval_give(const struct flow *f, struct arena *a,
    const struct approvals_row *row, struct str by, int64_t now,
    struct err *err);

/* A person's no: it is not sent, and its step counts as said. */
enum rc approval_refuse(const struct flow *f, struct arena *a,
    const struct approvals_row *row, struct str why, int64_t now,
    struct err *err);

/* "C-1, Acme Bakery: invoicing/reminder-1 by email to pat@acme.example" */
struct str approval_line(struct arena *a, const struct approvals_row *row);

/*
 * One round: those that are moot are skipped, those that need no yes any more
 * are let go, and once a day staff is told what waits.
 */
enum rc approval_round(const struct flow *f, int64_t now, struct err *err);

#endif
