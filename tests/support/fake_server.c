#include "fake_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/xalloc.h"

#define TOGETHER_MAX 16
#define PATIENCE     8000 /* milliseconds for any one thing */

struct play {
	struct fake *fake;
	pthread_t thread;
	int fd;
	char line[8192];
	size_t n; /* bytes of the line in the making */
	char tag[64];
	char in[65536];
	size_t in_at;
	size_t in_n;
};

struct fake {
	const struct fake_step *steps;
	size_t count;
	unsigned together;
	int listener;
	int port;
	pthread_mutex_t lock;
	struct buf heard;
	char why[256];
	bool stopped;
	struct play play[TOGETHER_MAX];
};

static bool
wrong(struct play *p, const char *what, const char *more)
{
	pthread_mutex_lock(&p->fake->lock);
	if (!p->fake->why[0])
		snprintf(p->fake->why, sizeof(p->fake->why), "%s: %.200s", what,
		    more ? more : "");
	pthread_mutex_unlock(&p->fake->lock);
	return false;
}

static bool
ready(int fd, short events)
{
	struct pollfd pfd = {.fd = fd, .events = events};

	return poll(&pfd, 1, PATIENCE) > 0;
}

/* One byte; -1 at the end. */
static int
get(struct play *p)
{
	ssize_t n;

	if (p->in_at < p->in_n)
		return (unsigned char)p->in[p->in_at++];
	if (p->fd < 0 || !ready(p->fd, POLLIN))
		return -1;
	n = recv(p->fd, p->in, sizeof(p->in), 0);
	if (n <= 0)
		return -1;
	pthread_mutex_lock(&p->fake->lock);
	buf_add(&p->fake->heard, p->in, (size_t)n);
	pthread_mutex_unlock(&p->fake->lock);
	p->in_n = (size_t)n;
	p->in_at = 1;
	return (unsigned char)p->in[0];
}

static bool
get_line(struct play *p)
{
	int ch;

	p->n = 0;
	while ((ch = get(p)) != '\n') {
		if (ch < 0)
			return false;
		if (p->n + 1 < sizeof(p->line))
			p->line[p->n++] = (char)ch;
	}
	if (p->n > 0 && p->line[p->n - 1] == '\r')
		p->n--;
	p->line[p->n] = '\0';
	return true;
}

/* The other side may be gone already, which is its right. */
static void
put(struct play *p, const char *text, size_t n)
{
	while (n > 0 && ready(p->fd, POLLOUT)) {
		ssize_t sent = send(p->fd, text, n, MSG_NOSIGNAL);

		if (sent <= 0)
			return;
		text += sent;
		n -= (size_t)sent;
	}
}

static void
say(struct play *p, const char *text)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	for (; *text; text++) {
		if (text[0] == '%' && text[1] == 'T') {
			buf_adds(&b, p->tag);
			text++;
		} else {
			buf_addc(&b, *text);
		}
	}
	put(p, b.p, b.n);
	buf_fini(&b);
}

static bool
hear(struct play *p, const char *text)
{
	if (!get_line(p))
		return wrong(p, "closed while waiting for", text);
	snprintf(p->tag, sizeof(p->tag), "%.*s", (int)strcspn(p->line, " "),
	    p->line);
	if (strncmp(p->line, text, strlen(text)) == 0)
		return true;
	return wrong(p, text, p->line);
}

static void
hang_up(struct play *p, bool reset)
{
	struct linger now = {.l_onoff = 1};

	if (p->fd < 0)
		return;
	if (reset)
		setsockopt(p->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(p->fd);
	p->fd = -1;
	p->in_at = p->in_n = 0;
}

static bool
answer(struct play *p)
{
	hang_up(p, false);
	if (!ready(p->fake->listener, POLLIN))
		return wrong(p, "nobody connects", NULL);
	p->fd = accept(p->fake->listener, NULL, NULL);
	return p->fd >= 0 || wrong(p, "accept", strerror(errno));
}

static bool
hear_dot(struct play *p)
{
	do {
		if (!get_line(p))
			return wrong(p, "closed before the dot", NULL);
	} while (strcmp(p->line, ".") != 0);
	return true;
}

static bool
quiet(struct play *p, long ms)
{
	struct pollfd pfd = {.fd = p->fd, .events = POLLIN};

	if (p->in_at < p->in_n || poll(&pfd, 1, (int)ms) > 0)
		return wrong(p, "spoke too early", NULL);
	return true;
}

static bool
step(struct play *p, const struct fake_step *s)
{
	struct timespec ts = {s->n / 1000, s->n % 1000 * 1000000};

	switch (s->op) {
	case FAKE_SAY:
		say(p, s->text);
		return true;
	case FAKE_HEAR:
		return hear(p, s->text);
	case FAKE_DOT:
		return hear_dot(p);
	case FAKE_BYTES:
		for (long i = 0; i < s->n; i++) {
			if (get(p) < 0)
				return wrong(p, "closed too early", NULL);
		}
		return true;
	case FAKE_PAUSE:
		nanosleep(&ts, NULL);
		return true;
	case FAKE_QUIET:
		return quiet(p, s->n);
	case FAKE_FLOOD:
		for (long i = 0; i < s->n; i++)
			put(p, s->text, strlen(s->text));
		return true;
	case FAKE_CUT:
	case FAKE_RESET:
		hang_up(p, s->op == FAKE_RESET);
		return true;
	case FAKE_NEXT:
		return answer(p);
	case FAKE_GONE:
		return get(p) < 0 || wrong(p, "went on speaking", NULL);
	}
	return true;
}

static void *
play(void *ctx)
{
	struct play *p = ctx;
	bool ok = answer(p);

	for (size_t i = 0; ok && i < p->fake->count; i++)
		ok = step(p, &p->fake->steps[i]);
	/* Hear what is still said, so that closing is no reset. */
	if (p->fd >= 0) {
		shutdown(p->fd, SHUT_WR);
		while (ok && get(p) >= 0)
			p->in_at = p->in_n;
	}
	hang_up(p, false);
	return NULL;
}

struct fake *
fake_start(const struct fake_step *steps, size_t n, unsigned together)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	socklen_t len = sizeof(in);
	struct fake *f = xcalloc(1, sizeof(*f));

	f->steps = steps;
	f->count = n;
	f->together = together > 0 ? together : 1;
	pthread_mutex_init(&f->lock, NULL);
	buf_init(&f->heard, 64u << 20);
	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	f->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (f->listener < 0 || f->together > TOGETHER_MAX ||
	    bind(f->listener, (struct sockaddr *)&in, len) != 0 ||
	    listen(f->listener, 16) != 0 ||
	    getsockname(f->listener, (struct sockaddr *)&in, &len) != 0)
		xdie("fake_server: %s", strerror(errno));
	f->port = ntohs(in.sin_port);
	for (unsigned i = 0; i < f->together; i++) {
		f->play[i].fake = f;
		f->play[i].fd = -1;
		if (pthread_create(
			&f->play[i].thread, NULL, play, &f->play[i]) != 0)
			xdie("fake_server: no thread");
	}
	return f;
}

int
fake_port(const struct fake *f)
{
	return f->port;
}

const char *
fake_stop(struct fake *f)
{
	if (!f->stopped) {
		for (unsigned i = 0; i < f->together; i++)
			pthread_join(f->play[i].thread, NULL);
		close(f->listener);
		f->stopped = true;
	}
	return f->why[0] ? f->why : NULL;
}

struct str
fake_heard(const struct fake *f)
{
	return buf_str(&f->heard);
}

void
fake_free(struct fake **f)
{
	if (!*f)
		return;
	(void)fake_stop(*f);
	buf_fini(&(*f)->heard);
	pthread_mutex_destroy(&(*f)->lock);
	free(*f);
	*f = NULL;
}
