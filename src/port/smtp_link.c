#include "port/smtp_link.h"

#include <poll.h>
#include <string.h>

#include "model/limits.h"
#include "port/smtp_talk.h"

/* False when there is nothing more to read for now. */
static bool
pull(struct smtp_link *l)
{
	struct smtp_reply reply;
	ssize_t got;
	char *room;
	int whole;

	room = buf_reserve(&l->in, 4096);
	if (!room) {
		smtp_talk_lose(l, "reply without end");
		return false;
	}
	got = connect_recv(l->c, room, 4096);
	if (got < 0)
		smtp_talk_lose(l, "connection lost");
	if (got <= 0)
		return false;
	l->in.n += (size_t)got;
	while (l->stage != SMTP_GONE &&
	       (whole = smtp_reply_parse(
		    str_sub(buf_str(&l->in), l->read, l->in.n), &reply)) != 0) {
		if (whole < 0) {
			smtp_talk_lose(l, "not SMTP");
			return false;
		}
		l->read += reply.lines.n;
		smtp_talk_hear(l, &reply);
	}
	smtp_talk_wait(l);
	if (l->read > 0) {
		memmove(l->in.p, l->in.p + l->read, l->in.n - l->read);
		l->in.n -= l->read;
		l->read = 0;
	}
	return l->stage != SMTP_GONE && connect_holds(l->c);
}

/* The next piece of the mail into out. False: there is none. */
static bool
fill(struct smtp_link *l)
{
	buf_clear(&l->out);
	l->sent = 0;
	if (l->stage != SMTP_BODY)
		return false;
	l->dotted = smtp_text_stuff(&l->out, l->mail->bytes, &l->envelope.body,
	    &l->pos, LIMIT_SMTP_CHUNK);
	l->held = l->dotted;
	l->dot_end = l->out.n;
	return true;
}

/*
 * Where the stream cannot tell how much of a refused piece has left, the dot
 * ends a piece: it must be known whether it is out.
 */
static size_t
piece(const struct smtp_link *l)
{
	bool split = l->stage == SMTP_BODY && l->dotted && !connect_exact(l->c);

	return (split ? l->dot_end : l->out.n) - l->sent;
}

static void
moved(struct smtp_link *l, size_t n)
{
	l->sent += n;
	if (l->stage == SMTP_BODY && l->dotted && l->sent >= l->dot_end)
		l->stage = SMTP_DOT;
	smtp_talk_wait(l);
}

void
smtp_link_flush(struct smtp_link *l)
{
	ssize_t n;

	while (!l->held) {
		if (l->sent == l->out.n) {
			if (!fill(l))
				return;
			continue;
		}
		n = connect_send(l->c, l->out.p + l->sent, piece(l));
		if (n == 0)
			return;
		if (n < 0) {
			/* What it said last may be why it hung up. */
			while (l->stage != SMTP_GONE && pull(l))
				;
			if (l->stage != SMTP_GONE)
				smtp_talk_lose(l, "connection lost");
			return;
		}
		moved(l, (size_t)n);
	}
}

void
smtp_link_pump(struct smtp_link *l)
{
	smtp_link_flush(l);
	if (l->stage == SMTP_GONE)
		return;
	while (pull(l))
		continue;
	if (l->stage != SMTP_GONE)
		smtp_link_flush(l);
}

short
smtp_link_events(const struct smtp_link *l)
{
	if (l->sent < l->out.n || l->stage == SMTP_BODY)
		return POLLIN | POLLOUT;
	return POLLIN;
}

void
smtp_link_init(
    struct smtp_link *l, struct connect *c, struct str helo, int64_t timeout)
{
	memset(l, 0, sizeof(*l));
	l->c = c;
	l->stage = SMTP_EHLO;
	l->timeout = timeout;
	/* Doubled dots at the worst, and the commands before. */
	buf_init(&l->out, 2 * (size_t)LIMIT_SMTP_CHUNK + 4096);
	buf_init(&l->in, LIMIT_SMTP_REPLY);
	buf_adds(&l->out, "EHLO ");
	buf_add_str(&l->out, helo);
	buf_adds(&l->out, "\r\n");
	smtp_talk_wait(l);
}

void
smtp_link_fini(struct smtp_link *l)
{
	if (l->stage == SMTP_IDLE)
		(void)connect_send(l->c, "QUIT\r\n", 6);
	if (l->stage != SMTP_GONE)
		smtp_talk_lose(l, "closed");
	buf_fini(&l->out);
	buf_fini(&l->in);
}
