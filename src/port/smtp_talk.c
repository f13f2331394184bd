#include "port/smtp_talk.h"

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

void
smtp_talk_wait(struct smtp_link *l)
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
smtp_talk_lose(struct smtp_link *l, const char *why)
{
	bool untouched =
	    l->stage >= SMTP_RSET && l->stage <= SMTP_DATA &&
	    (l->code == 421 || (l->code == 0 && (l->rested || l->behind)));

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
	if (l->stage == SMTP_RSET)
		buf_adds(&l->out, "RSET\r\n");
	if (sends_command(l, SMTP_MAIL))
		smtp_envelope_mail(&l->out, l->mail, &l->offer, &l->envelope);
	if (sends_command(l, SMTP_RCPT))
		smtp_envelope_rcpt(&l->out, l->mail);
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

static void
start(struct smtp_link *l, struct smtp_mail *mail, enum smtp_stage stage)
{
	l->mail = mail;
	l->pos = 0;
	l->dotted = false;
	l->held = false;
	l->code = 0;
	l->text[0] = '\0';
	l->stage = stage;
	connect_allow(l->c, LIMIT_LINK_BYTES);
}

bool
smtp_talk_begin(struct smtp_link *l, struct smtp_mail *mail)
{
	const char *why = smtp_envelope_check(mail, &l->offer, &l->envelope);

	if (why) {
		settle(mail, SMTP_FAILED, 0, why);
		return false;
	}
	start(l, mail, l->dirty ? SMTP_RSET : SMTP_MAIL);
	l->dirty = false;
	l->behind = false;
	say(l);
	smtp_talk_wait(l);
	return true;
}

bool
smtp_talk_follows(const struct smtp_link *l)
{
	return l->held && l->offer.pipelining && !l->next;
}

bool
smtp_talk_follow(struct smtp_link *l, struct smtp_mail *mail)
{
	struct smtp_envelope *e = &l->next_envelope;
	const char *why = smtp_envelope_check(mail, &l->offer, e);

	if (why) {
		settle(mail, SMTP_FAILED, 0, why);
		return false;
	}
	smtp_envelope_mail(&l->out, mail, &l->offer, e);
	smtp_envelope_rcpt(&l->out, mail);
	buf_adds(&l->out, "DATA\r\n");
	l->next = mail;
	return true;
}

/* The dot was answered: what the server says now is for the envelope behind. */
static void
promote(struct smtp_link *l)
{
	struct smtp_mail *mail = l->next;

	if (!mail)
		return;
	l->next = NULL;
	l->envelope = l->next_envelope;
	start(l, mail, SMTP_MAIL);
	l->behind = true;
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
		smtp_talk_lose(l, "DATA answered with neither 354 nor no");
	}
}

static void
on_envelope(struct smtp_link *l, int code, struct str text)
{
	if (l->behind && code >= 500 && code <= 504) {
		/* It minds how it was told, not what. */
		smtp_talk_lose(l, "MAIL behind the dot refused");
		return;
	}
	l->behind = false;
	if (code >= 400)
		refuse(l, code, text);
	else if (code >= 300) {
		smtp_talk_lose(l, "reply out of turn");
		return;
	}
	if (l->code != 0 && l->stage == SMTP_RSET) {
		l->code = 0;
		smtp_talk_lose(l, "RSET refused");
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
	else {
		smtp_talk_lose(l, "reply out of turn");
		return;
	}
	promote(l);
}

static void
on_ehlo(struct smtp_link *l, const struct smtp_reply *reply)
{
	if (reply->code >= 300) {
		refuse(l, reply->code, reply->text);
		smtp_talk_lose(l, "EHLO refused");
		return;
	}
	smtp_reply_offer(reply, &l->offer);
	l->stage = SMTP_IDLE;
}

void
smtp_talk_hear(struct smtp_link *l, const struct smtp_reply *reply)
{
	struct str text = reply->text;
	int code = reply->code;

	l->rested = false;
	if (code == 421) {
		refuse(l, code, text);
		smtp_talk_lose(l, "421");
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
		smtp_talk_lose(l, "reply before the end of the mail");
		break;
	case SMTP_DOT:
		on_dot(l, code, text);
		break;
	case SMTP_EMPTY:
		l->dirty = true;
		finish(l, by_code(l->code), l->code);
		break;
	case SMTP_IDLE:
		smtp_talk_lose(l, "reply out of turn");
		break;
	case SMTP_GONE:
		break;
	}
}
