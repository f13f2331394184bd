#ifndef DUNMAIL_APP_HOLD_SHOW_H
#define DUNMAIL_APP_HOLD_SHOW_H

#include "flow/plan.h"
#include "port/js.h"

/* hold_show: what holds an account, each with its reason, who and until when,
 * for a person or as JSON. */
void hold_show_print(const struct plan_item *it);
struct js *hold_show_json(const struct plan_item *it);

#endif
