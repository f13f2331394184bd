#include "web/serve.h"

#include "web/answer.h"
#include "web/caller.h"
#include "web/guest.h"
#include "web/hooks.h"
#include "web/pages.h"
#include "web/staff.h"

/* The next piece of "/a/b/c"; *rest stays what is behind it. */
static struct str
piece(struct str *rest)
{
	size_t end;
	struct str one;

	while (rest->n > 0 && rest->p[0] == '/')
		*rest = str_sub(*rest, 1, rest->n);
	end = str_chr(*rest, '/');
	one = str_sub(*rest, 0, end);
	*rest = str_sub(*rest, one.n, rest->n);
	return one;
}

static struct str
own_path(const struct web *w, struct str path)
{
	if (w->prefix.n > 0 && str_starts(path, w->prefix) &&
	    path.n > w->prefix.n && path.p[w->prefix.n] == '/')
		return str_sub(path, w->prefix.n, path.n);
	return path;
}

/* A place of ours that needs no link and reads nothing. */
static bool
serve_plain(struct web_thread *t, struct str path, struct httpd_answer *out)
{
	const struct web *w = t->web;

	if (str_eqc(path, "/health"))
		answer_text(w, 200, STR("text/plain"), STR("ok\n"), out);
	else if (str_eqc(path, "/style.css"))
		answer_static(w, STR("text/css; charset=utf-8"), w->style, out);
	else if (str_eqc(path, "/logo") && w->logo.n > 0)
		answer_static(w, w->logo_type, w->logo, out);
	else if (str_eqc(path, "/robots.txt"))
		answer_text(w, 200, STR("text/plain"),
		    STR("User-agent: *\nDisallow: /\n"), out);
	else
		return false;
	return true;
}

static void
serve_busy(struct web_thread *t, const struct httpd_request *rq, int64_t wait,
    struct httpd_answer *out)
{
	atomic_fetch_add(&t->web->counts.limited, 1);
	answer_words(t, rq, ANSWER_BUSY, out);
	httpd_add(out, "Retry-After", arena_fmt(t->a, "%lld", (long long)wait));
}

static void
serve_path(struct web_thread *t, const struct httpd_request *rq,
    struct str path, struct httpd_answer *out)
{
	struct guest g = {.t = t, .rq = rq};
	struct str rest = path, first = piece(&rest);
	const struct page *page;
	int64_t wait;

	g.now = t->web->now(t->web->clock);
	wait = guest_address_budget(&g);
	if (wait > 0) {
		serve_busy(t, rq, wait, out);
		return;
	}
	if (rq->method == HTTPD_OPTIONS) {
		answer_text(t->web, 204, (struct str){NULL, 0},
		    (struct str){NULL, 0}, out);
		httpd_add(out, "Allow", STR("GET, HEAD, POST, OPTIONS"));
		return;
	}
	if (link_purpose_parse(first, &g.purpose)) {
		g.token = piece(&rest);
		g.name = piece(&rest);
		g.rest = rest;
		guest_serve(&g, out);
		return;
	}
	if (str_eqc(first, "staff") && t->web->flow.set->portal_staff) {
		g.rest = rest;
		staff_serve(&g, out);
		return;
	}
	page = pages_find(first, true);
	if (page == NULL) {
		answer_words(t, rq, ANSWER_MISSING, out);
		return;
	}
	g.rest = rest;
	guest_anybody(&g, page, out);
}

void
serve_request(struct web_thread *t, const struct httpd_request *rq,
    struct httpd_answer *out)
{
	struct str path = own_path(t->web, rq->path), rest = path;

	arena_reset(t->a);
	if (str_eqc(piece(&rest), "hook") && rq->method == HTTPD_POST) {
		caller_serve(t, rq, piece(&rest), out);
		return;
	}
	if (rq->method == HTTPD_POST || !serve_plain(t, path, out))
		serve_path(t, rq, path, out);
}

size_t
serve_ceiling(const struct web *w, struct str path)
{
	struct str rest = own_path(w, path), first = piece(&rest), name;
	enum link_purpose purpose;
	const struct page *page;

	if (str_eqc(first, "hook"))
		return caller_ceiling(w, piece(&rest));
	if (str_eqc(first, "staff"))
		return STAFF_BODY;
	if (link_purpose_parse(first, &purpose)) {
		piece(&rest);
		name = piece(&rest);
		page = guest_page(purpose, name);
	} else {
		page = pages_find(first, true);
	}
	return page ? page->body : 0;
}
