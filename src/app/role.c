#include "app/role.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "app/portal.h"
#include "app/role_parts.h"
#include "base/log.h"

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

bool
role_stops(void)
{
	return stop;
}

int
role_stop_fd(void)
{
	return stop_pipe[0];
}

void
role_wake(const struct role *role)
{
	int fd = role->wake_out;

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

bool
role_rest(const struct role *role, int64_t seconds)
{
	struct pollfd p[2] = {
	    {.fd = stop_pipe[0], .events = POLLIN},
	    {.fd = role->wake_in, .events = POLLIN},
	};

	bool woken = stop || poll(p, 2, (int)(seconds * 1000)) > 0;

	drain(role->wake_in);
	return woken;
}

int64_t
role_backoff(int failures)
{
	int64_t wait = failures < 8 ? (int64_t)1 << failures : BACKOFF_MAX_SECS;

	return wait < BACKOFF_MAX_SECS ? wait : BACKOFF_MAX_SECS;
}

bool
role_survives(const char *what, enum rc rc, const struct err *err)
{
	if (rc == RC_OK || rc == RC_MISS)
		return true;
	log_event(rc == RC_LATER ? LOG_INFO : LOG_WARN, "round-failed",
	    "what=%s class=%s why=%s", what, err_name(rc), err->text);
	return rc != RC_BAD;
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
	    [ROLE_PAY] = APP_STORE,
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
			status = role_fetch(app, role);
			break;
		case ROLE_RECEIVE:
			status = role_receive(app, role);
			break;
		case ROLE_SEND:
			status = role_send(app, role);
			break;
		case ROLE_DRAFTS:
			status = role_drafts(app, role);
			break;
		case ROLE_PAY:
			status = role_pay(app, role);
			break;
		case ROLE_PORTAL:
			status = run_portal(app);
			break;
		}
	app_close(app);
	return status;
}
