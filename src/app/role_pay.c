#include "app/role_parts.h"

#include "app/pay.h"

int
role_pay(struct app *app, const struct role *role)
{
	struct checkout_stats s = {.opened = 0};
	struct checkout_pay pay;
	struct err err = {{0}};
	enum rc rc = pay_open(app, &pay, &err);

	for (int n = 0; role_survives("payments", rc, &err) && !role_stops();) {
		rc = pay_once(&pay, app_now(app), &s, &err);
		if (s.changed > 0)
			role_wake(role);
		n = rc == RC_OK ? 0 : n + 1;
		role_rest(role, role_backoff(n));
	}
	pay_close(&pay);
	return role_stops() ? 0 : 1;
}
