#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * measure SECONDS STACK_KB REPORT COMMAND...: run a command with a small
 * stack, and write to the file REPORT a line of what it and every process of
 * its came to: exit status (128 + signal; 124: out of time), the CPU
 * milliseconds of all, the kilobytes of the largest one. A process that its
 * parent left behind is waited for as well.
 */
static pid_t group;

static void
end_all(int sig)
{
	(void)sig;
	if (group > 0)
		kill(-group, SIGKILL);
}

static long
ms(struct timeval t)
{
	return (long)t.tv_sec * 1000 + (long)t.tv_usec / 1000;
}

static void
limit_stack(const char *kilobytes)
{
	rlim_t n = (rlim_t)strtoul(kilobytes, NULL, 10) * 1024;
	struct rlimit lim = {n, n};

	if (n != 0)
		setrlimit(RLIMIT_STACK, &lim);
}

static int
code_of(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int
main(int argc, char **argv)
{
	long cpu = 0, kilobytes = 0;
	struct rusage used;
	int status, code = 0;
	time_t began = time(NULL);
	unsigned seconds;
	FILE *report;
	pid_t pid;

	if (argc < 5)
		return 2;
	seconds = (unsigned)strtoul(argv[1], NULL, 10);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	group = fork();
	if (group == 0) {
		setpgid(0, 0);
		limit_stack(argv[2]);
		execv(argv[4], argv + 4);
		_exit(127);
	}
	signal(SIGALRM, end_all);
	alarm(seconds);
	while ((pid = wait4(-1, &status, 0, &used)) > 0 || errno == EINTR) {
		if (pid <= 0)
			continue;
		cpu += ms(used.ru_utime) + ms(used.ru_stime);
		if (used.ru_maxrss > kilobytes)
			kilobytes = used.ru_maxrss;
		if (pid == group)
			code = code_of(status);
	}
	if (time(NULL) - began >= (time_t)seconds)
		code = 124;
	report = fopen(argv[3], "w");
	if (report == NULL)
		return 2;
	fprintf(report, "%d %ld %ld\n", code, cpu, kilobytes);
	return fclose(report) != 0;
}
