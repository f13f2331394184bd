#include "app/portal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#include "app/portal_guard.h"
#include "base/log.h"
#include "port/httpd.h"
#include "web/web.h"

#define REPORT_SECS 300
#define LOOK_SECS   3
#define SOME_FILES  100

static int64_t
clock_now(void *ctx)
{
	return app_now(ctx);
}

static void
report(void *ctx, const char *file, int line, const char *text)
{
	(void)ctx;
	if (line > 0)
		fprintf(stderr, "%s:%d: %s\n", file, line, text);
	else
		fprintf(stderr, "%s: %s\n", file, text);
}

static long long
taken(atomic_llong *n)
{
	return atomic_exchange(n, 0);
}

/* What a single line each would drown. */
static void
tell_counts(struct web *w)
{
	struct web_counts *c = &w->counts;
	long long pages = taken(&c->pages), posts = taken(&c->posts);
	long long hooks = taken(&c->hooks), refused = taken(&c->refused);
	long long limited = taken(&c->limited), failed = taken(&c->failed);

	if (pages + posts + hooks + refused + limited + failed > 0)
		log_event(LOG_INFO, "served",
		    "pages=%lld posts=%lld hooks=%lld refused=%lld "
		    "limited=%lld failed=%lld",
		    pages, posts, hooks, refused, limited, failed);
}

/* False: a key was added, which cannot be read from in here. */
static bool
wait_for_stop(struct web *w)
{
	const struct timespec rest = {.tv_sec = LOOK_SECS};
	int64_t keys = portal_guard_keys(w->flow.set), looks = 0;
	sigset_t stops;

	sigemptyset(&stops);
	sigaddset(&stops, SIGTERM);
	sigaddset(&stops, SIGINT);
	while (sigtimedwait(&stops, NULL, &rest) < 0) {
		if (++looks % (REPORT_SECS / LOOK_SECS) == 0)
			tell_counts(w);
		if (portal_guard_keys(w->flow.set) != keys)
			return false;
	}
	return true;
}

static enum rc
lock_down(void *ctx, struct err *err)
{
	const struct web *w = ctx;

	return portal_guard(w->flow.set, err);
}

/* As many connections as were asked for, and some files. */
static void
raise_files(const struct settings *set)
{
	struct rlimit lim;
	rlim_t want = (rlim_t)set->portal_connections + SOME_FILES;

	if (getrlimit(RLIMIT_NOFILE, &lim) != 0 || lim.rlim_cur >= want)
		return;
	lim.rlim_cur = lim.rlim_max < want ? lim.rlim_max : want;
	setrlimit(RLIMIT_NOFILE, &lim);
}

static enum rc
open_web(struct app *app, struct web **w, struct err *err)
{
	const struct web_start start = {
	    .flow = &app->flow, .now = clock_now, .clock = app};
	enum rc rc = seal_start(err);

	if (rc == RC_OK)
		rc = seal_key_load_public(
		    app->flow.set->keys_dir.p, &app->key, err);
	app->flow.key = app->key;
	return rc == RC_OK ? web_open(&start, w, report, NULL, err) : rc;
}

/* While it is open, its log stays where it is, and so do the rights to it. */
static enum rc
open_ledger(const struct settings *set, struct store **st, struct err *err)
{
	enum rc rc =
	    store_open(set->ledger_path.p, DB_CREATE | DB_THREADS, st, err);

	return rc == RC_LATER ? RC_DOWN : rc;
}

static enum rc
serve(struct web *w, bool *again, struct err *err)
{
	const struct settings *set = w->flow.set;
	const struct httpd_settings h = {
	    .listen = set->portal_listen,
	    .cert_file = set->portal_cert,
	    .key_file = set->portal_key,
	    .proxies = set->portal_proxies,
	    .threads = set->portal_threads,
	    .connections = set->portal_connections,
	    .per_address = set->portal_per_address,
	    .timeout = set->portal_timeout,
	};
	struct httpd_handler handler = web_handler(w);
	struct httpd *server = NULL;
	enum rc rc;

	handler.ready = lock_down;
	raise_files(set);
	rc = httpd_start(&h, &handler, &server, err);
	if (rc == RC_OK) {
		log_event(LOG_INFO, "listening", "port=%d", httpd_port(server));
		*again = !wait_for_stop(w);
		tell_counts(w);
		log_event(
		    LOG_INFO, "ended", "by=%s", *again ? "new-key" : "signal");
	}
	httpd_stop(&server);
	return rc;
}

int
portal_run(struct app *app)
{
	struct store *ledger = NULL;
	struct web *w = NULL;
	struct err err = {{0}};
	bool again = false;
	enum rc rc = open_web(app, &w, &err);

	if (rc == RC_OK)
		rc = open_ledger(app->flow.set, &ledger, &err);
	if (rc == RC_OK)
		rc = serve(w, &again, &err);
	store_close(&ledger);
	web_free(&w);
	if (rc != RC_OK)
		return app_fail("portal: %s", err.text);
	return again ? PORTAL_AGAIN : 0;
}
