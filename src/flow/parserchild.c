#include "flow/parserchild.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "flow/parserring.h"
#include "mail/charset.h"
#include "mail/message.h"
#include "mail/wire.h"
#include "model/limits.h"
#include "port/html.h"
#include "port/mime.h"
#include "port/sandbox.h"

#define CHILD_MEMORY ((size_t)512 << 20)

static void
answer(struct arena *a, struct str raw, bool files, struct buf *out)
{
	struct message *m;
	struct err why;
	enum rc rc;

	buf_clear(out);
	rc = files ? message_parse_files(a, raw, LIMIT_ENCLOSURES, &m, &why)
		   : message_parse(a, raw, &m, &why);
	buf_addc(out, (char)rc);
	if (rc == RC_OK && files)
		wire_put_files(out, m);
	else if (rc == RC_OK)
		wire_put(out, m);
	else
		buf_adds(out, why.text);
}

_Noreturn static void
serve(int fd, struct parserring *ring)
{
	struct arena *a = arena_new(LIMIT_MAIL_ARENA);
	struct err err;
	struct str raw;
	struct buf out;

	buf_init(&out, LIMIT_MAIL_WIRE);
	if (sandbox_enter(CHILD_MEMORY, &err) != RC_OK)
		_exit(2);
	while (parserring_next(ring, fd, &raw)) {
		answer(a, raw, parserring_wants_files(ring), &out);
		if (out.full || !parserring_answer(ring, fd, buf_str(&out)))
			break;
		arena_reset(a);
		if (out.cap > (1u << 20))
			buf_fini(&out);
	}
	_exit(0);
}

enum start {
	START_WARMED, /* by the keeper */
	START_WARM,
	START_COLD,
};

static void
end_cold(void)
{
	_exit(3);
}

static void
warm_up(enum start start)
{
	if (start == START_WARMED)
		return;
	if (start == START_COLD)
		charset_cold(end_cold);
	else
		charset_warm();
	html_warm();
	mime_warm();
}

/* The next order, and the descriptors that come along, or -1. False when it
 * was the last. */
static bool
next_order(int control, int fd[PARSERCHILD_FILES])
{
	union {
		char bytes[CMSG_SPACE(PARSERCHILD_FILES * sizeof(int))];
		struct cmsghdr align;
	} c = {0};
	char order = '\0';
	struct iovec iov = {&order, 1};
	struct msghdr msg = {.msg_iov = &iov,
	    .msg_iovlen = 1,
	    .msg_control = c.bytes,
	    .msg_controllen = sizeof(c.bytes)};
	struct cmsghdr *h;
	ssize_t n;

	fd[0] = fd[1] = -1;
	do
		n = recvmsg(control, &msg, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n != 1)
		return false;
	h = CMSG_FIRSTHDR(&msg);
	if (h != NULL && h->cmsg_type == SCM_RIGHTS &&
	    h->cmsg_len == CMSG_LEN(PARSERCHILD_FILES * sizeof(int)))
		memcpy(fd, CMSG_DATA(h), PARSERCHILD_FILES * sizeof(int));
	return order == PARSERCHILD_END || fd[0] >= 0;
}

static void
end_child(pid_t *pid)
{
	if (*pid <= 0)
		return;
	kill(*pid, SIGKILL);
	while (waitpid(*pid, NULL, 0) < 0 && errno == EINTR)
		;
	*pid = 0;
}

static void
plain_signals(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGCHLD, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	/* The terminal's interrupt is for the parent, which ends us. */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	signal(SIGHUP, SIG_IGN);
}

/* Just forked: away from all that is the parent's; the socket is 3 then. */
static int
settle_in(int fd)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	plain_signals();
	fd = sandbox_files(fd);
	if (fd < 0)
		_exit(2);
	return fd;
}

/* The memory first: nothing but the socket stays open. */
_Noreturn static void
be_child(const int fd[PARSERCHILD_FILES], enum start start)
{
	struct parserring *ring = parserring_join(fd[1]);
	int socket = settle_in(fd[0]);

	if (ring == NULL)
		_exit(2);
	warm_up(start);
	serve(socket, ring);
}

_Noreturn void
parserchild_serve(const int fd[PARSERCHILD_FILES], bool cold)
{
	be_child(fd, cold ? START_COLD : START_WARM);
}

_Noreturn void
parserchild_keep(int control)
{
	int fd[PARSERCHILD_FILES];
	pid_t child = 0;

	control = settle_in(control);
	warm_up(START_WARM);
	while (next_order(control, fd)) {
		end_child(&child);
		if (fd[0] < 0)
			continue;
		child = fork();
		if (child == 0)
			be_child(fd, START_WARMED);
		close(fd[0]);
		close(fd[1]);
	}
	end_child(&child);
	_exit(0);
}
