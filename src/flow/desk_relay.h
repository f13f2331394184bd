#ifndef DUNMAIL_FLOW_DESK_RELAY_H
#define DUNMAIL_FLOW_DESK_RELAY_H

#include "flow/desk.h"

/*
 * desk_relay: what one of our own people answered to a mail that hands them a
 * customer's (m->answers, "task") goes to that customer: from the company's
 * address, below the customer's own mail, signed by who wrote it, with the
 * files it brings. To the contact who wrote, if on file, else to the address
 * on file; never to one that only a header names. The tasks of the customer's
 * mail are closed and it is noted, once a mail.
 *
 * text: the newly written words, without orders. RC_BAD, nothing written: it
 * cannot be sent, and err says why.
 */
enum rc desk_relay(const struct desk_mail *m, struct str text,
    struct desk_result *out, struct err *err);

/* Whom such an answer would reach: `wrote` is a contact's id or empty. NULL:
 * nobody is on file. */
const struct contact *desk_relay_to(
    const struct facts_account *facts, struct str wrote);

#endif
