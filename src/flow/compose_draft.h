#ifndef DUNMAIL_FLOW_COMPOSE_DRAFT_H
#define DUNMAIL_FLOW_COMPOSE_DRAFT_H

#include "flow/compose_rows.h"

/*
 * compose_draft: a finished mail for a collector to send: for the folder of
 * drafts of their own mailbox, where we have access to it; else attached to a
 * mail to them as a file that mail programs open for writing, and once more as
 * a mailto: link. Between compose.c and here only.
 */
enum rc compose_draft_load(struct compose *j, struct err *err);

/* Into j->head where the draft is the mail itself; else the draft among the
 * files, and what the mail around it says. What is kept of it lives in keep. */
enum rc compose_draft_write(struct compose *j, struct arena *keep,
    struct value *values, struct err *err);

/* The collector's own name before our address, if they have one. */
void compose_draft_sign(const struct compose *j, struct letter_head *head);

#endif
