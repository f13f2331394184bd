#include "port/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* A sanitizer reports on standard error and reads /proc: let it. */
static bool
is_watched(void)
{
	return SANITIZED;
}

static int
null_files(void)
{
	int fd = open("/dev/null", O_RDWR);

	if (fd < 0)
		return -1;
	for (int i = 0; i < 3; i++) {
		if (i == 2 && is_watched())
			continue;
		if (fd != i && dup2(fd, i) < 0)
			return -1;
	}
	if (fd > 2)
		close(fd);
	return 0;
}

static void
close_from(unsigned first)
{
	struct rlimit lim;

	if (syscall(SYS_close_range, first, ~0u, 0) == 0)
		return;
	if (getrlimit(RLIMIT_NOFILE, &lim) != 0 || lim.rlim_cur > 65536)
		lim.rlim_cur = 65536;
	for (unsigned fd = first; fd < lim.rlim_cur; fd++)
		close((int)fd);
}

int
sandbox_files(int keep)
{
	/* Out of the way of 0 to 2 first, then to 3, the rest is closed. */
	int high = fcntl(keep, F_DUPFD_CLOEXEC, 10);

	if (high < 0 || null_files() != 0)
		return -1;
	if (dup3(high, 3, O_CLOEXEC) < 0)
		return -1;
	close_from(4);
	return 3;
}

/* Bytes of address space in use, 0 if unknown. */
static size_t
space_used(void)
{
	unsigned long pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");
	char line[128];

	if (f == NULL)
		return 0;
	if (fgets(line, sizeof(line), f) != NULL)
		for (char *p = line; *p >= '0' && *p <= '9'; p++)
			pages = pages * 10 + (unsigned long)(*p - '0');
	fclose(f);
	return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static bool
limit(int what, rlim_t value)
{
	struct rlimit lim = {value, value};

	return setrlimit((__rlimit_resource_t)what, &lim) == 0;
}

const char *
sandbox_no_paths(void)
{
	if (syscall(SYS_landlock_create_ruleset, NULL, 0,
		LANDLOCK_CREATE_RULESET_VERSION) >= 1)
		return NULL;
	switch (errno) {
	case ENOSYS:
		return "the kernel has no Landlock";
	case EOPNOTSUPP:
		return "Landlock is switched off since boot";
	default:
		return "Landlock is not allowed here";
	}
}

/* A rule set without a rule: no path may be opened. Where there is none, the
 * filter of calls does it alone: it knows no open. */
static void
forbid_paths(void)
{
	struct landlock_ruleset_attr attr = {
	    .handled_access_fs =
		LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
		LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
		LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
		LANDLOCK_ACCESS_FS_MAKE_REG,
	};
	long fd = syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);

	if (fd < 0)
		return;
	syscall(SYS_landlock_restrict_self, (int)fd, 0);
	close((int)fd);
}

static int
allow_memory(scmp_filter_ctx ctx)
{
	/* Memory that is written is never run: the third argument has no
	 * PROT_EXEC. */
	const struct scmp_arg_cmp no_exec[] = {
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)};

	return seccomp_rule_add_array(
		   ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, no_exec) |
	       seccomp_rule_add_array(
		   ctx, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_exec);
}

static int
allow_calls(scmp_filter_ctx ctx)
{
	static const int calls[] = {SCMP_SYS(read), SCMP_SYS(write),
	    SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(recvfrom),
	    SCMP_SYS(sendto), SCMP_SYS(recvmsg), SCMP_SYS(sendmsg),
	    SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(close), SCMP_SYS(fstat),
	    SCMP_SYS(lseek), SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap),
	    SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(sched_yield),
	    SCMP_SYS(getrandom), SCMP_SYS(clock_gettime),
	    SCMP_SYS(gettimeofday), SCMP_SYS(getpid), SCMP_SYS(gettid),
	    SCMP_SYS(tgkill), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction),
	    SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall), SCMP_SYS(exit),
	    SCMP_SYS(exit_group)};
	int rc = allow_memory(ctx);

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		rc |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, calls[i], 0);
	return rc;
}

static enum rc
filter_calls(struct err *err)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int rc;

	if (ctx == NULL)
		return err_set(err, RC_DOWN, "seccomp: no filter");
	rc = allow_calls(ctx);
	if (rc == 0)
		rc = seccomp_load(ctx);
	seccomp_release(ctx);
	if (rc != 0)
		return err_set(err, RC_DOWN, "seccomp: error %d", -rc);
	return RC_OK;
}

enum rc
sandbox_enter(size_t memory, struct err *err)
{
	bool watched = is_watched();

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return err_set(
		    err, RC_DOWN, "no_new_privs: %s", strerror(errno));
	prctl(PR_SET_DUMPABLE, 0);
	if (!limit(RLIMIT_CORE, 0) || !limit(RLIMIT_FSIZE, 0) ||
	    (!watched && !limit(RLIMIT_AS, space_used() + memory)))
		return err_set(err, RC_DOWN, "rlimit: %s", strerror(errno));
	if (watched)
		return RC_OK;
	forbid_paths();
	return filter_calls(err);
}
