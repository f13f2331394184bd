#include "web/caller.h"

#include <time.h>

#include "base/log.h"
#include "model/limits.h"
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

static struct budget_ask
wrong_ones(const struct httpd_request *rq, int64_t now)
{
	return (struct budget_ask){
	    .kind = 'H',
	    .key = rq->place,
	    .now = now,
	    .most = httpd_is_placed(rq) ? LIMIT_HOOK_WRONG : 0,
	    .seconds = 60,
	};
}

static void
tell_busy(struct web_thread *t, int64_t wait, struct httpd_answer *out)
{
	atomic_fetch_add(&t->web->counts.limited, 1);
	answer_text(t->web, 429, STR("text/plain"), STR("too many\n"), out);
	httpd_add(out, "Retry-After", arena_fmt(t->a, "%lld", (long long)wait));
}

static void
refuse(struct web_thread *t, const char *name, int64_t now,
    const struct err *why, struct httpd_answer *out)
{
	struct web *w = t->web;

	atomic_fetch_add(&w->counts.refused, 1);
	/* Whoever sends a thousand a second fills no log with them. */
	if (now != atomic_exchange(&w->refused_at, now))
		log_event(LOG_WARN, "hook-refused", "hook=%s why=%s", name,
		    why->text);
	answer_text(w, 400, STR("text/plain"), STR("refused\n"), out);
}

/* What is signed as theirs clears what others, or another account of theirs,
 * sent from the same address. */
static void
hear(struct web_thread *t, const struct hook *h, const void *secret,
    const struct hook_ask *ask, struct httpd_answer *out)
{
	const struct budget_ask wrong = wrong_ones(ask->request, ask->now);
	struct hook_out told = {.body = {NULL, 0}};
	struct err err = {{0}};
	enum rc rc = h->take(secret, ask, &told, &err);

	if (told.theirs)
		budget_forgive(t->web->budget, &wrong);
	else
		budget_take(t->web->budget, &wrong);
	if (rc == RC_OK)
		take(t, h, &told, out);
	else
		refuse(t, h->name, ask->now, &err, out);
}

void
caller_serve(struct web_thread *t, const struct httpd_request *rq,
    struct str name, struct httpd_answer *out)
{
	struct web *w = t->web;
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
	const struct budget_ask wrong = wrong_ones(rq, ask.now);
	int64_t wait = budget_look(w->budget, &wrong);

	if (wait > 0) {
		tell_busy(t, wait, out);
	} else if (h == NULL) {
		budget_take(w->budget, &wrong);
		answer_words(t, rq, ANSWER_MISSING, out);
	} else {
		hear(t, h, w->hook_secrets[at], &ask, out);
	}
}
