#include "web/caller.h"

#include <time.h>

#include "base/log.h"
#include "web/answer.h"
#include "web/hooks.h"
#include "web/writer.h"

static const struct hook *
find(const struct web *w, struct str name, size_t *at)
{
	for (*at = 0; hooks[*at]; (*at)++)
		if (w->hook_open[*at] && str_eqc(name, hooks[*at]->name))
			return hooks[*at];
	return NULL;
}

size_t
caller_ceiling(const struct web *w, struct str name)
{
	size_t at;
	const struct hook *h = find(w, name, &at);

	return h ? h->body : 0;
}

/* What they sign goes by the real clock. */
static int64_t
real_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec;
}

static enum rc
store_event(struct web_thread *t, const struct hookevent *e, struct err *err)
{
	enum rc rc = writer_open(t, err);

	if (rc != RC_OK)
		return RC_DOWN;
	rc = store_begin(t->write, err);
	if (rc == RC_OK)
		rc = hookevents_add(t->write, e, err);
	if (rc == RC_OK)
		return store_commit(t->write, err);
	store_rollback(t->write);
	if (rc == RC_DOWN)
		store_close(&t->write);
	return rc;
}

static struct flow *
reader(struct web_thread *t)
{
	t->flow.store = t->read;
	return t->read ? &t->flow : NULL;
}

/* 503: they shall come again. */
static void
take(struct web_thread *t, const struct hook *h, const struct hook_out *told,
    struct httpd_answer *out)
{
	struct err err = {{0}};
	enum rc rc = store_event(t, &told->event, &err);

	if (rc != RC_OK && rc != RC_MISS) {
		atomic_fetch_add(&t->web->counts.failed, 1);
		log_event(LOG_WARN, "hook-failed", "hook=%s class=%s why=%s",
		    h->name, err_name(rc), err.text);
		answer_text(
		    t->web, 503, STR("text/plain"), STR("later\n"), out);
		return;
	}
	atomic_fetch_add(&t->web->counts.hooks, 1);
	log_event(LOG_INFO, "hook", "hook=%s id=%.*s again=%d", h->name,
	    STR_ARG(told->event.id), rc == RC_MISS);
	answer_text(t->web, 200, told->type, told->body, out);
}

void
caller_serve(struct web_thread *t, const struct httpd_request *rq,
    struct str name, struct httpd_answer *out)
{
	struct web *w = t->web;
	struct hook_out told = {.body = {NULL, 0}};
	struct err err = {{0}};
	size_t at;
	const struct hook *h = find(w, name, &at);
	struct hook_ask ask = {
	    .a = t->a,
	    .now = real_now(),
	    .request = rq,
	    .f = reader(t),
	    .url = arena_fmt(t->a, "%.*s/hook/%.*s%s%.*s",
		STR_ARG(w->flow.set->links_base), STR_ARG(name),
		rq->query.n ? "?" : "", STR_ARG(rq->query)),
	};

	if (h == NULL) {
		answer_words(t, rq, ANSWER_MISSING, out);
		return;
	}
	if (h->take(w->hook_secrets[at], &ask, &told, &err) == RC_OK) {
		take(t, h, &told, out);
		return;
	}
	atomic_fetch_add(&w->counts.refused, 1);
	/* Whoever sends a thousand a second fills no log with them. */
	if (ask.now != atomic_exchange(&w->refused_at, ask.now))
		log_event(LOG_WARN, "hook-refused", "hook=%s why=%s", h->name,
		    err.text);
	answer_text(w, 400, STR("text/plain"), STR("refused\n"), out);
}
