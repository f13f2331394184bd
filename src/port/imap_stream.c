#include "port/imap_stream.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/limits.h"

/*
 * libetpan 1.9.4 frees a list that it never made when a flag in
 * PERMANENTFLAGS is none: clist_foreach(NULL), then clist_free(NULL). It calls
 * both through the dynamic linker, so these two, which bear that, take their
 * place in the whole program.
 */
void
clist_foreach(clist *list, clist_func func, void *data)
{
	clistiter *next;

	for (clistiter *i = list ? clist_begin(list) : NULL; i; i = next) {
		next = clist_next(i);
		func(clist_content(i), data);
	}
}

void
clist_free(clist *list)
{
	clistiter *next;

	for (clistiter *i = list ? clist_begin(list) : NULL; i; i = next) {
		next = clist_next(i);
		free(i);
	}
	free(list);
}

/* libcurl logged in already; libetpan wants to be greeted. */
static const char greeting[] = "* PREAUTH ready\r\n";

static ssize_t
end(struct imap_stream *st, const char *why)
{
	if (!st->why)
		st->why = why;
	return -1;
}

static ssize_t
receive(struct imap_stream *st, void *p, size_t n)
{
	ssize_t got;

	if (st->why)
		return -1;
	if (st->guard.left == 0)
		return end(st, "the server says too much");
	if (n > st->guard.left)
		n = (size_t)st->guard.left;
	got = connect_recv(st->c, p, n);
	if (got < 0)
		return end(st, "connection lost");
	if (got > 0 && !imap_guard(&st->guard, p, (size_t)got))
		return end(st, "answer too large or too deep");
	return got;
}

static ssize_t
from_memory(const char *src, size_t len, size_t *at, void *p, size_t n)
{
	if (n > len - *at)
		n = len - *at;
	memcpy(p, src + *at, n);
	*at += n;
	return (ssize_t)n;
}

static ssize_t
low_read(mailstream_low *low, void *p, size_t n)
{
	struct imap_stream *st = low->data;
	ssize_t got;

	if (st->greeted < sizeof(greeting) - 1)
		return from_memory(
		    greeting, sizeof(greeting) - 1, &st->greeted, p, n);
	if (st->ahead_at < st->ahead_n)
		return from_memory(st->ahead, st->ahead_n, &st->ahead_at, p, n);
	/* Never 0: libetpan would take the end of the file for patience. */
	while ((got = receive(st, p, n)) == 0) {
		if (connect_wait(st->c, POLLIN, st->timeout, -1) != RC_OK)
			return end(st, "no answer in time");
	}
	return got;
}

static ssize_t
low_write(mailstream_low *low, const void *p, size_t n)
{
	struct imap_stream *st = low->data;
	ssize_t sent;

	if (st->why)
		return -1;
	while ((sent = connect_send(st->c, p, n)) == 0 && n > 0) {
		if (connect_wait(st->c, POLLOUT, st->timeout, -1) != RC_OK)
			return end(st, "the server does not listen");
	}
	return sent < 0 ? end(st, "connection lost") : sent;
}

static int
low_close(mailstream_low *low)
{
	(void)low;
	return 0;
}

static int
low_fd(mailstream_low *low)
{
	const struct imap_stream *st = low->data;

	return connect_fd(st->c);
}

static void
low_free(mailstream_low *low)
{
	free(low);
}

static void
low_cancel(mailstream_low *low)
{
	(void)low;
}

static mailstream_low_driver driver = {
    .mailstream_read = low_read,
    .mailstream_write = low_write,
    .mailstream_close = low_close,
    .mailstream_get_fd = low_fd,
    .mailstream_free = low_free,
    .mailstream_cancel = low_cancel,
};

mailstream *
imap_stream_new(struct imap_stream *st, struct connect *c, int64_t timeout)
{
	mailstream_low *low;
	mailstream *stream;

	memset(st, 0, sizeof(*st));
	st->c = c;
	st->timeout = timeout;
	imap_stream_allow(st, LIMIT_IMAP_ANSWER);
	low = mailstream_low_new(st, &driver);
	stream = low ? mailstream_new(low, 64 * 1024) : NULL;
	if (!stream)
		xdie("out of memory");
	return stream;
}

void
imap_stream_allow(struct imap_stream *st, uint64_t bytes)
{
	st->guard.left = bytes;
	connect_allow(st->c, bytes);
}

int
imap_stream_ready(struct imap_stream *st, mailstream *stream)
{
	ssize_t got;

	if (stream->read_buffer_len > 0 || st->ahead_at < st->ahead_n)
		return 1;
	got = receive(st, st->ahead, sizeof(st->ahead));
	st->ahead_at = 0;
	st->ahead_n = got > 0 ? (size_t)got : 0;
	return got > 0 ? 1 : (int)got;
}
