#include "port/smtp_link.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "model/limits.h"
#include "port/smtp_reply.h"

static void
note(struct smtp_link *l, struct str text)
{
	size_t n = text.n < sizeof(l->text) ? text.n : sizeof(l->text) - 1;

	for (size_t i = 0; i < n; i++) {
		unsigned char ch = (unsigned char)text.p[i];

		l->text[i] = ch < 0x20 || ch == 0x7f ? ' ' : text.p[i];
	}
	l->text[n] = '\0';
}

static void
touch(struct smtp_link *l)
{
	/* RFC 5321, 4.5.3.2.6: the reply to the final dot takes longest, and
	 * giving up on it is what makes doubles. */
	int64_t factor = l->stage == SMTP_DOT ? 10 : 1;

	l->deadline = connect_clock() + factor * l->timeout;
}

static void
settle(
    struct smtp_mail *m, enum smtp_outcome outcome, int code, const char *text)
{
	m->outcome = outcome;
	m->code = code;
	snprintf(m->reply, sizeof(m->reply), "%s", text);
	m->settled = true;
}

/* The mail is over and the connection stays. */
static void
finish(struct smtp_link *l, enum smtp_outcome outcome, int code)
{
	settle(l->mail, outcome, code, l->text);
	l->mail = NULL;
	l->stage = SMTP_IDLE;
	l->decided++;
}

static enum smtp_outcome
by_code(int code)
{
	return code >= 500 ? SMTP_FAILED : SMTP_DEFERRED;
}

void
smtp_link_lose(struct smtp_link *l, const char *why)
{
	bool untouched = l->stage >= SMTP_RSET && l->stage <= SMTP_DATA &&
			 (l->code == 421 || (l->code == 0 && l->rested));

	if (l->code == 0)
		note(l, str_of(why));
	if (l->mail && l->code != 0)
		settle(l->mail, by_code(l->code), l->code, l->text);
	else if (l->mail)
		settle(l->mail,
		    l->stage == SMTP_DOT ? SMTP_UNCERTAIN : SMTP_DEFERRED, 0,
		    l->text);
	if (l->mail && untouched) {
		l->mail->settled = false;
		l->again = true;
	}
	connect_close(&l->c);
	l->stage = SMTP_GONE;
}

static bool
sends_command(const struct smtp_link *l, enum smtp_stage stage)
{
	return l->offer.pipelining || l->stage == stage;
}

/*
 * Queue the commands from the present stage on: all up to DATA when the
 * server takes them in one go (RFC 2920), else only the present one.
 */
static void
say(struct smtp_link *l)
{
	const struct smtp_mail *m = l->mail;
	bool utf8 = false;

	(void)smtp_text_address(m->from, true, &utf8);
	(void)smtp_text_address(m->to, false, &utf8);
	if (l->stage == SMTP_RSET)
		buf_adds(&l->out, "RSET\r\n");
	if (sends_command(l, SMTP_MAIL)) {
		buf_adds(&l->out, "MAIL FROM:<");
		buf_add_str(&l->out, m->from);
		buf_adds(&l->out, ">");
		if (l->offer.sized)
			buf_fmt(&l->out, " SIZE=%zu", m->bytes.n);
		if (l->offer.eightbit && (l->body.eight || utf8))
			buf_adds(&l->out, " BODY=8BITMIME");
		buf_adds(&l->out, utf8 ? " SMTPUTF8\r\n" : "\r\n");
	}
	if (sends_command(l, SMTP_RCPT)) {
		buf_adds(&l->out, "RCPT TO:<");
		buf_add_str(&l->out, m->to);
		buf_adds(&l->out, ">\r\n");
	}
	if (sends_command(l, SMTP_DATA))
		buf_adds(&l->out, "DATA\r\n");
}

/* To the next stage; its command is out already when pipelined. */
static void
go(struct smtp_link *l, enum smtp_stage stage)
{
	l->stage = stage;
	if (!l->offer.pipelining)
		say(l);
}

bool
smtp_link_begin(struct smtp_link *l, struct smtp_mail *mail)
{
	bool utf8 = false;
	const char *why = smtp_text_address(mail->from, true, &utf8);

	if (!why)
		why = smtp_text_address(mail->to, false, &utf8);
	if (!why)
		why = smtp_text_check(mail->bytes, &l->body);
	if (!why && utf8 && !l->offer.utf8)
		why = "the server takes no UTF-8 addresses";
	if (!why && l->offer.size > 0 && mail->bytes.n > l->offer.size)
		why = "larger than the server takes";
	if (why) {
		settle(mail, SMTP_FAILED, 0, why);
		return false;
	}
	l->mail = mail;
	l->pos = 0;
	l->dotted = false;
	l->held = false;
	l->code = 0;
	l->text[0] = '\0';
	l->stage = l->dirty ? SMTP_RSET : SMTP_MAIL;
	l->dirty = false;
	connect_allow(l->c, LIMIT_LINK_BYTES);
	say(l);
	touch(l);
	return true;
}

/* One refusal decides; what the server says to the rest is its echo. */
static void
refuse(struct smtp_link *l, int code, struct str text)
{
	if (l->code != 0)
		return;
	l->code = code;
	note(l, text);
}

static void
on_data(struct smtp_link *l, int code, struct str text)
{
	if (code == 354 && l->code == 0) {
		l->stage = SMTP_BODY;
	} else if (code == 354) {
		/* RFC 2920, 3.1: taken though nobody receives it. */
		l->stage = SMTP_EMPTY;
		buf_adds(&l->out, ".\r\n");
	} else if (code >= 400) {
		refuse(l, code, text);
		l->dirty = true;
		finish(l, by_code(l->code), l->code);
	} else {
		smtp_link_lose(l, "DATA answered with neither 354 nor no");
	}
}

static void
on_envelope(struct smtp_link *l, int code, struct str text)
{
	if (code >= 400)
		refuse(l, code, text);
	else if (code >= 300) {
		smtp_link_lose(l, "reply out of turn");
		return;
	}
	if (l->code != 0 && l->stage == SMTP_RSET) {
		l->code = 0;
		smtp_link_lose(l, "RSET refused");
	} else if (l->code != 0 && !l->offer.pipelining) {
		l->dirty = true;
		finish(l, by_code(l->code), l->code);
	} else {
		go(l, (enum smtp_stage)(l->stage + 1));
	}
}

static void
on_dot(struct smtp_link *l, int code, struct str text)
{
	note(l, text);
	if (code >= 400)
		finish(l, by_code(code), code);
	else if (code >= 200 && code < 300)
		finish(l, SMTP_ACCEPTED, code);
	else
		smtp_link_lose(l, "reply out of turn");
}

static void
on_ehlo(struct smtp_link *l, const struct smtp_reply *reply)
{
	if (reply->code >= 300) {
		refuse(l, reply->code, reply->text);
		smtp_link_lose(l, "EHLO refused");
		return;
	}
	smtp_reply_offer(reply, &l->offer);
	l->stage = SMTP_IDLE;
}

static void
on_reply(struct smtp_link *l, const struct smtp_reply *reply)
{
	struct str text = reply->text;
	int code = reply->code;

	l->rested = false;
	if (code == 421) {
		refuse(l, code, text);
		smtp_link_lose(l, "421");
		return;
	}
	switch (l->stage) {
	case SMTP_EHLO:
		on_ehlo(l, reply);
		break;
	case SMTP_RSET:
	case SMTP_MAIL:
	case SMTP_RCPT:
		on_envelope(l, code, text);
		break;
	case SMTP_DATA:
		on_data(l, code, text);
		break;
	case SMTP_BODY:
		/* It will not listen to the end of the mail. */
		if (code >= 400)
			refuse(l, code, text);
		smtp_link_lose(l, "reply before the end of the mail");
		break;
	case SMTP_DOT:
		on_dot(l, code, text);
		break;
	case SMTP_EMPTY:
		l->dirty = true;
		finish(l, by_code(l->code), l->code);
		break;
	case SMTP_IDLE:
		smtp_link_lose(l, "reply out of turn");
		break;
	case SMTP_GONE:
		break;
	}
}

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
		smtp_link_lose(l, "reply without end");
		return false;
	}
	got = connect_recv(l->c, room, 4096);
	if (got < 0)
		smtp_link_lose(l, "connection lost");
	if (got <= 0)
		return false;
	l->in.n += (size_t)got;
	touch(l);
	while (l->stage != SMTP_GONE &&
	       (whole = smtp_reply_parse(
		    str_sub(buf_str(&l->in), l->read, l->in.n), &reply)) != 0) {
		if (whole < 0) {
			smtp_link_lose(l, "not SMTP");
			return false;
		}
		l->read += reply.lines.n;
		on_reply(l, &reply);
	}
	if (l->read > 0) {
		memmove(l->in.p, l->in.p + l->read, l->in.n - l->read);
		l->in.n -= l->read;
		l->read = 0;
	}
	return l->stage != SMTP_GONE && connect_holds(l->c);
}

void
smtp_link_flush(struct smtp_link *l)
{
	ssize_t n;

	while (!l->held) {
		if (l->sent == l->out.n) {
			buf_clear(&l->out);
			l->sent = 0;
			if (l->stage != SMTP_BODY)
				return;
			if (l->dotted) {
				l->stage = SMTP_DOT;
				touch(l);
				return;
			}
			l->dotted = smtp_text_stuff(&l->out, l->mail->bytes,
			    &l->body, &l->pos, LIMIT_SMTP_CHUNK);
			l->held = l->dotted && l->holds;
			continue;
		}
		n = connect_send(l->c, l->out.p + l->sent, l->out.n - l->sent);
		if (n == 0)
			return;
		if (n < 0) {
			/* What it said last may be why it hung up. */
			while (l->stage != SMTP_GONE && pull(l))
				;
			if (l->stage != SMTP_GONE)
				smtp_link_lose(l, "connection lost");
			return;
		}
		l->sent += (size_t)n;
		touch(l);
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
	touch(l);
}

void
smtp_link_fini(struct smtp_link *l)
{
	if (l->stage == SMTP_IDLE)
		(void)connect_send(l->c, "QUIT\r\n", 6);
	if (l->stage != SMTP_GONE)
		smtp_link_lose(l, "closed");
	buf_fini(&l->out);
	buf_fini(&l->in);
}
