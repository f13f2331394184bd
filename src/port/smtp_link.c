#include "port/smtp_link.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "model/limits.h"

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
settle(struct smtp_mail *m, enum smtp_outcome outcome, int code,
    const char *text)
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
	return l->pipelining || l->stage == stage;
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
		if (l->sized)
			buf_fmt(&l->out, " SIZE=%zu", m->bytes.n);
		if (l->eightbit && (l->body.eight || utf8))
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
	if (!l->pipelining)
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
	if (!why && utf8 && !l->utf8)
		why = "the server takes no UTF-8 addresses";
	if (!why && l->size > 0 && mail->bytes.n > l->size)
		why = "larger than the server takes";
	if (why) {
		settle(mail, SMTP_FAILED, 0, why);
		return false;
	}
	l->mail = mail;
	l->pos = 0;
	l->dotted = false;
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
	enum smtp_stage next = l->stage == SMTP_RSET ? SMTP_MAIL :
	    l->stage == SMTP_MAIL		     ? SMTP_RCPT :
							SMTP_DATA;

	if (code >= 400)
		refuse(l, code, text);
	else if (code >= 300) {
		smtp_link_lose(l, "reply out of turn");
		return;
	}
	if (l->code != 0 && l->stage == SMTP_RSET) {
		l->code = 0;
		smtp_link_lose(l, "RSET refused");
	} else if (l->code != 0 && !l->pipelining) {
		l->dirty = true;
		finish(l, by_code(l->code), l->code);
	} else {
		go(l, next);
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
on_reply(struct smtp_link *l, int code, struct str text)
{
	l->rested = false;
	if (code == 421) {
		refuse(l, code, text);
		smtp_link_lose(l, "421");
		return;
	}
	switch (l->stage) {
	case SMTP_EHLO:
		if (code / 100 == 2) {
			l->stage = SMTP_IDLE;
			break;
		}
		refuse(l, code, text);
		smtp_link_lose(l, "EHLO refused");
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

static void
offer(struct smtp_link *l, struct str word)
{
	int64_t n;

	if (str_fold_eqc(word, "PIPELINING"))
		l->pipelining = true;
	else if (str_fold_eqc(word, "8BITMIME"))
		l->eightbit = true;
	else if (str_fold_eqc(word, "SMTPUTF8"))
		l->utf8 = true;
	else if (str_fold_eqc(word, "SIZE"))
		l->sized = true;
	else if (str_fold_starts(word, STR("SIZE "))) {
		l->sized = true;
		if (str_to_i64(str_trim(str_sub(word, 5, word.n)), 0,
			INT64_MAX, &n))
			l->size = (uint64_t)n;
	}
}

static int
code_of(struct str line)
{
	if (line.n < 3 || line.p[0] < '2' || line.p[0] > '5' ||
	    !str_is_digit(line.p[1]) || !str_is_digit(line.p[2]))
		return -1;
	if (line.n > 3 && line.p[3] != ' ' && line.p[3] != '-')
		return -1;
	return (line.p[0] - '0') * 100 + (line.p[1] - '0') * 10 +
	    (line.p[2] - '0');
}

/*
 * The next whole reply at the front of `in`. Returns its code, 0 while its
 * last line is not here, -1 when it is none. *text is its first line.
 */
static int
next_reply(struct smtp_link *l, struct str *text, size_t *used)
{
	struct str rest = str_sub(buf_str(&l->in), l->read, l->in.n);
	bool first = true;
	size_t lf;

	*used = 0;
	while ((lf = str_chr(rest, '\n')) != STR_NPOS) {
		struct str line = str_rtrim(str_sub(rest, 0, lf));
		int code = code_of(line);

		if (code < 0)
			return -1;
		if (first)
			*text = str_sub(line, 4, line.n);
		else if (l->stage == SMTP_EHLO)
			offer(l, str_sub(line, 4, line.n));
		first = false;
		*used += lf + 1;
		rest = str_sub(rest, lf + 1, rest.n);
		if (line.n == 3 || line.p[3] == ' ')
			return code;
	}
	return 0;
}

/* False when there is nothing more to read for now. */
static bool
pull(struct smtp_link *l)
{
	struct str text = {0};
	size_t used;
	ssize_t got;
	char *room;
	int code;

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
	    (code = next_reply(l, &text, &used)) != 0) {
		if (code < 0) {
			smtp_link_lose(l, "not SMTP");
			return false;
		}
		l->read += used;
		on_reply(l, code, text);
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

	for (;;) {
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
	bool more;

	smtp_link_flush(l);
	if (l->stage == SMTP_GONE)
		return;
	do
		more = pull(l);
	while (more);
	if (l->stage != SMTP_GONE)
		smtp_link_flush(l);
}

short
smtp_link_events(const struct smtp_link *l)
{
	bool pending = l->sent < l->out.n || l->stage == SMTP_BODY;

	return (short)(pending ? POLLIN | POLLOUT : POLLIN);
}

void
smtp_link_init(struct smtp_link *l, struct connect *c, struct str helo,
    int64_t timeout)
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
