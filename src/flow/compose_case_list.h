#ifndef DUNMAIL_FLOW_COMPOSE_CASE_LIST_H
#define DUNMAIL_FLOW_COMPOSE_CASE_LIST_H

#include "flow/compose_rows.h"

/* compose_case_list: several customers' mails in one mail to a person; each
 * can be answered by an address of its own. */
enum rc compose_case_list(struct compose *j, struct err *err);

#endif
