#include "port/smtp.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "port/connect.h"
#include "port/smtp_job.h"
#include "port/smtp_talk.h"

#define BARREN_MAX 3

struct smtp {
	struct server_settings server;
	struct str helo;
	int64_t timeout; /* milliseconds */
	size_t max;      /* links wanted at most */
	size_t n;        /* links that stand, the first n of link[] */
	bool grow;       /* worth trying for more links */
	bool follows;    /* takes the next envelope behind a dot */
	unsigned barren; /* links lost in a row that settled nothing */
	char lost[200];  /* why the last one went */
	smtp_round *round;
	void *round_ctx;
	struct smtp_link link[SMTP_LINKS_MAX];
};

enum rc
smtp_open(const struct server_settings *server, struct str helo,
    int connections, struct smtp **out, struct err *err)
{
	struct smtp *s;

	if (connections < 1 || connections > SMTP_LINKS_MAX)
		return err_set(
		    err, RC_BAD, "connections: 1 to %d", SMTP_LINKS_MAX);
	s = xcalloc(1, sizeof(*s));
	s->server = *server;
	s->helo = helo.n > 0 ? helo : STR("localhost");
	s->timeout = (server->timeout > 0 ? server->timeout : 60) * 1000;
	s->max = (size_t)connections;
	s->follows = true;
	*out = s;
	return RC_OK;
}

void
smtp_on_round(struct smtp *s, smtp_round *round, void *ctx)
{
	s->round = round;
	s->round_ctx = ctx;
}

void
smtp_close(struct smtp **sp)
{
	struct smtp *s = *sp;

	if (!s)
		return;
	*sp = NULL;
	for (size_t i = 0; i < s->n; i++)
		smtp_link_fini(&s->link[i]);
	free(s);
}

static void
drop(struct smtp *s, size_t i)
{
	smtp_link_fini(&s->link[i]);
	s->n--;
	if (i != s->n)
		s->link[i] = s->link[s->n];
}

/* Open `want` more links, those that can be had. */
static enum rc
grow(struct smtp *s, size_t want, struct err *err)
{
	struct connect *c[SMTP_LINKS_MAX];
	enum rc rc;

	if (want > SMTP_LINKS_MAX - s->n)
		want = SMTP_LINKS_MAX - s->n;
	rc = connect_open_many(&s->server, CONNECT_SMTP, s->helo, want, c, err);
	for (size_t i = 0; i < want && rc == RC_OK; i++) {
		if (c[i])
			smtp_link_init(
			    &s->link[s->n++], c[i], s->helo, s->timeout);
	}
	return rc;
}

/*
 * The first link alone, so that a wrong password is tried once and not by
 * all at the same time; then the others side by side.
 */
static enum rc
grow_to(struct smtp *s, size_t want, struct err *err)
{
	enum rc rc = RC_OK;
	struct err others;

	if (want > s->max)
		want = s->max;
	if (s->n == 0 && want > 0)
		rc = grow(s, 1, err);
	if (rc == RC_OK && s->n < want)
		(void)grow(s, want - s->n, &others);
	return rc;
}

/* Give an idle link its next mail, if there is one. */
static bool
assign(struct smtp_job *job, struct smtp_link *l)
{
	struct smtp_mail *m;

	while (l->stage == SMTP_IDLE && (m = smtp_job_take(job))) {
		if (smtp_talk_begin(l, m))
			return true;
		smtp_job_report(job, m);
	}
	return false;
}

/* And the envelope of one more, behind the dot that is about to leave. */
static void
follow(struct smtp *s, struct smtp_job *job, struct smtp_link *l)
{
	struct smtp_mail *m;

	while (s->follows && smtp_talk_follows(l) && (m = smtp_job_take(job)))
		if (!smtp_talk_follow(l, m))
			smtp_job_report(job, m);
}

/* What a link carried before it was moved. */
struct hand {
	struct smtp_mail *mail;
	struct smtp_mail *next;
};

static struct hand
in_hand(const struct smtp_link *l)
{
	return (struct hand){l->mail, l->next};
}

static void
report_hand(struct smtp_job *job, struct hand had)
{
	if (had.mail && had.mail->settled)
		smtp_job_report(job, had.mail);
	if (had.next && had.next->settled)
		smtp_job_report(job, had.next);
}

/*
 * A link is gone: its mail is settled, or goes to another link, once. The one
 * behind was never begun.
 */
static void
bury(struct smtp *s, struct smtp_job *job, size_t i, struct hand had)
{
	struct smtp_link *l = &s->link[i];
	struct smtp_mail *mail = l->mail;

	if (l->decided > 0)
		s->grow = true;
	s->barren = l->decided > 0 ? 0 : s->barren + 1;
	memcpy(s->lost, l->text, sizeof(s->lost));
	report_hand(job, had);
	if (l->next)
		smtp_job_back(job, l->next);
	if (mail && l->again) {
		/* It may not listen while it looks at a mail. */
		if (l->behind && l->code == 0)
			s->follows = false;
		smtp_job_retry(job, mail);
	}
	drop(s, i);
}

/* Look after a link that moved: report what was settled and start what comes
 * next. */
static void
feed(struct smtp *s, struct smtp_job *job, size_t i, struct hand had)
{
	struct smtp_link *l = &s->link[i];

	while (l->stage != SMTP_GONE) {
		report_hand(job, had);
		if (!assign(job, l))
			return;
		had = in_hand(l);
		smtp_link_flush(l);
		if (l->stage != SMTP_GONE && l->mail)
			return;
	}
	bury(s, job, i, had);
}

/* Tell the round, all links in one call, and let the dots leave. */
static void
release(struct smtp *s, struct smtp_job *job)
{
	struct smtp_mail *dots[SMTP_LINKS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (s->link[i].held)
			dots[n++] = s->link[i].mail;
	if (s->round && (n > 0 || job->news))
		s->round(s->round_ctx, dots, n);
	job->news = false;
	for (size_t i = s->n; i-- > 0;) {
		struct smtp_link *l = &s->link[i];
		struct hand had;

		if (!l->held)
			continue;
		follow(s, job, l);
		had = in_hand(l);
		l->held = false;
		smtp_link_flush(l);
		if (l->stage == SMTP_GONE)
			bury(s, job, i, had);
	}
}

/* Wait for any link, or for the first deadline. */
static void
watch(struct smtp *s, struct smtp_job *job)
{
	struct pollfd fds[SMTP_LINKS_MAX];
	int64_t now = connect_clock();
	int64_t until = now + s->timeout;
	size_t n = s->n;

	for (size_t i = 0; i < n; i++) {
		fds[i].fd = connect_fd(s->link[i].c);
		fds[i].events = smtp_link_events(&s->link[i]);
		fds[i].revents = 0;
		if (s->link[i].stage != SMTP_IDLE &&
		    s->link[i].deadline < until)
			until = s->link[i].deadline;
	}
	(void)poll(fds, n, until > now ? (int)(until - now) : 0);
	now = connect_clock();
	/* From the back: what drop() moves was looked at. */
	for (size_t i = n; i-- > 0;) {
		struct smtp_link *l = &s->link[i];
		struct hand had = in_hand(l);

		if (fds[i].revents != 0) {
			smtp_link_pump(l);
			feed(s, job, i, had);
		} else if (l->stage != SMTP_IDLE && l->deadline <= now) {
			smtp_talk_lose(l, "no answer in time");
			bury(s, job, i, had);
		}
	}
}

/* Links kept from the last round: whatever came since means they are over. */
static void
wake(struct smtp *s)
{
	for (size_t i = s->n; i-- > 0;) {
		s->link[i].rested = true;
		smtp_link_pump(&s->link[i]);
		if (s->link[i].stage == SMTP_GONE)
			drop(s, i);
	}
}

/* Keep enough links up for what waits. */
static enum rc
supply(struct smtp *s, struct smtp_job *job, struct err *err)
{
	size_t busy = 0;

	if (smtp_job_waiting(job) == 0 || (s->n > 0 && !s->grow))
		return RC_OK;
	if (s->n == 0 && s->barren >= BARREN_MAX)
		return err_set(err, RC_DOWN, "%.*s:%d: %s",
		    STR_ARG(s->server.host), (int)s->server.port, s->lost);
	s->grow = false;
	for (size_t i = 0; i < s->n; i++)
		busy += s->link[i].mail != NULL;
	return grow_to(s, busy + smtp_job_waiting(job), err);
}

enum rc
smtp_send(struct smtp *s, struct smtp_mail *mails, size_t count,
    smtp_settled *settled, void *ctx, struct err *err)
{
	struct smtp_job job;
	enum rc rc = RC_OK;

	if (count == 0)
		return RC_OK;
	smtp_job_init(&job, mails, count);
	job.settled = settled;
	job.ctx = ctx;
	s->barren = 0;
	s->grow = true;
	wake(s);
	while (job.left > 0) {
		rc = supply(s, &job, err);
		/* The first mails of links that stood idle, or came back. */
		for (size_t i = s->n; i-- > 0;) {
			if (s->link[i].stage == SMTP_IDLE)
				feed(s, &job, i, (struct hand){0});
		}
		release(s, &job);
		if (s->n == 0 && rc != RC_OK)
			break;
		if (s->n > 0 && job.left > 0)
			watch(s, &job);
	}
	smtp_job_give_up(&job);
	release(s, &job);
	smtp_job_fini(&job);
	return job.left == 0 ? RC_OK : rc;
}

enum rc
smtp_probe(
    const struct server_settings *server, struct str helo, struct err *err)
{
	struct smtp *s;
	struct smtp_job none = {0};
	enum rc rc;

	rc = smtp_open(server, helo, 1, &s, err);
	if (rc != RC_OK)
		return rc;
	rc = grow_to(s, 1, err);
	while (rc == RC_OK && s->n > 0 && s->link[0].stage != SMTP_IDLE)
		watch(s, &none);
	if (rc == RC_OK && s->n == 0)
		rc = err_set(err, RC_DOWN, "%.*s:%d: %s", STR_ARG(server->host),
		    (int)server->port, s->lost);
	smtp_close(&s);
	return rc;
}
