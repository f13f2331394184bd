#ifndef DUNMAIL_FLOW_MORNING_ROW_H
#define DUNMAIL_FLOW_MORNING_ROW_H

#include "decide/worklist.h"
#include "flow/morning.h"
#include "flow/params.h"
#include "store/mornings.h"

/* morning_row: one account of a worklist in words. For morning_list.c. */
struct morning_row {
	struct morning *m;
	const struct facts_account *facts;
	const struct worklist_weight *weight;
	const struct mornings_task *tasks; /* open ones of the account */
	size_t task_count;
};
enum rc morning_row_fill(
    const struct morning_row *x, struct params_row *row, struct err *err);

bool morning_row_is_call(const struct mornings_task *t);

#endif
