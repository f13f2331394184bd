#include "decide/pledge.h"

#include "decide/dun.h"

enum pledge
pledge_judge(const struct facts_promise *promise, day_t today, int grace_days)
{
	int64_t came = promise->applied_now - promise->applied_before;

	if (promise->open_now == 0)
		return PLEDGE_KEPT;
	if (promise->has_amount && came >= promise->amount.minor)
		return PLEDGE_KEPT;
	if (today < dun_promise_ends(promise->day, grace_days))
		return PLEDGE_OPEN;
	return came > 0 ? PLEDGE_PARTLY : PLEDGE_BROKEN;
}

const char *
pledge_name(enum pledge p)
{
	switch (p) {
	case PLEDGE_OPEN:
		return "open";
	case PLEDGE_KEPT:
		return "kept";
	case PLEDGE_PARTLY:
		return "partly-kept";
	case PLEDGE_BROKEN:
		return "broken";
	}
	return "?";
}
