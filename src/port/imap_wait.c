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
#define IDLE_SECS (9 * 60) /* what forwards packets may forget after ten */
#define SETS_MAX  1000     /* ranges read of one VANISHED */

enum line {
	LINE_OTHER,
	LINE_PLUS,
	LINE_NEWS, /* a mail came */
	LINE_OK,   /* the end of IDLE */
	LINE_NO,   /* IDLE refused */
	LINE_GONE,
};

/* "VANISHED 41,43:116" without the first word. */
static uint64_t
size_of(struct str set)
{
	uint64_t n = 0;
	struct str range;

	for (int i = 0; i < SETS_MAX && str_cut(&set, ',', &range); i++) {
		struct str first;
		int64_t a, b;

		(void)str_cut(&range, ':', &first);
		if (!str_to_i64(first, 1, UINT32_MAX, &a))
			break;
		if (range.n == 0)
			b = a;
		else if (!str_to_i64(range, a, UINT32_MAX, &b))
			break;
		n += (uint64_t)(b - a) + 1;
	}
	return n;
}

static void
lose(struct imap *s, uint64_t n)
{
	struct mailimap_selection_info *info = s->session->imap_selection_info;

	imap_session_gone(s, n);
	if (info)
		info->sel_exists = s->count;
}

/* "* 12 EXISTS": keep libetpan's count in step, it does not see this. */
static enum line
count(struct imap *s, struct str rest)
{
	struct mailimap_selection_info *info = s->session->imap_selection_info;
	struct str number;
	int64_t n;

	if (!str_cut(&rest, ' ', &number))
		return LINE_OTHER;
	if (str_fold_eqc(number, "VANISHED")) {
		lose(s, size_of(rest));
		return LINE_OTHER;
	}
	if (!info || !str_to_i64(number, 0, UINT32_MAX, &n))
		return LINE_OTHER;
	if (str_fold_eqc(rest, "EXPUNGE"))
		lose(s, 1);
	if (!str_fold_eqc(rest, "EXISTS"))
		return LINE_OTHER;
	if (n > s->count)
		imap_session_came(s, (uint64_t)n - s->count);
	info->sel_exists = s->count = (uint32_t)n;
	/* Said again without any that came: some do, every few minutes. */
	return s->news ? LINE_NEWS : LINE_OTHER;
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

/* Until a mail is announced, the time is up or wake_fd speaks (*woken). */
static enum line
stay_idle(
    struct imap *s, int64_t ms, int wake_fd, bool *woken, MMAPString *text)
{
	int64_t until = connect_clock() + ms;
	enum line line = LINE_OTHER;

	while (line != LINE_NEWS && line != LINE_GONE && line != LINE_OK &&
	       line != LINE_NO) {
		int64_t rest = until - connect_clock();
		int ready =
		    imap_stream_ready(&s->stream, s->session->imap_stream);
		enum rc rc;

		if (ready < 0)
			return LINE_GONE;
		if (ready > 0) {
			line = read_line(s, text);
			continue;
		}
		if (rest <= 0)
			return LINE_OTHER;
		rc = connect_wait(s->c, POLLIN, rest, wake_fd);
		*woken = rc == RC_LATER;
		if (rc != RC_OK)
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
idle(struct imap *s, int64_t ms, int wake_fd, bool *woken, struct err *err)
{
	MMAPString *text = mmap_string_new("");
	bool news = false;
	enum rc rc = RC_OK;
	enum line line;

	if (!text)
		xdie("out of memory");
	line = begin_idle(s, text, &news);
	if (line == LINE_NO) {
		s->idle = false;
		rc = err_set(err, RC_LATER, "idle: refused");
		goto out;
	}
	if (line == LINE_PLUS && !news)
		line = stay_idle(s, ms, wake_fd, woken, text);
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

/* RC_OK: there is news. */
static enum rc
ask(struct imap *s, struct err *err)
{
	enum rc rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	int r;

	if (rc != RC_OK)
		return rc;
	r = mailimap_noop(s->session);
	rc = imap_session_result(s, r, "noop", err);
	/* A NOOP that is refused: the mailbox behind it is out of reach. */
	if (rc != RC_OK)
		return RC_DOWN;
	return s->news ? RC_OK : err_set(err, RC_MISS, "nothing came");
}

/* NOOP every `every` milliseconds. */
static enum rc
poll_noop(
    struct imap *s, int64_t until, int64_t every, int wake_fd, struct err *err)
{
	for (;;) {
		enum rc rc = ask(s, err);
		int64_t rest = until - connect_clock();

		if (rc != RC_MISS)
			return rc;
		if (rest > every)
			rest = every;
		/* Without POLLIN: what is said meanwhile the NOOP brings. */
		if (rest <= 0 ||
		    connect_wait(s->c, 0, rest, wake_fd) == RC_LATER)
			return RC_MISS;
	}
}

/*
 * IDLE, begun anew at least every nine minutes. Between, a NOOP: its answer
 * proves that somebody still listens, and brings what a server forgot to say
 * while it was idle.
 */
static enum rc
idle_on(
    struct imap *s, int64_t until, int64_t every, int wake_fd, struct err *err)
{
	bool woken = false;

	if (every > (int64_t)IDLE_SECS * 1000)
		every = (int64_t)IDLE_SECS * 1000;
	for (;;) {
		int64_t rest = until - connect_clock();
		enum rc rc;

		if (rest < 0)
			rest = 0;
		rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
		if (rc == RC_OK)
			rc = idle(s, rest < every ? rest : every, wake_fd,
			    &woken, err);
		if (rc == RC_MISS && rest <= every)
			return rc;
		if (rc == RC_MISS && !woken)
			rc = ask(s, err);
		if (rc != RC_MISS || woken)
			return rc;
	}
}

enum rc
imap_wait(struct imap *s, int64_t seconds, int64_t poll_seconds, int wake_fd,
    struct err *err)
{
	int64_t until = connect_clock() + seconds * 1000;
	int64_t every = (poll_seconds < 1 ? 1 : poll_seconds) * 1000;
	enum rc rc = imap_session_home(s, err);

	if (rc == RC_OK)
		rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc != RC_OK)
		return rc;
	if (!s->news) {
		rc =
		    s->idle ? idle_on(s, until, every, wake_fd, err) : RC_LATER;
		if (rc == RC_LATER)
			rc = poll_noop(s, until, every, wake_fd, err);
	}
	s->news = false;
	return rc;
}
