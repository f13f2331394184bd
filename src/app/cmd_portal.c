#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/app.h"
#include "app/cage.h"
#include "app/portal.h"
#include "base/log.h"

/* Before any thread: it is portal_run that waits for them. */
static void
block(sigset_t *stops)
{
	sigemptyset(stops);
	sigaddset(stops, SIGTERM);
	sigaddset(stops, SIGINT);
	sigaddset(stops, SIGCHLD);
	sigprocmask(SIG_BLOCK, stops, NULL);
}

static pid_t
start(struct app *app)
{
	pid_t parent = getpid(), pid = fork();

	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(0);
	_exit(portal_run(app));
}

/* What comes to us goes on to it; its status. */
static int
wait_for(pid_t pid, const sigset_t *stops)
{
	int status, sig;

	for (;;) {
		pid_t ended = waitpid(pid, &status, WNOHANG);

		if (ended == pid)
			return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
		if (ended < 0 && errno != EINTR)
			return 1;
		sig = sigwaitinfo(stops, NULL);
		if (sig == SIGTERM || sig == SIGINT)
			kill(pid, SIGTERM);
	}
}

static int
run(struct app *app, int argc, char **argv)
{
	sigset_t stops;
	int status;
	pid_t pid;

	(void)argv;
	if (argc != 1)
		return app_usage(&cmd_portal);
	if (str_is_empty(app->flow.set->portal_listen))
		return app_fail(
		    "%s: [portal] listen says nothing", app->config_path);
	app_clock_goes(app);
	prctl(PR_SET_DUMPABLE, 0);
	log_set_role("portal");
	cage_log(CAGE_PORTAL);
	block(&stops);
	do {
		pid = start(app);
		if (pid < 0)
			return app_fail("fork: %s", strerror(errno));
		status = wait_for(pid, &stops);
	} while (status == PORTAL_AGAIN);
	return status;
}

const struct command cmd_portal = {
    .name = "portal",
    .usage = "",
    .summary = "serve the pages behind the links until SIGTERM",
    .needs = APP_CONFIG,
    .run = run,
};
