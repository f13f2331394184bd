#include "app/pay.h"

#include "base/log.h"

/* A wish becomes a page, an event a look: what one round begins the next one
 * finds. */
#define ROUNDS 5

bool
pay_is_on(const struct app *app)
{
	return provider_find(app->flow.set) != NULL;
}

enum rc
pay_open(const struct app *app, struct checkout_pay *out, struct err *err)
{
	*out = (struct checkout_pay){
	    .f = &app->flow, .provider = provider_find(app->flow.set)};
	return out->provider->open(app->flow.set, &out->session, err);
}

void
pay_close(struct checkout_pay *pay)
{
	if (pay->session != NULL)
		pay->provider->close(&pay->session);
}

enum rc
pay_once(const struct checkout_pay *pay, int64_t now,
    struct checkout_stats *out, struct err *err)
{
	enum rc rc = checkout_round(pay, now, out, err);

	if (out->opened + out->refused + out->events + out->changed +
		out->failed >
	    0)
		log_event(LOG_INFO, "payments",
		    "opened=%lld refused=%lld events=%lld changed=%lld "
		    "unanswered=%lld",
		    (long long)out->opened, (long long)out->refused,
		    (long long)out->events, (long long)out->changed,
		    (long long)out->failed);
	return rc;
}

enum rc
pay_tick(const struct app *app, int64_t now, struct checkout_stats *sum,
    struct err *err)
{
	struct checkout_pay pay;
	struct checkout_stats s = {.opened = 1};
	enum rc rc = pay_open(app, &pay, err);

	for (int i = 0; i < ROUNDS && rc == RC_OK; i++) {
		if (s.opened + s.refused + s.events + s.changed == 0)
			break;
		rc = checkout_round(&pay, now, &s, err);
		sum->opened += s.opened;
		sum->refused += s.refused;
		sum->events += s.events;
		sum->changed += s.changed;
		sum->failed += s.failed;
	}
	pay_close(&pay);
	return rc;
}
