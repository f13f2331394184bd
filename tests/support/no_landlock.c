#include "no_landlock.h"

#include <seccomp.h>
#include <stdint.h>
#include <stdlib.h>

void
no_landlock(int how)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);

	if (ctx == NULL ||
	    seccomp_rule_add(ctx, SCMP_ACT_ERRNO((uint32_t)how),
		SCMP_SYS(landlock_create_ruleset), 0) != 0 ||
	    seccomp_load(ctx) != 0)
		abort();
	seccomp_release(ctx);
}
