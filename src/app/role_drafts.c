#include "app/role_parts.h"

#include "base/log.h"
#include "flow/drafting.h"

/* The collectors' own mailboxes. */
int
role_drafts(struct app *app, const struct role *role)
{
	struct drafting *x = drafting_new(&app->flow);
	int status = 0;

	while (!role_stops()) {
		struct drafting_stats s;
		struct err err = {{0}};
		int64_t now = app_now(app);

		if (!role_survives(
			"drafts", drafting_round(x, now, &s, &err), &err)) {
			status = 1;
			break;
		}
		if (s.put + s.sent + s.gone + s.removed > 0)
			log_event(LOG_INFO, "drafts",
			    "put=%lld sent=%lld gone=%lld removed=%lld",
			    (long long)s.put, (long long)s.sent,
			    (long long)s.gone, (long long)s.removed);
		if (s.sent > 0)
			role_wake(role);
		role_rest(
		    role, drafting_wait(x, app_now(app), ROLE_FETCH_WAIT_SECS));
	}
	drafting_free(&x);
	return status;
}
