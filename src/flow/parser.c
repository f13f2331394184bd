#include "flow/parser.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "flow/parserchild.h"
#include "mail/wire.h"
#include "model/limits.h"

#define PARSER_SECONDS 5 /* for one mail */
#define READ_STEP      ((size_t)64 << 10)

struct parser {
	bool brief;
	pid_t keeper; /* brief: the child */
	int control;  /* to the keeper, -1 while there is none */
	int fd;       /* to the child, -1 while there is none */
	struct str mails[PARSER_WINDOW]; /* ring: on the way */
	size_t first, count;
	size_t sent;      /* of count: handed over in whole */
	size_t sent_part; /* bytes of the frame behind those */
	struct buf in;    /* of the child, not yet delivered */
	size_t used;      /* bytes at its front that are delivered */
};

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static enum rc
start_keeper(struct parser *p, struct err *err)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return err_set(err, RC_DOWN, "socketpair: %s", strerror(errno));
	p->keeper = fork();
	if (p->keeper == 0)
		parserchild_keep(pair[1]);
	close(pair[1]);
	if (p->keeper < 0) {
		close(pair[0]);
		return err_set(err, RC_DOWN, "fork: %s", strerror(errno));
	}
	p->control = pair[0];
	return RC_OK;
}

static void
end_keeper(struct parser *p)
{
	if (p->control >= 0)
		close(p->control);
	p->control = -1;
	if (p->keeper > 0 && p->brief)
		kill(p->keeper, SIGKILL);
	if (p->keeper > 0)
		while (waitpid(p->keeper, NULL, 0) < 0 && errno == EINTR)
			;
	p->keeper = 0;
}

static bool
send_order(int control, int fd)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} c = {0};
	char order = PARSERCHILD_START;
	struct iovec iov = {&order, 1};
	struct msghdr msg = {.msg_iov = &iov,
	    .msg_iovlen = 1,
	    .msg_control = c.bytes,
	    .msg_controllen = sizeof(c.bytes)};
	struct cmsghdr *h = CMSG_FIRSTHDR(&msg);

	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = SCM_RIGHTS;
	h->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(h), &fd, sizeof(fd));
	return sendmsg(control, &msg, MSG_NOSIGNAL) == 1;
}

static enum rc
order_child(struct parser *p, int fd, struct err *err)
{
	enum rc rc;

	if (p->control >= 0 && send_order(p->control, fd))
		return RC_OK;
	/* The keeper is gone: a new one, as clean as we are now. */
	end_keeper(p);
	rc = start_keeper(p, err);
	if (rc == RC_OK && !send_order(p->control, fd))
		rc = err_set(err, RC_DOWN, "parser: no child");
	return rc;
}

static enum rc
fork_child(struct parser *p, int fd, struct err *err)
{
	end_keeper(p);
	p->keeper = fork();
	if (p->keeper == 0)
		parserchild_serve(fd);
	if (p->keeper < 0)
		return err_set(err, RC_DOWN, "fork: %s", strerror(errno));
	return RC_OK;
}

/* A fresh child; everything on the way is to be sent again. */
static enum rc
start_child(struct parser *p, struct err *err)
{
	int pair[2];
	enum rc rc;

	if (p->fd >= 0)
		return RC_OK;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return err_set(err, RC_DOWN, "socketpair: %s", strerror(errno));
	rc = p->brief ? fork_child(p, pair[1], err)
		      : order_child(p, pair[1], err);
	close(pair[1]);
	if (rc != RC_OK) {
		close(pair[0]);
		return rc;
	}
	p->fd = pair[0];
	p->sent = p->sent_part = p->used = 0;
	buf_clear(&p->in);
	return RC_OK;
}

static void
drop_child(struct parser *p)
{
	char order = PARSERCHILD_END;

	/* A child that hangs does not see that we are gone. */
	if (p->control >= 0)
		send(p->control, &order, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (p->fd >= 0)
		close(p->fd);
	p->fd = -1;
}

static enum rc
open_parser(bool brief, struct parser **out, struct err *err)
{
	struct parser *p = xcalloc(1, sizeof(*p));
	enum rc rc = RC_OK;

	p->brief = brief;
	p->control = p->fd = -1;
	buf_init(&p->in, (size_t)LIMIT_MAIL_WIRE + 2 * READ_STEP);
	if (!brief)
		rc = start_keeper(p, err);
	if (rc == RC_OK)
		rc = start_child(p, err);
	if (rc != RC_OK) {
		parser_close(&p);
		return rc;
	}
	*out = p;
	return RC_OK;
}

enum rc
parser_open(struct parser **out, struct err *err)
{
	return open_parser(false, out, err);
}

enum rc
parser_open_brief(struct parser **out, struct err *err)
{
	return open_parser(true, out, err);
}

void
parser_close(struct parser **p)
{
	if (*p == NULL)
		return;
	drop_child(*p);
	/* A brief one's child is killed, but nobody waits for it to be gone. */
	if ((*p)->brief && (*p)->keeper > 0)
		kill((*p)->keeper, SIGKILL);
	else
		end_keeper(*p);
	buf_fini(&(*p)->in);
	free(*p);
	*p = NULL;
}

static struct str
mail_at(const struct parser *p, size_t i)
{
	return p->mails[(p->first + i) % PARSER_WINDOW];
}

/* Send as much as goes without waiting; false when the child is gone. */
static bool
push(struct parser *p)
{
	while (p->sent < p->count) {
		struct str raw = mail_at(p, p->sent);
		uint32_t n = (uint32_t)raw.n;
		size_t done = p->sent_part, head = sizeof(n);
		struct iovec iov[2] = {
		    {(char *)&n, head}, {(char *)raw.p, raw.n}};
		struct msghdr msg = {.msg_iov = iov, .msg_iovlen = 2};
		ssize_t k;

		if (done < head) {
			iov[0].iov_base = (char *)&n + done;
			iov[0].iov_len = head - done;
		} else {
			iov[1].iov_base = (char *)raw.p + (done - head);
			iov[1].iov_len = raw.n - (done - head);
			msg.msg_iov = iov + 1;
			msg.msg_iovlen = 1;
		}
		k = sendmsg(p->fd, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (k < 0)
			return errno == EAGAIN || errno == EINTR;
		p->sent_part += (size_t)k;
		if (p->sent_part == head + raw.n) {
			p->sent++;
			p->sent_part = 0;
		}
	}
	return true;
}

/* Read what is there; false when the child is gone. */
static bool
pull(struct parser *p)
{
	char *to;
	ssize_t k;

	if (p->used == p->in.n) {
		buf_clear(&p->in);
		p->used = 0;
	} else if (p->used && p->in.n + READ_STEP > p->in.cap) {
		p->in.n -= p->used;
		memmove(p->in.p, p->in.p + p->used, p->in.n);
		p->used = 0;
	}
	to = buf_reserve(&p->in, READ_STEP);
	if (to == NULL)
		return false;
	k = recv(p->fd, to, READ_STEP, MSG_DONTWAIT);
	if (k < 0)
		return errno == EAGAIN || errno == EINTR;
	p->in.n += (size_t)k;
	return k > 0;
}

/* One whole frame at the front of the input? */
static bool
frame(struct parser *p, struct str *body, bool *bad)
{
	size_t have = p->in.n - p->used;
	uint32_t n;

	if (have < sizeof(n))
		return false;
	memcpy(&n, p->in.p + p->used, sizeof(n));
	if (n == 0 || n > LIMIT_MAIL_WIRE) {
		*bad = true;
		return false;
	}
	if (have - sizeof(n) < n)
		return false;
	*body = (struct str){p->in.p + p->used + sizeof(n), n};
	p->used += sizeof(n) + n;
	return true;
}

/* The answer to the oldest mail; false when the child will not give it. */
static bool
await(struct parser *p, struct str *body, struct err *err)
{
	int64_t end = now_ms() + PARSER_SECONDS * 1000;
	bool bad = false;

	while (!frame(p, body, &bad)) {
		struct pollfd fd = {.fd = p->fd, .events = POLLIN};
		int64_t left = end - now_ms();

		if (bad || left <= 0) {
			err_set(err, RC_LATER,
			    bad ? "parser: the child answered nonsense"
				: "parser: the mail took too long");
			return false;
		}
		if (p->sent < p->count)
			fd.events |= POLLOUT;
		if (poll(&fd, 1, (int)left) < 0)
			fd.revents = 0; /* a signal: look again */
		if (((fd.revents & POLLOUT) && !push(p)) ||
		    ((fd.revents & (POLLIN | POLLHUP | POLLERR)) && !pull(p))) {
			err_set(err, RC_LATER, "parser: the child died");
			return false;
		}
	}
	return true;
}

enum rc
parser_submit(struct parser *p, struct str raw, struct err *err)
{
	enum rc rc;

	if (p->count == PARSER_WINDOW)
		return err_set(err, RC_LATER, "parser: too many mails");
	if (raw.n > LIMIT_MAIL_RAW)
		return err_set(err, RC_BAD, "mail of %zu bytes", raw.n);
	rc = start_child(p, err);
	if (rc != RC_OK)
		return rc;
	p->mails[(p->first + p->count++) % PARSER_WINDOW] = raw;
	/* A child that died is found by parser_next. */
	push(p);
	return RC_OK;
}

static enum rc
open_answer(
    struct arena *a, struct str body, struct message **out, struct err *err)
{
	struct str rest = {body.p + 1, body.n - 1}; /* never empty */

	if (body.p[0] == (char)RC_OK)
		return wire_get(a, rest, out, err);
	return err_set(err, RC_BAD, "%.*s", STR_ARG(rest));
}

enum rc
parser_next(
    struct parser *p, struct arena *a, struct message **out, struct err *err)
{
	struct str body;
	enum rc rc;

	if (p->count == 0)
		return err_set(err, RC_MISS, "parser: no mail on the way");
	rc = start_child(p, err);
	if (rc == RC_OK) {
		if (await(p, &body, err)) {
			rc = open_answer(a, body, out, err);
			p->sent--;
		} else {
			drop_child(p);
			rc = RC_LATER;
		}
	}
	p->first = (p->first + 1) % PARSER_WINDOW;
	p->count--;
	return rc;
}

enum rc
parser_read(struct parser *p, struct arena *a, struct str raw,
    struct message **out, struct err *err)
{
	enum rc rc = parser_submit(p, raw, err);

	return rc == RC_OK ? parser_next(p, a, out, err) : rc;
}
