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

#include "base/xalloc.h"
#include "flow/parserchild.h"
#include "flow/parserring.h"
#include "mail/wire.h"
#include "model/limits.h"

#define PARSER_SECONDS 5  /* for one mail */
#define PARSER_LOOK_MS 10 /* what waits behind others is there, maybe */

_Static_assert(PARSER_WINDOW == PARSERRING_SLOTS, "a slot for each mail");

struct parser {
	bool brief;
	bool cold;    /* brief: the child is quick to start, and knows less */
	pid_t keeper; /* brief: the child */
	int control;  /* to the keeper, -1 while there is none */
	int fd;       /* to the child, -1 while there is none */
	struct parserring *ring;         /* with the child */
	struct str mails[PARSER_WINDOW]; /* on the way, round and round */
	size_t first, count;
	size_t sent; /* of count: handed over */
	bool files;  /* of the only one on the way its files are wanted */
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
send_order(int control, const int fd[PARSERCHILD_FILES])
{
	union {
		char bytes[CMSG_SPACE(PARSERCHILD_FILES * sizeof(int))];
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
	h->cmsg_len = CMSG_LEN(PARSERCHILD_FILES * sizeof(int));
	memcpy(CMSG_DATA(h), fd, PARSERCHILD_FILES * sizeof(int));
	return sendmsg(control, &msg, MSG_NOSIGNAL) == 1;
}

static enum rc
order_child(struct parser *p, const int fd[PARSERCHILD_FILES], struct err *err)
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
fork_child(struct parser *p, const int fd[PARSERCHILD_FILES], struct err *err)
{
	end_keeper(p);
	p->keeper = fork();
	if (p->keeper == 0)
		parserchild_serve(fd, p->cold);
	if (p->keeper < 0)
		return err_set(err, RC_DOWN, "fork: %s", strerror(errno));
	return RC_OK;
}

/* A fresh child; everything on the way is to be sent again. */
static enum rc
start_child(struct parser *p, struct err *err)
{
	int pair[2], theirs[PARSERCHILD_FILES];
	enum rc rc;

	if (p->fd >= 0)
		return RC_OK;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return err_set(err, RC_DOWN, "socketpair: %s", strerror(errno));
	theirs[0] = pair[1];
	rc = parserring_new(&p->ring, pair[0], &theirs[1], err);
	if (rc == RC_OK) {
		rc = p->brief ? fork_child(p, theirs, err)
			      : order_child(p, theirs, err);
		close(theirs[1]);
	}
	close(pair[1]);
	if (rc != RC_OK) {
		parserring_free(&p->ring);
		close(pair[0]);
		return rc;
	}
	p->fd = pair[0];
	p->sent = 0;
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
	parserring_free(&p->ring);
}

static enum rc
open_parser(bool brief, struct parser **out, struct err *err)
{
	struct parser *p = xcalloc(1, sizeof(*p));
	enum rc rc = RC_OK;

	p->brief = p->cold = brief;
	p->control = p->fd = -1;
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
	free(*p);
	*p = NULL;
}

static struct str
mail_at(const struct parser *p, size_t i)
{
	return p->mails[(p->first + i) % PARSER_WINDOW];
}

/* Hand over as much as there is room for. */
static void
push(struct parser *p)
{
	while (p->sent < p->count &&
	       (p->files ? parserring_put_files(p->ring, mail_at(p, p->sent))
			 : parserring_put(p->ring, mail_at(p, p->sent))))
		p->sent++;
}

/* Until the child says something; false when it is gone. */
static bool
listen_to(struct parser *p, int64_t ms)
{
	struct pollfd fd = {.fd = p->fd, .events = POLLIN};
	char bells[64];
	ssize_t n;

	if (ms > PARSER_LOOK_MS && p->count > 1)
		ms = PARSER_LOOK_MS;
	if (poll(&fd, 1, (int)ms) <= 0)
		return true; /* a signal, or the time: look again */
	n = recv(p->fd, bells, sizeof(bells), MSG_DONTWAIT);
	return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

/* The answer to the oldest mail; false when the child will not give it. */
static bool
await(struct parser *p, struct str *body, struct err *err)
{
	int64_t end = 0, left = PARSER_SECONDS * 1000;
	bool there = true;

	push(p);
	for (;;) {
		switch (parserring_look(p->ring, body)) {
		case PARSERRING_GIVEN:
			return true;
		case PARSERRING_BAD:
			err_set(err, RC_LATER,
			    "parser: the child answered nonsense");
			return false;
		case PARSERRING_NONE:
			break;
		}
		if (end == 0)
			end = now_ms() + left;
		left = end - now_ms();
		if (!there || left <= 0) {
			err_set(err, RC_LATER,
			    there ? "parser: the mail took too long"
				  : "parser: the child died");
			return false;
		}
		if (parserring_sleep(p->ring))
			there = listen_to(p, left);
	}
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

/* A copy: the child may still write where the answer lies. Of the oldest. */
static enum rc
take_answer(
    struct parser *p, struct arena *a, struct str *body, struct err *err)
{
	struct str given;
	enum rc rc = start_child(p, err);

	if (rc == RC_OK) {
		bool there = await(p, &given, err);

		if (!there && p->cold) {
			/* It may be no more than what that one did not know. */
			p->cold = false;
			drop_child(p);
			rc = start_child(p, err);
			there = rc == RC_OK && await(p, &given, err);
		}
		if (there) {
			*body = arena_dup(a, given); /* never empty */
			parserring_done(p->ring);
			p->sent--;
		} else {
			drop_child(p);
			rc = RC_LATER;
		}
	}
	p->first = (p->first + 1) % PARSER_WINDOW;
	p->count--;
	/* What waited for room goes while the caller works on this one. */
	if (p->fd >= 0)
		push(p);
	return rc;
}

static enum rc
refused(struct str body, struct err *err)
{
	return err_set(err, RC_BAD, "%.*s", STR_ARG(str_sub(body, 1, body.n)));
}

enum rc
parser_next(
    struct parser *p, struct arena *a, struct message **out, struct err *err)
{
	struct str body;
	enum rc rc;

	if (p->count == 0)
		return err_set(err, RC_MISS, "parser: no mail on the way");
	rc = take_answer(p, a, &body, err);
	if (rc != RC_OK)
		return rc;
	if (body.p[0] != (char)RC_OK)
		return refused(body, err);
	return wire_get(a, str_sub(body, 1, body.n), out, err);
}

enum rc
parser_files(struct parser *p, struct arena *a, struct str raw,
    struct message_file **out, size_t *count, struct err *err)
{
	struct str body;
	enum rc rc;

	if (p->count > 0)
		return err_set(err, RC_LATER, "parser: mails are on the way");
	p->files = true;
	rc = parser_submit(p, raw, err);
	if (rc == RC_OK)
		rc = take_answer(p, a, &body, err);
	p->files = false;
	if (rc != RC_OK)
		return rc;
	if (body.p[0] != (char)RC_OK)
		return refused(body, err);
	return wire_get_files(a, str_sub(body, 1, body.n), out, count, err);
}

enum rc
parser_read(struct parser *p, struct arena *a, struct str raw,
    struct message **out, struct err *err)
{
	enum rc rc = parser_submit(p, raw, err);

	return rc == RC_OK ? parser_next(p, a, out, err) : rc;
}
