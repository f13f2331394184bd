#include "app/role.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "app/portal.h"
#include "base/log.h"
#include "flow/clockgate.h"
#include "flow/correction.h"
#include "flow/drafting.h"
#include "flow/fetch.h"
#include "flow/filing.h"
#include "flow/plan.h"
#include "flow/posting.h"
#include "flow/receive.h"
#include "flow/send.h"
#include "flow/signin.h"
#include "flow/tokenalarm.h"
#include "flow/shelf.h"

#define FETCH_WAIT_SECS  540 /* IDLE is renewed every nine minutes */
#define BACKOFF_MAX_SECS 300

static volatile sig_atomic_t stop;
static int stop_pipe[2]; /* wakes a sleeping role when it has to stop */

static void
on_stop(int sig)
{
	int keep = errno;

	(void)sig;
	stop = 1;
	if (write(stop_pipe[1], "x", 1) < 0)
		errno = keep;
	errno = keep;
}

static void
wake(int fd)
{
	if (fd >= 0 && write(fd, "x", 1) < 0 && errno != EAGAIN)
		log_event(LOG_WARN, "wake-failed", "why=%s", strerror(errno));
}

static void
drain(int fd)
{
	char junk[256];

	while (fd >= 0 && read(fd, junk, sizeof(junk)) > 0)
		continue;
}

/* Until woken, told to stop, or the time is up. False: it is up. */
static bool
rest(const struct role *role, int64_t seconds)
{
	struct pollfd p[2] = {
	    {.fd = stop_pipe[0], .events = POLLIN},
	    {.fd = role->wake_in, .events = POLLIN},
	};

	bool woken = stop || poll(p, 2, (int)(seconds * 1000)) > 0;

	drain(role->wake_in);
	return woken;
}

static int64_t
backoff(int failures)
{
	int64_t wait = failures < 8 ? (int64_t)1 << failures : BACKOFF_MAX_SECS;

	return wait < BACKOFF_MAX_SECS ? wait : BACKOFF_MAX_SECS;
}

/* A failed round is logged once; RC_BAD and a lost disk end the role. */
static bool
survives(const char *what, enum rc rc, const struct err *err)
{
	if (rc == RC_OK || rc == RC_MISS)
		return true;
	log_event(rc == RC_LATER ? LOG_INFO : LOG_WARN, "round-failed",
	    "what=%s class=%s why=%s", what, err_name(rc), err->text);
	return rc != RC_BAD;
}

/* A mailbox that cannot be put in order is read all the same. */
static void
file(struct app *app, const struct role *role, struct filing *x)
{
	struct filing_stats s;
	struct err err = {{0}};

	survives("file", filing_round(x, app_now(app), &s, &err), &err);
	if (s.filed + s.moved > 0)
		log_event(LOG_INFO, "filed",
		    "mailbox=%.*s mails=%lld moved=%lld",
		    STR_ARG(role->box->name), (long long)s.filed,
		    (long long)s.moved);
	if (s.moved > 0)
		wake(role->wake_out);
}

static void
shelve(struct app *app, const struct role *role, struct shelf *x)
{
	struct err err = {{0}};
	int64_t n = 0;

	survives("shelf", shelf_round(x, app_now(app), &n, &err), &err);
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
		       tick < FETCH_WAIT_SECS
		   ? tick
		   : FETCH_WAIT_SECS;
}

static int
run_fetch(struct app *app, const struct role *role)
{
	struct fetch *x = fetch_new(&app->flow, role->box);
	struct filing *filing = filing_new(&app->flow, role->box);
	struct shelf *shelf = shelf_new(&app->flow, role->box);
	int failures = 0, status = 0;

	while (!stop) {
		struct fetch_stats s;
		struct err err = {{0}};
		enum rc rc = fetch_round(x, app_now(app), &s, &err);

		if (!survives("fetch", rc, &err)) {
			status = 1;
			break;
		}
		if (s.fetched > 0) {
			log_event(LOG_INFO, "fetched",
			    "mailbox=%.*s mails=%lld", STR_ARG(role->box->name),
			    (long long)s.fetched);
			wake(role->wake_out);
		}
		failures = rc == RC_OK ? 0 : failures + 1;
		if (failures > 0) {
			rest(role, backoff(failures));
			continue;
		}
		if (!stop)
			file(app, role, filing);
		if (!stop)
			shelve(app, role, shelf);
		if (!stop)
			fetch_wait(
			    x, fetch_wait_secs(app, role), stop_pipe[0], &err);
	}
	shelf_free(&shelf);
	filing_free(&filing);
	fetch_free(&x);
	return status;
}

static bool
follow(struct app *app)
{
	struct correction_stats s;
	struct err err = {{0}};

	if (!survives("corrections",
		correction_round(
		    &app->flow, app->parser, app_now(app), &s, &err),
		&err))
		return false;
	if (s.followed + s.refused > 0)
		log_event(LOG_INFO, "corrected", "moves=%lld refused=%lld",
		    (long long)s.followed, (long long)s.refused);
	return true;
}

/* What was sent by forms. False: the role ends. */
static bool
post(struct app *app, const struct role *role)
{
	struct posting_stats s;
	struct signin_stats came;
	struct err err = {{0}};

	if (!survives("forms",
		posting_round(&app->flow, app_now(app), &s, &err), &err) ||
	    !survives("sign-in",
		signin_round(&app->flow, app_now(app), &came, &err), &err))
		return false;
	if (s.done + s.refused + came.mailed > 0) {
		log_event(LOG_INFO, "posted", "done=%lld refused=%lld",
		    (long long)s.done, (long long)s.refused);
		wake(role->wake_out);
	}
	return true;
}

/* Who sent a form waits for what becomes of it, and the process that serves
 * pages wakes nobody. */
static void
rest_for_forms(struct app *app, const struct role *role)
{
	const struct settings *set = app->flow.set;
	bool watch = set->portal_listen.n > 0;
	struct err err;

	for (int64_t left = set->tick_seconds; left > 0;) {
		if (rest(role, watch ? 1 : left) ||
		    (watch && posting_waits(&app->flow, &err) != RC_MISS))
			return;
		left = watch ? left - 1 : 0;
	}
}

static int
run_receive(struct app *app, const struct role *role)
{
	while (!stop) {
		struct receive_stats s;
		struct err err = {{0}};
		enum rc rc;

		if (!post(app, role))
			return 1;
		rc = receive_round(
		    &app->flow, app->parser, app_now(app), &s, &err);
		if (!survives("receive", rc, &err))
			return 1;
		if (s.handled + s.parked > 0) {
			log_event(LOG_INFO, "received",
			    "handled=%lld parked=%lld answers=%lld",
			    (long long)s.handled, (long long)s.parked,
			    (long long)s.answered);
			wake(role->wake_out);
		}
		if (!follow(app))
			return 1;
		rest_for_forms(app, role);
	}
	return 0;
}

static bool
send_once(struct app *app, struct send *send)
{
	struct plan_stats planned;
	struct send_stats sent = {0};
	struct err err = {{0}};
	int64_t now = app_now(app);

	if (!survives("clock", clockgate_round(&app->flow, now, &err), &err) ||
	    !survives("oauth", tokenalarm_round(&app->flow, now, &err), &err) ||
	    !survives(
		"plan", plan_round(&app->flow, now, &planned, &err), &err) ||
	    !survives("send", send_round(send, now, &sent, &err), &err))
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

static int
run_send(struct app *app, const struct role *role)
{
	struct send *send = send_new(&app->flow);
	struct err err = {{0}};
	int64_t uncertain = 0;
	int status = 0;

	if (!survives("recover",
		send_recover(send, app_now(app), &uncertain, &err), &err))
		status = 1;
	while (status == 0 && !stop) {
		if (!send_once(app, send))
			status = 1;
		else
			rest(role, app->flow.set->tick_seconds);
	}
	send_free(&send);
	return status;
}

/* The collectors' own mailboxes. */
static int
run_drafts(struct app *app, const struct role *role)
{
	struct drafting *x = drafting_new(&app->flow);
	int status = 0;

	while (!stop) {
		struct drafting_stats s;
		struct err err = {{0}};
		int64_t now = app_now(app);

		if (!survives("drafts", drafting_round(x, now, &s, &err),
			&err)) {
			status = 1;
			break;
		}
		if (s.put + s.sent + s.gone + s.removed > 0)
			log_event(LOG_INFO, "drafts",
			    "put=%lld sent=%lld gone=%lld removed=%lld",
			    (long long)s.put, (long long)s.sent,
			    (long long)s.gone, (long long)s.removed);
		if (s.sent > 0)
			wake(role->wake_out);
		rest(role, drafting_wait(x, app_now(app), FETCH_WAIT_SECS));
	}
	drafting_free(&x);
	return status;
}

/* It waits for them itself. */
static int
run_portal(struct app *app)
{
	sigset_t stops;

	sigemptyset(&stops);
	sigaddset(&stops, SIGTERM);
	sigaddset(&stops, SIGINT);
	sigprocmask(SIG_BLOCK, &stops, NULL);
	return portal_run(app);
}

static void
catch_stops(void)
{
	struct sigaction sa = {.sa_handler = on_stop};

	sigemptyset(&sa.sa_mask);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
}

int
role_run(struct app *app, const struct role *role)
{
	static const unsigned needs[] = {
	    [ROLE_FETCH] = APP_STORE,
	    [ROLE_RECEIVE] = APP_PARSER | APP_STORE | APP_KEY | APP_RULES,
	    [ROLE_SEND] = APP_STORE | APP_KEY | APP_LIBRARY,
	    [ROLE_DRAFTS] = APP_STORE,
	    [ROLE_PORTAL] = 0, /* its threads open what they need */
	};
	int status;

	if (pipe2(stop_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		return app_fail("pipe: %s", strerror(errno));
	catch_stops();
	log_set_role(role->name);
	store_set_role(role->name);
	status = app_open(app, needs[role->kind]);
	if (status == 0)
		switch (role->kind) {
		case ROLE_FETCH:
			status = run_fetch(app, role);
			break;
		case ROLE_RECEIVE:
			status = run_receive(app, role);
			break;
		case ROLE_SEND:
			status = run_send(app, role);
			break;
		case ROLE_DRAFTS:
			status = run_drafts(app, role);
			break;
		case ROLE_PORTAL:
			status = run_portal(app);
			break;
		}
	app_close(app);
	return status;
}
