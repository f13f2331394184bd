#ifndef DUNMAIL_FLOW_COMPOSE_SPOOL_H
#define DUNMAIL_FLOW_COMPOSE_SPOOL_H

#include "flow/compose_rows.h"

/*
 * compose_spool: what is no mail, by its channel: a letter as PDF, a text
 * message, the script of a call, an event, a placement file. Between compose.c
 * and here only.
 */

/* The mail that tells of a placement, with its file. */
bool compose_spool_is_placement(const struct compose *j);

/* A happening (flow/hookout.h): its body is made already, and no gate that
 * keeps words from customers holds it back. */
bool compose_spool_is_event(const struct outbox_touch *t);

/* What the ledger has to say, in the running transaction. */
enum rc compose_spool_load(struct compose *j, struct err *err);

/* The bytes of the file; j->head.subject says what it is about. */
enum rc compose_spool_write(
    struct compose *j, struct value *values, struct buf *out, struct err *err);

#endif
