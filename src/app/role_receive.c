#include "app/role_parts.h"

#include "base/log.h"
#include "flow/carrier_round.h"
#include "flow/correction.h"
#include "flow/posting.h"
#include "flow/receive.h"
#include "flow/signin.h"

static bool
follow(struct app *app)
{
	struct correction_stats s;
	struct err err = {{0}};

	if (!role_survives("corrections",
		correction_round(
		    &app->flow, app->parser, app_now(app), &s, &err),
		&err))
		return false;
	if (s.followed + s.refused > 0)
		log_event(LOG_INFO, "corrected", "moves=%lld refused=%lld",
		    (long long)s.followed, (long long)s.refused);
	return true;
}

/* What customers sent by forms, and what the carrier of texts and calls told
 * us. False: the role ends. */
static bool
post(struct app *app, const struct role *role)
{
	struct carrier_stats c;
	struct posting_stats s;
	struct err err = {{0}};
	int64_t now = app_now(app);

	if (!role_survives(
		"forms", posting_round(&app->flow, now, &s, &err), &err) ||
	    !role_survives(
		"texts", carrier_round(&app->flow, now, &c, &err), &err))
		return false;
	if (s.done + s.refused + c.done > 0) {
		log_event(LOG_INFO, "posted",
		    "done=%lld refused=%lld texts=%lld", (long long)s.done,
		    (long long)s.refused, (long long)c.done);
		role_wake(role);
	}
	return true;
}

static bool
sign_in(struct app *app, const struct role *role)
{
	struct signin_stats s;
	struct err err = {{0}};

	if (!role_survives("sign-in",
		signin_round(&app->flow, app_now(app), &s, &err), &err))
		return false;
	if (s.mailed > 0)
		role_wake(role);
	return true;
}

/* A store that cannot be asked is for the next round to tell. */
static bool
is_asked(const struct flow *f)
{
	struct err err;

	return posting_waits(f, &err) != RC_MISS ||
	       carrier_waits(f, &err) != RC_MISS;
}

/* Who sent a form waits for what becomes of it, who texted STOP is not to be
 * texted once more, and the process that serves pages wakes nobody. */
static void
rest_for_web(struct app *app, const struct role *role)
{
	const struct settings *set = app->flow.set;
	bool watch = set->portal_listen.n > 0;

	for (int64_t left = set->tick_seconds; left > 0;) {
		if (role_rest(role, watch ? 1 : left) ||
		    (watch && is_asked(&app->flow)))
			return;
		left = watch ? left - 1 : 0;
	}
}

int
role_receive(struct app *app, const struct role *role)
{
	while (!role_stops()) {
		struct receive_stats s;
		struct err err = {{0}};
		enum rc rc;

		if (!post(app, role))
			return 1;
		rc = receive_round(
		    &app->flow, app->parser, app_now(app), &s, &err);
		if (!role_survives("receive", rc, &err))
			return 1;
		if (s.handled + s.parked > 0) {
			log_event(LOG_INFO, "received",
			    "handled=%lld parked=%lld answers=%lld",
			    (long long)s.handled, (long long)s.parked,
			    (long long)s.answered);
			role_wake(role);
		}
		if (!follow(app) || !sign_in(app, role))
			return 1;
		rest_for_web(app, role);
	}
	return 0;
}
