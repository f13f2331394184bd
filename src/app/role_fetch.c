#include "app/role_parts.h"

#include "base/log.h"
#include "flow/fetch.h"
#include "flow/filing.h"
#include "flow/shelf.h"

/* A mailbox that cannot be put in order is read all the same. */
static void
file(struct app *app, const struct role *role, struct filing *x)
{
	struct filing_stats s;
	struct err err = {{0}};

	role_survives("file", filing_round(x, app_now(app), &s, &err), &err);
	if (s.filed + s.moved > 0)
		log_event(LOG_INFO, "filed",
		    "mailbox=%.*s mails=%lld moved=%lld",
		    STR_ARG(role->box->name), (long long)s.filed,
		    (long long)s.moved);
	if (s.moved > 0)
		role_wake(role);
}

static void
shelve(struct app *app, const struct role *role, struct shelf *x)
{
	struct err err = {{0}};
	int64_t n = 0;

	role_survives("shelf", shelf_round(x, app_now(app), &n, &err), &err);
	if (n > 0)
		log_event(LOG_INFO, "shelved", "mailbox=%.*s mails=%lld",
		    STR_ARG(role->box->name), (long long)n);
}

/* Folders are looked at as often as the others look for what is due. */
static int64_t
fetch_wait_secs(const struct app *app, const struct role *role)
{
	int64_t tick = app->flow.set->tick_seconds;

	return (role->box->file_queues || role->box->account_folders) &&
		       tick < ROLE_FETCH_WAIT_SECS
		   ? tick
		   : ROLE_FETCH_WAIT_SECS;
}

static void
wake(const void *ctx)
{
	role_wake(ctx);
}

int
role_fetch(struct app *app, const struct role *role)
{
	struct fetch *x = fetch_new(&app->flow, role->box);
	struct filing *filing = filing_new(&app->flow, role->box);
	struct shelf *shelf = shelf_new(&app->flow, role->box);
	int failures = 0, status = 0;

	fetch_tells(x, wake, role);

	while (!role_stops()) {
		struct fetch_stats s;
		struct err err = {{0}};
		enum rc rc = fetch_round(x, app_now(app), &s, &err);

		if (!role_survives("fetch", rc, &err)) {
			status = 1;
			break;
		}
		if (s.fetched > 0) {
			log_event(LOG_INFO, "fetched",
			    "mailbox=%.*s mails=%lld", STR_ARG(role->box->name),
			    (long long)s.fetched);
		}
		failures = rc == RC_OK ? 0 : failures + 1;
		if (failures > 0) {
			role_rest(role, role_backoff(failures));
			continue;
		}
		if (!role_stops())
			file(app, role, filing);
		if (!role_stops())
			shelve(app, role, shelf);
		if (!role_stops())
			fetch_wait(x, fetch_wait_secs(app, role),
			    role_stop_fd(), &err);
	}
	shelf_free(&shelf);
	filing_free(&filing);
	fetch_free(&x);
	return status;
}
