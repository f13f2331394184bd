#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/limits.h"
#include "port/imap_session.h"

/*
 * IDLE (RFC 2177) is spoken here, line by line: mailimap_idle fails when the
 * server says anything before its "+", which servers do when a mail arrives
 * at that moment.
 */
#define IDLE_MAX_SECS (28 * 60) /* servers may hang up after 29 minutes */

enum line {
	LINE_OTHER,
	LINE_PLUS,
	LINE_NEWS, /* a mail came */
	LINE_OK,   /* the end of IDLE */
	LINE_NO,   /* IDLE refused */
	LINE_GONE,
};

/* "* 12 EXISTS": keep libetpan's count in step, it does not see this. */
static enum line
count(struct imap *s, struct str rest)
{
	struct mailimap_selection_info *info = s->session->imap_selection_info;
	struct str number;
	int64_t n;

	if (!info || !str_cut(&rest, ' ', &number) ||
	    !str_to_i64(number, 0, UINT32_MAX, &n))
		return LINE_OTHER;
	if (str_fold_eqc(rest, "EXPUNGE") && info->sel_exists > 0)
		s->known = --info->sel_exists;
	if (!str_fold_eqc(rest, "EXISTS"))
		return LINE_OTHER;
	info->sel_exists = (uint32_t)n;
	return LINE_NEWS;
}

static enum line
read_line(struct imap *s, MMAPString *text)
{
	struct str line;

	if (!mailstream_read_line_remove_eol(s->session->imap_stream, text))
		return LINE_GONE;
	line = (struct str){text->str, text->len};
	if (str_starts(line, STR("+")))
		return LINE_PLUS;
	if (str_fold_starts(line, STR("* BYE")))
		return LINE_GONE;
	if (str_fold_starts(line, STR("idle OK")))
		return LINE_OK;
	if (str_fold_starts(line, STR("idle ")))
		return LINE_NO;
	if (str_starts(line, STR("* ")))
		return count(s, str_sub(line, 2, line.n));
	return LINE_OTHER;
}

static bool
write_line(struct imap *s, const char *line)
{
	mailstream *stream = s->session->imap_stream;

	return mailstream_write(stream, line, strlen(line)) >= 0 &&
	       mailstream_flush(stream) == 0;
}

/* Up to the "+". *news: a mail was announced before it. */
static enum line
begin_idle(struct imap *s, MMAPString *text, bool *news)
{
	enum line line = LINE_OTHER;

	if (!write_line(s, "idle IDLE\r\n"))
		return LINE_GONE;
	while (line == LINE_OTHER || line == LINE_NEWS) {
		line = read_line(s, text);
		if (line == LINE_NEWS)
			*news = true;
	}
	return line == LINE_OK ? LINE_NO : line;
}

/* DONE, and what comes up to the end. */
static enum line
end_idle(struct imap *s, MMAPString *text, bool *news)
{
	enum line line = LINE_OTHER;

	if (!write_line(s, "DONE\r\n"))
		return LINE_GONE;
	while (line != LINE_OK && line != LINE_NO && line != LINE_GONE) {
		line = read_line(s, text);
		if (line == LINE_NEWS)
			*news = true;
	}
	return line;
}

/* Until a mail is announced, the time is up or wake_fd speaks. */
static enum line
stay_idle(struct imap *s, int64_t ms, int wake_fd, MMAPString *text)
{
	int64_t until = connect_clock() + ms;
	enum line line = LINE_OTHER;

	while (line != LINE_NEWS && line != LINE_GONE && line != LINE_OK &&
	       line != LINE_NO) {
		int64_t rest = until - connect_clock();
		int ready =
		    imap_stream_ready(&s->stream, s->session->imap_stream);

		if (ready < 0)
			return LINE_GONE;
		if (ready > 0) {
			line = read_line(s, text);
			continue;
		}
		if (rest <= 0 ||
		    connect_wait(s->c, POLLIN, rest, wake_fd) != RC_OK)
			return LINE_OTHER;
	}
	return line;
}

static enum rc
gone(struct imap *s, struct err *err)
{
	s->dead = true;
	return err_set(err, RC_DOWN, "idle: %s",
	    s->stream.why ? s->stream.why : "the server hung up");
}

/* RC_OK a mail, RC_MISS none, RC_LATER the server does not want to. */
static enum rc
idle(struct imap *s, int64_t seconds, int wake_fd, struct err *err)
{
	MMAPString *text = mmap_string_new("");
	bool news = false;
	enum rc rc = RC_OK;
	enum line line;

	if (!text)
		xdie("out of memory");
	if (seconds > IDLE_MAX_SECS)
		seconds = IDLE_MAX_SECS;
	line = begin_idle(s, text, &news);
	if (line == LINE_NO) {
		s->idle = false;
		rc = err_set(err, RC_LATER, "idle: refused");
		goto out;
	}
	if (line == LINE_PLUS && !news)
		line = stay_idle(s, seconds * 1000, wake_fd, text);
	if (line == LINE_NEWS)
		news = true;
	if (line == LINE_PLUS || line == LINE_NEWS || line == LINE_OTHER)
		line = end_idle(s, text, &news);
	if (line == LINE_GONE && !news)
		rc = gone(s, err);
	else if (line == LINE_GONE)
		(void)gone(s, NULL); /* the mail first; the next call says so */
	else if (!news)
		rc = err_set(err, RC_MISS, "nothing came");
out:
	mmap_string_free(text);
	return rc;
}

static enum rc
poll_noop(struct imap *s, int64_t seconds, int64_t every, int wake_fd,
    struct err *err)
{
	int64_t until = connect_clock() + seconds * 1000;
	enum rc rc;

	if (every < 1)
		every = 1;
	for (;;) {
		int64_t rest;
		int r;

		rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
		if (rc != RC_OK)
			return rc;
		r = mailimap_noop(s->session);
		rc = imap_session_result(s, r, "noop", err);
		if (rc != RC_OK)
			return rc;
		if (imap_session_exists(s) != s->known)
			return RC_OK;
		rest = until - connect_clock();
		if (rest > every * 1000)
			rest = every * 1000;
		/* Without POLLIN: what is said meanwhile the NOOP brings. */
		if (rest <= 0 ||
		    connect_wait(s->c, 0, rest, wake_fd) == RC_LATER)
			return err_set(err, RC_MISS, "nothing came");
	}
}

enum rc
imap_wait(struct imap *s, int64_t seconds, int64_t poll_seconds, int wake_fd,
    struct err *err)
{
	enum rc rc = imap_session_home(s, err);

	if (rc == RC_OK)
		rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc != RC_OK)
		return rc;
	if (imap_session_exists(s) == s->known) {
		rc = s->idle ? idle(s, seconds, wake_fd, err) : RC_LATER;
		if (rc == RC_LATER)
			rc = poll_noop(s, seconds, poll_seconds, wake_fd, err);
	}
	s->known = imap_session_exists(s);
	return rc;
}
