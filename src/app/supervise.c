#include "app/supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/cage.h"
#include "app/pay.h"
#include "app/role.h"
#include "base/log.h"
#include "base/xalloc.h"

struct child {
	struct role role;
	pid_t pid;
	int64_t started;
	int quick_ends; /* in a row: wait longer before the next start */
};

static volatile sig_atomic_t stop;

static void
on_stop(int sig)
{
	(void)sig;
	stop = 1;
}

static void
catch_stops(void)
{
	struct sigaction sa = {.sa_handler = on_stop};

	sigemptyset(&sa.sa_mask);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
}

static void
start(struct app *app, struct child *c)
{
	pid_t parent = getpid();

	c->started = app_now(app);
	c->pid = fork();
	if (c->pid < 0) {
		log_event(LOG_ERROR, "fork-failed", "role=%s why=%s",
		    c->role.name, strerror(errno));
		return;
	}
	if (c->pid > 0)
		return;
	/* No role outlives its supervisor. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	prctl(PR_SET_DUMPABLE, 0);
	if (getppid() != parent)
		_exit(0);
	_exit(role_run(app, &c->role));
}

static void
ended(struct child *c, int status, int64_t now)
{
	if (WIFSIGNALED(status))
		log_event(LOG_ERROR, "role-died", "role=%s signal=%d",
		    c->role.name, WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		log_event(LOG_ERROR, "role-ended", "role=%s status=%d",
		    c->role.name, WEXITSTATUS(status));
	c->quick_ends = now - c->started < 10 ? c->quick_ends + 1 : 0;
	c->pid = 0;
}

static void
reap(struct app *app, struct child *all, size_t n)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (size_t i = 0; i < n; i++)
			if (all[i].pid == pid)
				ended(&all[i], status, app_now(app));
}

/* Start what is not running; one that keeps ending waits a minute at most. */
static void
revive(struct app *app, struct child *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int wait = all[i].quick_ends < 6 ? 1 << all[i].quick_ends : 60;

		if (all[i].pid == 0 &&
		    (all[i].quick_ends == 0 ||
			app_now(app) - all[i].started >= wait))
			start(app, &all[i]);
	}
}

static void
end_all(struct child *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].pid > 0)
			kill(all[i].pid, SIGTERM);
	for (size_t i = 0; i < n; i++)
		while (all[i].pid > 0 && waitpid(all[i].pid, NULL, 0) < 0 &&
		       errno == EINTR)
			continue;
}

static void
make_pipe(int fd[2])
{
	if (pipe2(fd, O_CLOEXEC | O_NONBLOCK) != 0)
		xdie("pipe: %s", strerror(errno));
}

int
supervise(struct app *app)
{
	size_t boxes = app->flow.set->mailbox_count, n = boxes + 2;
	bool drafts = app->flow.set->collector_count > 0;
	bool portal = app->flow.set->portal_with_run &&
		      !str_is_empty(app->flow.set->portal_listen);
	struct child *all = xcalloc(n + 3, sizeof(*all));
	int to_receive[2], to_send[2];

	make_pipe(to_receive);
	make_pipe(to_send);
	catch_stops();
	for (size_t i = 0; i < boxes; i++)
		all[i].role = (struct role){.name = "fetch",
		    .kind = ROLE_FETCH,
		    .box = &app->flow.set->mailboxes[i],
		    .wake_in = -1,
		    .wake_out = to_receive[1]};
	all[boxes].role = (struct role){.name = "receive",
	    .kind = ROLE_RECEIVE,
	    .wake_in = to_receive[0],
	    .wake_out = to_send[1]};
	all[boxes + 1].role = (struct role){.name = "send",
	    .kind = ROLE_SEND,
	    .wake_in = to_send[0],
	    .wake_out = -1};
	if (drafts)
		all[n++].role = (struct role){.name = "drafts",
		    .kind = ROLE_DRAFTS,
		    .wake_in = -1,
		    .wake_out = to_receive[1]};
	if (pay_is_on(app))
		all[n++].role = (struct role){.name = "pay",
		    .kind = ROLE_PAY,
		    .wake_in = -1,
		    .wake_out = to_send[1]};
	if (portal)
		all[n++].role = (struct role){.name = "portal",
		    .kind = ROLE_PORTAL,
		    .wake_in = -1,
		    .wake_out = -1};
	log_event(LOG_INFO, "started", "mailboxes=%zu", boxes);
	cage_log(CAGE_PARSER);
	if (portal)
		cage_log(CAGE_PORTAL);
	while (!stop) {
		revive(app, all, n);
		usleep(200000);
		reap(app, all, n);
	}
	end_all(all, n);
	log_event(LOG_INFO, "ended", "by=signal");
	free(all);
	return 0;
}
