#ifndef DUNMAIL_MODEL_AGING_H
#define DUNMAIL_MODEL_AGING_H

#include <stddef.h>
#include <stdint.h>

/* aging: open items by how long they are past their due date. */
enum aging {
	AGING_CURRENT, /* not past it: on the day itself, too */
	AGING_30,      /* 1 to 30 days */
	AGING_60,
	AGING_90,
	AGING_OLDER,
	AGING_BUCKETS
};

enum aging aging_of(int64_t days_past_due);

#endif
