#ifndef DUNMAIL_FLOW_COMPOSE_CASE_ACCOUNT_H
#define DUNMAIL_FLOW_COMPOSE_CASE_ACCOUNT_H

#include "flow/compose_rows.h"

/* compose_case_account: what a mail to a person says of the account: how old
 * its debt is, credit, promises, what holds reminders back, the last notes. */
enum rc compose_case_account(
    const struct compose *j, struct value *root, struct err *err);

#endif
