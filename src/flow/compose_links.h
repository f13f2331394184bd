#ifndef DUNMAIL_FLOW_COMPOSE_LINKS_H
#define DUNMAIL_FLOW_COMPOSE_LINKS_H

#include "flow/compose_rows.h"

/*
 * compose_links: the signed links of one letter (compose_link does it for
 * several under one signature). Nothing to do when it has them, or when it is
 * for staff.
 */
enum rc compose_links_own(struct compose *j, struct err *err);

/* For our own people: only that which shows the account. */
enum rc compose_links_account(struct compose *j, struct err *err);

#endif
