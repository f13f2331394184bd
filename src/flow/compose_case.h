#ifndef DUNMAIL_FLOW_COMPOSE_CASE_H
#define DUNMAIL_FLOW_COMPOSE_CASE_H

#include "flow/compose_rows.h"

/*
 * compose_case: a mail that hands a customer's mail to a person, or lists
 * several of them: all that the ledger knows, and the draft of an answer.
 * Nothing to do for other letters. Between compose.c and here only.
 */
enum rc compose_case_load(struct compose *j, struct err *err);

/* The draft, once the letter knows where answers go. */
void compose_case_write(struct compose *j, struct value *values);

#endif
