#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/app.h"
#include "app/links.h"
#include "app/lock.h"
#include "app/pay.h"
#include "app/tick_show.h"
#include "flow/carrier_round.h"
#include "flow/clockgate.h"
#include "flow/correction.h"
#include "flow/drafting.h"
#include "flow/fetch.h"
#include "flow/filing.h"
#include "flow/plan.h"
#include "flow/posting.h"
#include "flow/receive.h"
#include "flow/send.h"
#include "flow/signin.h"
#include "flow/textlook.h"
#include "flow/tokenalarm.h"
#include "flow/shelf.h"

enum stage {
	STAGE_FETCH = 1 << 0,
	STAGE_RECEIVE = 1 << 1,
	STAGE_PLAN = 1 << 2,
	STAGE_SEND = 1 << 3,
	STAGE_FILE = 1 << 4,
	STAGE_DRAFT = 1 << 5,
	STAGE_PAY = 1 << 6,
	STAGE_ALL = 127,
};

static void
fail(struct tick *t, const char *stage, const struct err *err)
{
	app_fail("%s: %s", stage, err->text);
	t->failures++;
}

/* Whoever acts on it may look: how often it was told is of no account. */
static void
tell_news(const void *ctx)
{
	const int *news = ctx;
	ssize_t n = write(*news, "", 1);

	(void)n;
}

/* news: a pipe that does not wait */
static void
fetch_all(struct tick *t, const int *news)
{
	const struct settings *set = t->app->flow.set;

	for (size_t i = 0; i < set->mailbox_count; i++) {
		struct fetch *x = fetch_new(&t->app->flow, &set->mailboxes[i]);
		struct fetch_stats s;
		struct err err = {{0}};

		if (news != NULL)
			fetch_tells(x, tell_news, news);
		if (fetch_round(x, t->now, &s, &err) != RC_OK)
			fail(t, "fetch", &err);
		t->fetched.fetched += s.fetched;
		t->fetched.known += s.known;
		fetch_free(&x);
	}
}

static void
draft_all(struct tick *t)
{
	struct drafting *x = drafting_new(&t->app->flow);
	struct drafting_stats s;
	struct err err = {{0}};

	if (drafting_round(x, t->now, &s, &err) != RC_OK)
		fail(t, "drafts", &err);
	drafting_free(&x);
}

static void
receive(struct tick *t)
{
	struct posting_stats posted;
	struct carrier_stats said;
	struct signin_stats came;
	struct receive_stats s;
	struct err err = {{0}};

	if (posting_round(&t->app->flow, t->now, &posted, &err) != RC_OK ||
	    signin_round(&t->app->flow, t->now, &came, &err) != RC_OK)
		fail(t, "forms", &err);
	t->posted.done += posted.done;
	t->posted.refused += posted.refused;
	if (carrier_round(&t->app->flow, t->now, &said, &err) != RC_OK)
		fail(t, "texts", &err);
	if (receive_round(&t->app->flow, t->app->parser, t->now, &s, &err) !=
	    RC_OK)
		fail(t, "receive", &err);
	t->received.handled += s.handled;
	t->received.parked += s.parked;
	t->received.answered += s.answered;
}

static void
shelve_all(struct tick *t)
{
	const struct settings *set = t->app->flow.set;

	for (size_t i = 0; i < set->mailbox_count; i++) {
		struct shelf *x = shelf_new(&t->app->flow, &set->mailboxes[i]);
		struct err err = {{0}};
		int64_t n = 0;

		if (shelf_round(x, t->now, &n, &err) != RC_OK)
			fail(t, "shelf", &err);
		shelf_free(&x);
	}
}

/* What people moved, and our own moves; then the ledger follows theirs. */
static void
file_all(struct tick *t)
{
	const struct settings *set = t->app->flow.set;
	struct err err = {{0}};

	for (size_t i = 0; i < set->mailbox_count; i++) {
		struct filing *x =
		    filing_new(&t->app->flow, &set->mailboxes[i]);
		struct filing_stats s;

		if (filing_round(x, t->now, &s, &err) != RC_OK)
			fail(t, "file", &err);
		t->filed.filed += s.filed;
		t->filed.moved += s.moved;
		filing_free(&x);
	}
	if (correction_round(&t->app->flow, t->app->parser, t->now,
		&t->corrected, &err) != RC_OK)
		fail(t, "file", &err);
	shelve_all(t);
}

/* In a child: the ledger handle is the parent's own, so open another. */
static int
fetch_child(struct tick *t, int out, int news)
{
	struct err err = {{0}};
	ssize_t n;

	t->app->flow.store = NULL;
	if (app_open_store(t->app, APP_STORE) != 0)
		return 1;
	fetch_all(t, &news);
	draft_all(t);
	n = write(out, &t->fetched, sizeof(t->fetched));
	store_close(&t->app->flow.store);
	if (n != sizeof(t->fetched)) {
		err_set(&err, RC_BAD, "pipe: write error");
		fail(t, "fetch", &err);
	}
	return t->failures ? 1 : 0;
}

/* False once fetching is over. */
static bool
fetching(int in, int news)
{
	struct pollfd p[2] = {
	    {.fd = in, .events = POLLIN},
	    {.fd = news, .events = POLLIN},
	};
	char told[64];

	while (poll(p, 2, -1) < 0 && errno == EINTR)
		continue;
	while (read(news, told, sizeof(told)) > 0)
		continue;
	return p[0].revents == 0;
}

/* Reading goes on in a process of its own while this one already acts. */
static void
fetch_and_receive(struct tick *t)
{
	int fd[2], news[2], status = 1;
	pid_t pid;

	if (pipe2(fd, O_CLOEXEC) != 0 ||
	    pipe2(news, O_CLOEXEC | O_NONBLOCK) != 0 || (pid = fork()) < 0) {
		t->failures += app_fail("fetch: %s", strerror(errno));
		return;
	}
	if (pid == 0)
		_exit(fetch_child(t, fd[1], news[1]));
	close(fd[1]);
	while (fetching(fd[0], news[0]))
		receive(t);
	if (read(fd[0], &t->fetched, sizeof(t->fetched)) < 0)
		t->failures++;
	close(fd[0]);
	close(news[0]);
	close(news[1]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (status != 0)
		t->failures++;
	receive(t);
}

static void
add_sent(struct send_stats *sum, const struct send_stats *s)
{
	sum->accepted += s->accepted;
	sum->deferred += s->deferred;
	sum->failed += s->failed;
	sum->uncertain += s->uncertain;
	sum->skipped += s->skipped;
	sum->postponed += s->postponed;
}

static void
plan(struct tick *t)
{
	struct plan_stats s;
	struct err err = {{0}};

	if (plan_round(&t->app->flow, t->now, &s, &err) != RC_OK)
		fail(t, "plan", &err);
	t->planned.looked += s.looked;
	t->planned.planned += s.planned;
	t->planned.waiting = s.waiting;
	t->planned.stale = s.stale;
	t->planned.held = s.held;
}

/* What was skipped because the ledger changed is planned anew, then sent. */
static void
plan_and_send(struct tick *t, unsigned stages)
{
	struct send *send = send_new(&t->app->flow);
	struct send_stats s = {0};
	struct err err = {{0}};

	if (send_recover(send, t->now, &t->uncertain, &err) != RC_OK)
		fail(t, "send", &err);
	if (tokenalarm_round(&t->app->flow, t->now, &err) != RC_OK)
		fail(t, "oauth", &err);
	if (checkout_tell(&t->app->flow, t->now, &err) != RC_OK)
		fail(t, "payments", &err);
	if (textlook_round(&t->app->flow, t->now, &err) != RC_OK)
		fail(t, "texts", &err);
	for (int turn = 0; turn < 3; turn++) {
		if (stages & STAGE_PLAN)
			plan(t);
		if (!(stages & STAGE_SEND))
			break;
		if (send_round(send, t->now, &s, &err) != RC_OK)
			fail(t, "send", &err);
		add_sent(&t->sent, &s);
		if (s.skipped == 0 || t->failures)
			break;
	}
	send_free(&send);
}

static bool
parse_stage(const char *name, unsigned *stages)
{
	static const struct {
		const char *name;
		unsigned stages;
	} all[] = {{"fetch", STAGE_FETCH}, {"receive", STAGE_RECEIVE},
	    {"file", STAGE_FILE}, {"plan", STAGE_PLAN}, {"send", STAGE_SEND},
	    {"draft", STAGE_DRAFT}, {"pay", STAGE_PAY}};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(name, all[i].name) == 0) {
			*stages |= all[i].stages;
			return true;
		}
	return false;
}

/* Nothing is opened or started that no stage asks for. */
static unsigned
needs_of(unsigned stages)
{
	unsigned needs = APP_CONFIG | APP_STORE;

	if (stages & (STAGE_RECEIVE | STAGE_FILE))
		needs |= APP_PARSER | APP_RULES_LATER | APP_KEY;
	if (stages & (STAGE_PLAN | STAGE_SEND))
		needs |= APP_KEY | APP_CALENDARS;
	if (stages & STAGE_SEND)
		needs |= APP_LIBRARY;
	return needs;
}

static int
tick(struct app *app, int argc, char **argv)
{
	struct tick t = {.app = app};
	unsigned stages = 0;
	struct err err = {{0}};
	int fd = -1, status;

	for (int i = 1; i < argc; i += 2)
		if (strcmp(argv[i], "--stage") != 0 || i + 1 == argc ||
		    !parse_stage(argv[i + 1], &stages))
			return app_usage(&cmd_tick);
	if (stages == 0)
		stages = STAGE_ALL;
	status = app_open(app, needs_of(stages));
	if (status != 0)
		return status;
	t.now = app_now(app);
	if (lock_ledger(app->flow.set->ledger_path, &fd, &err) != RC_OK)
		return app_fail("%s", err.text);
	if (app->key != NULL && links_retire(app, &err) != RC_OK)
		fail(&t, "keys", &err);
	if (clockgate_round(&app->flow, t.now, &err) != RC_OK)
		fail(&t, "clock", &err);
	if ((stages & STAGE_FETCH) && (stages & STAGE_RECEIVE))
		fetch_and_receive(&t);
	else if (stages & STAGE_FETCH)
		fetch_all(&t, NULL);
	else if (stages & STAGE_RECEIVE)
		receive(&t);
	if (stages & STAGE_FILE)
		file_all(&t);
	if ((stages & STAGE_PAY) && pay_is_on(app) &&
	    pay_tick(app, t.now, &t.paid, &err) != RC_OK)
		fail(&t, "payments", &err);
	if (stages & (STAGE_PLAN | STAGE_SEND))
		plan_and_send(&t, stages);
	if (stages & STAGE_DRAFT)
		draft_all(&t);
	if (app->json)
		tick_show_json(&t);
	else
		tick_show_text(&t);
	close(fd);
	return t.failures ? 1 : 0;
}

const struct command cmd_tick = {
    .name = "tick",
    .usage = "[--json] [--stage fetch|receive|file|plan|send|draft|pay]...",
    .summary = "do all that is due now, once: read, act, plan, send",
    .needs = 0, /* it knows itself, by its stages */
    .run = tick,
};
