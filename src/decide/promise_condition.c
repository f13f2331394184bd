#include "decide/promise_condition.h"

#include "decide/ruleguard.h"

bool
promise_condition_void(struct reading *r, size_t at, struct str text)
{
	return ruleguard_role(r, ROLE_UNCONDITIONAL, at, text) &&
	       !ruleguard_role(r, ROLE_FIRM_CONDITION, at, text);
}

bool
promise_condition_set(struct reading *r, size_t at, struct str text)
{
	return ruleguard_role(r, ROLE_CONDITION, at, text) &&
	       !ruleguard_role(r, ROLE_ROUTINE, at, text) &&
	       !promise_condition_void(r, at, text);
}
