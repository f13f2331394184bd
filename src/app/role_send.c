#include "app/role_parts.h"

#include "base/log.h"
#include "flow/checkout.h"
#include "flow/clockgate.h"
#include "flow/plan.h"
#include "flow/send.h"
#include "flow/textlook.h"
#include "flow/tokenalarm.h"

static bool
send_once(struct app *app, struct send *send)
{
	struct plan_stats planned;
	struct send_stats sent = {0};
	struct err err = {{0}};
	int64_t now = app_now(app);

	if (!role_survives(
		"clock", clockgate_round(&app->flow, now, &err), &err) ||
	    !role_survives(
		"oauth", tokenalarm_round(&app->flow, now, &err), &err) ||
	    !role_survives(
		"texts", textlook_round(&app->flow, now, &err), &err) ||
	    !role_survives(
		"payments", checkout_tell(&app->flow, now, &err), &err) ||
	    !role_survives(
		"plan", plan_round(&app->flow, now, &planned, &err), &err) ||
	    !role_survives("send", send_round(send, now, &sent, &err), &err))
		return false;
	if (planned.planned > 0)
		log_event(LOG_INFO, "planned", "messages=%lld",
		    (long long)planned.planned);
	if (sent.accepted + sent.deferred + sent.failed + sent.uncertain > 0)
		log_event(LOG_INFO, "sent",
		    "accepted=%lld deferred=%lld failed=%lld uncertain=%lld",
		    (long long)sent.accepted, (long long)sent.deferred,
		    (long long)sent.failed, (long long)sent.uncertain);
	return true;
}

int
role_send(struct app *app, const struct role *role)
{
	struct send *send = send_new(&app->flow);
	struct err err = {{0}};
	int64_t uncertain = 0;
	int status = 0;

	if (!role_survives("recover",
		send_recover(send, app_now(app), &uncertain, &err), &err))
		status = 1;
	while (status == 0 && !role_stops()) {
		if (!send_once(app, send))
			status = 1;
		else
			role_rest(role, app->flow.set->tick_seconds);
	}
	send_free(&send);
	return status;
}
