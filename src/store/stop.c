#include "store/stop.h"

#ifdef DUNMAIL_STOP_POINTS

#include <stdlib.h>
#include <unistd.h>

#include "base/str.h"

static const char *role_name = "";
static int64_t points;

void
stop_set_role(const char *role)
{
	role_name = role;
	points = 0;
}

static void
point(void)
{
	const char *role = getenv("DUNMAIL_STOP_ROLE");
	int64_t n;

	points++;
	if (!str_to_i64(str_of(getenv("DUNMAIL_STOP")), 1, INT64_MAX, &n))
		return;
	if (role && !str_eqc(str_of(role_name), role))
		return;
	/* Nothing is flushed or closed on the way out: this is a crash. */
	if (points == n)
		_exit(STOP_STATUS);
}

void
stop_before_commit(void)
{
	point();
}

void
stop_after_commit(void)
{
	point();
}

#else

void
stop_set_role(const char *role)
{
	(void)role;
}

void
stop_before_commit(void)
{
}

void
stop_after_commit(void)
{
}

#endif
