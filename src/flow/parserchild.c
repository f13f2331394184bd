#include "flow/parserchild.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "mail/charset.h"
#include "mail/message.h"
#include "mail/wire.h"
#include "model/limits.h"
#include "port/html.h"
#include "port/mime.h"
#include "port/sandbox.h"

#define CHILD_MEMORY ((size_t)512 << 20)
#define READ_STEP    ((size_t)64 << 10)

/* Input that was read but not yet worked on. */
struct input {
	int fd;
	struct buf buf;
	size_t used; /* bytes at the front that are done with */
};

static bool
send_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t k = send(fd, p, n, MSG_NOSIGNAL);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

/* At least n unused bytes, or false at the end of the stream. */
static bool
have(struct input *in, size_t n)
{
	while (in->buf.n - in->used < n) {
		size_t want = n - (in->buf.n - in->used);
		ssize_t k;
		char *to;

		if (in->used == in->buf.n) {
			buf_clear(&in->buf);
			in->used = 0;
		}
		if (want < READ_STEP)
			want = READ_STEP;
		to = buf_reserve(&in->buf, want);
		if (to == NULL)
			return false;
		k = recv(in->fd, to, want, 0);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		in->buf.n += (size_t)k;
	}
	return true;
}

static bool
next_mail(struct input *in, struct str *raw)
{
	uint32_t n;

	if (!have(in, sizeof(n)))
		return false;
	memcpy(&n, in->buf.p + in->used, sizeof(n));
	if (n > LIMIT_MAIL_RAW)
		return false;
	/* What was done with makes room when a mail would not fit behind. */
	if (in->used && in->used + sizeof(n) + n > in->buf.cap / 2) {
		in->buf.n -= in->used;
		memmove(in->buf.p, in->buf.p + in->used, in->buf.n);
		in->used = 0;
	}
	if (!have(in, sizeof(n) + n))
		return false;
	*raw = (struct str){in->buf.p + in->used + sizeof(n), n};
	in->used += sizeof(n) + n;
	return true;
}

static void
answer(struct arena *a, struct str raw, struct buf *out)
{
	struct message *m;
	struct err why;
	uint32_t n = 0;
	enum rc rc;

	buf_clear(out);
	buf_add(out, &n, sizeof(n));
	rc = message_parse(a, raw, &m, &why);
	buf_addc(out, (char)rc);
	if (rc == RC_OK)
		wire_put(out, m);
	else
		buf_adds(out, why.text);
	n = (uint32_t)(out->n - sizeof(n));
	memcpy(out->p, &n, sizeof(n));
}

_Noreturn static void
serve(int fd)
{
	struct arena *a = arena_new(LIMIT_MAIL_ARENA);
	struct input in = {.fd = fd};
	struct err err;
	struct str raw;
	struct buf out;

	buf_init(&in.buf, 2 * (size_t)LIMIT_MAIL_RAW + 2 * READ_STEP);
	buf_init(&out, LIMIT_MAIL_WIRE);
	if (sandbox_enter(CHILD_MEMORY, &err) != RC_OK)
		_exit(2);
	while (next_mail(&in, &raw)) {
		answer(a, raw, &out);
		if (out.full || !send_all(fd, out.p, out.n))
			break;
		arena_reset(a);
		if (out.cap > (1u << 20))
			buf_fini(&out);
	}
	_exit(0);
}

static void
warm_up(void)
{
	charset_warm();
	html_warm();
	mime_warm();
}

/* The next order, with the descriptor that comes along or -1. False when it
 * was the last. */
static bool
next_order(int control, int *fd)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
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

	*fd = -1;
	do
		n = recvmsg(control, &msg, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n != 1)
		return false;
	h = CMSG_FIRSTHDR(&msg);
	if (h != NULL && h->cmsg_type == SCM_RIGHTS)
		memcpy(fd, CMSG_DATA(h), sizeof(*fd));
	return order == PARSERCHILD_END || *fd >= 0;
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

_Noreturn void
parserchild_serve(int fd)
{
	fd = settle_in(fd);
	warm_up();
	serve(fd);
}

_Noreturn void
parserchild_keep(int control)
{
	pid_t child = 0;
	int fd;

	control = settle_in(control);
	warm_up();
	while (next_order(control, &fd)) {
		end_child(&child);
		if (fd < 0)
			continue;
		child = fork();
		if (child == 0)
			serve(settle_in(fd));
		close(fd);
	}
	end_child(&child);
	_exit(0);
}
