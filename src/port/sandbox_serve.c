#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "port/sandbox.h"

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

/* Rights that came after the kernel of our headers. */
#define RIGHT_REFER       (UINT64_C(1) << 13) /* version 2 */
#define RIGHT_TRUNCATE    (UINT64_C(1) << 14) /* version 3 */
#define RIGHT_IOCTL       (UINT64_C(1) << 15) /* version 5 */
#define RIGHT_NET_CONNECT (UINT64_C(1) << 1)  /* version 4 */

#define RIGHTS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define RIGHTS_CHANGE                                                          \
	(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |          \
	    LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |   \
	    LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |       \
	    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |       \
	    LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |     \
	    LANDLOCK_ACCESS_FS_MAKE_SYM)

/* As the kernel reads it: of a shorter one the rest is none. */
struct ruleset {
	uint64_t fs, net;
};

static struct ruleset
rules_of(const struct sandbox_server *s, long version)
{
	struct ruleset r = {.fs = RIGHTS_CHANGE};

	if (!s->connects)
		r.fs |= RIGHTS_READ;
	if (version >= 2)
		r.fs |= RIGHT_REFER;
	if (version >= 3)
		r.fs |= RIGHT_TRUNCATE;
	if (version >= 4 && !s->connects)
		r.net = RIGHT_NET_CONNECT;
	if (version >= 5)
		r.fs |= RIGHT_IOCTL;
	return r;
}

static uint64_t
rights_of(const struct sandbox_path *p, bool is_folder)
{
	switch (p->use) {
	case SANDBOX_READ:
		return is_folder ? RIGHTS_READ : LANDLOCK_ACCESS_FS_READ_FILE;
	case SANDBOX_LIST:
		return is_folder ? LANDLOCK_ACCESS_FS_READ_DIR : 0;
	case SANDBOX_WRITE:
		return LANDLOCK_ACCESS_FS_READ_FILE |
		       LANDLOCK_ACCESS_FS_WRITE_FILE | RIGHT_TRUNCATE;
	}
	return 0;
}

/* A path that is not there needs no rule. */
static bool
allow_path(int rules, const struct sandbox_path *p, uint64_t known)
{
	struct landlock_path_beneath_attr rule = {
	    .parent_fd = open(p->path, O_PATH | O_CLOEXEC)};
	struct stat st;
	bool done = true;

	if (rule.parent_fd < 0)
		return true;
	if (fstat(rule.parent_fd, &st) == 0)
		rule.allowed_access = rights_of(p, S_ISDIR(st.st_mode)) & known;
	if (rule.allowed_access)
		done = syscall(SYS_landlock_add_rule, rules,
			   LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	close(rule.parent_fd);
	return done;
}

static enum rc
limit_paths(const struct sandbox_server *s, struct err *err)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	struct ruleset r = rules_of(s, version);
	bool done = true;
	long fd;

	if (version < 1) /* a kernel without it */
		return RC_OK;
	fd = syscall(SYS_landlock_create_ruleset, &r,
	    version >= 4 ? sizeof(r) : sizeof(r.fs), 0);
	if (fd < 0)
		return err_set(err, RC_DOWN, "landlock: %s", strerror(errno));
	for (size_t i = 0; done && i < s->count; i++)
		done = allow_path((int)fd, &s->paths[i], r.fs);
	if (done)
		done = syscall(SYS_landlock_restrict_self, (int)fd, 0) == 0;
	close((int)fd);
	return done ? RC_OK
		    : err_set(err, RC_DOWN, "landlock: %s", strerror(errno));
}

/* Memory that is written is never run: what is mapped to be run is not
 * written, and what was written is not made to run. */
static int
allow_memory(scmp_filter_ctx ctx)
{
	const struct scmp_arg_cmp no_write[] = {
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_WRITE, 0)};
	const struct scmp_arg_cmp no_exec[] = {
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)};

	return seccomp_rule_add_array(
		   ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, no_write) |
	       seccomp_rule_add_array(
		   ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, no_exec) |
	       seccomp_rule_add_array(
		   ctx, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_exec);
}

static int
allow_all(scmp_filter_ctx ctx, const int *calls, size_t n)
{
	int rc = 0;

	for (size_t i = 0; i < n; i++)
		rc |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, calls[i], 0);
	return rc;
}

static int
allow_calls(scmp_filter_ctx ctx, bool connects)
{
	static const int calls[] = {SCMP_SYS(read), SCMP_SYS(write),
	    SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(pread64),
	    SCMP_SYS(pwrite64), SCMP_SYS(recvfrom), SCMP_SYS(sendto),
	    SCMP_SYS(recvmsg), SCMP_SYS(sendmsg), SCMP_SYS(sendfile),
	    SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(epoll_create1),
	    SCMP_SYS(epoll_ctl), SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait),
	    SCMP_SYS(eventfd2), SCMP_SYS(accept4), SCMP_SYS(shutdown),
	    SCMP_SYS(getsockname), SCMP_SYS(getpeername), SCMP_SYS(setsockopt),
	    SCMP_SYS(getsockopt), SCMP_SYS(close), SCMP_SYS(dup),
	    SCMP_SYS(dup3), SCMP_SYS(fcntl), SCMP_SYS(flock), SCMP_SYS(lseek),
	    SCMP_SYS(fsync), SCMP_SYS(fdatasync), SCMP_SYS(ftruncate),
	    SCMP_SYS(fadvise64), SCMP_SYS(open), SCMP_SYS(openat),
	    SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(fstat),
	    SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(fstatfs),
	    SCMP_SYS(statfs), SCMP_SYS(access), SCMP_SYS(faccessat),
	    SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
	    SCMP_SYS(getcwd), SCMP_SYS(getdents64), SCMP_SYS(unlink),
	    SCMP_SYS(unlinkat), SCMP_SYS(fchmod), SCMP_SYS(brk),
	    SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
	    SCMP_SYS(mlock), SCMP_SYS(munlock), SCMP_SYS(futex),
	    SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(clone),
	    SCMP_SYS(clone3), SCMP_SYS(set_robust_list), SCMP_SYS(rseq),
	    SCMP_SYS(set_tid_address), SCMP_SYS(prctl), SCMP_SYS(getrandom),
	    SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep),
	    SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(getpid),
	    SCMP_SYS(getppid), SCMP_SYS(gettid), SCMP_SYS(getuid),
	    SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid),
	    SCMP_SYS(uname), SCMP_SYS(sysinfo), SCMP_SYS(getrusage),
	    SCMP_SYS(prlimit64), SCMP_SYS(tgkill), SCMP_SYS(rt_sigprocmask),
	    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigreturn),
	    SCMP_SYS(rt_sigtimedwait), SCMP_SYS(sigaltstack),
	    SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group)};
	static const int to_connect[] = {
	    SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind)};
	int rc = allow_memory(ctx) |
		 allow_all(ctx, calls, sizeof(calls) / sizeof(calls[0]));

	if (connects)
		rc |= allow_all(ctx, to_connect,
		    sizeof(to_connect) / sizeof(to_connect[0]));
	return rc;
}

static enum rc
limit_calls(const struct sandbox_server *s, struct err *err)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int rc;

	if (ctx == NULL)
		return err_set(err, RC_DOWN, "seccomp: no filter");
	rc = allow_calls(ctx, s->connects);
	if (rc == 0)
		rc = seccomp_load(ctx);
	seccomp_release(ctx);
	return rc == 0 ? RC_OK
		       : err_set(err, RC_DOWN, "seccomp: error %d", -rc);
}

enum rc
sandbox_serve(const struct sandbox_server *s, struct err *err)
{
	const struct rlimit no_core = {0, 0};
	enum rc rc;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return err_set(
		    err, RC_DOWN, "no_new_privs: %s", strerror(errno));
	prctl(PR_SET_DUMPABLE, 0);
	setrlimit(RLIMIT_CORE, &no_core);
	if (SANITIZED)
		return RC_OK;
	rc = limit_paths(s, err);
	return rc == RC_OK ? limit_calls(s, err) : rc;
}
