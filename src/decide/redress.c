#include "decide/redress.h"

static struct redress
after(const struct redress_ask *ask, bool settled)
{
	int64_t left = ask->credited - ask->credited_since;

	return (struct redress){.awaits = settled || left < 0 ? 0 : left};
}

struct redress
redress_judge(const struct redress_ask *ask)
{
	bool settled = ask->applied >= ask->invoiced;
	bool credited = ask->credited_since > 0;

	if (ask->resolved)
		return after(ask, settled);
	if (!settled && !(ask->part && ask->credited_since >= ask->amount))
		return (struct redress){.over = false};
	return (struct redress){
	    .over = true,
	    .outcome = credited ? "credited" : "withdrawn",
	    .credited = credited ? ask->credited_since : 0,
	};
}
