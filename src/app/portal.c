#include "app/portal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "base/log.h"
#include "port/httpd.h"
#include "web/web.h"

#define REPORT_SECS 300

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

static void
wait_for_stop(struct web *w)
{
	const struct timespec rest = {.tv_sec = REPORT_SECS};
	sigset_t stops;

	sigemptyset(&stops);
	sigaddset(&stops, SIGTERM);
	sigaddset(&stops, SIGINT);
	while (sigtimedwait(&stops, NULL, &rest) < 0)
		if (errno == EAGAIN)
			tell_counts(w);
	tell_counts(w);
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

int
portal_run(struct app *app)
{
	const struct settings *set = app->flow.set;
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
	struct httpd_handler handler;
	struct httpd *server = NULL;
	struct web *w = NULL;
	struct err err = {{0}};
	enum rc rc = open_web(app, &w, &err);

	if (rc == RC_OK) {
		handler = web_handler(w);
		rc = httpd_start(&h, &handler, &server, &err);
	}
	if (rc == RC_OK) {
		log_event(LOG_INFO, "listening", "port=%d", httpd_port(server));
		wait_for_stop(w);
	}
	httpd_stop(&server);
	web_free(&w);
	return rc == RC_OK ? 0 : app_fail("portal: %s", err.text);
}
