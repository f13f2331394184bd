#include "web/web.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/xalloc.h"
#include "flow/library.h"
#include "flow/ours.h"
#include "model/limits.h"
#include "render/tint.h"
#include "web/hooks.h"
#include "web/serve.h"

#define WEB_ARENA   (8u << 20)
#define STYLE_COLOR "#1155cc"

/* "https://pay.example.com/portal": origin and path. */
static void
set_places(struct web *w)
{
	struct str base = w->flow.set->links_base;
	size_t at = str_find(base, STR("://")), slash;

	at = at == STR_NPOS ? 0 : at + 3;
	slash = str_chr(str_sub(base, at, base.n), '/');
	slash = slash == STR_NPOS ? base.n : at + slash;
	w->origin = arena_dup(w->a, str_sub(base, 0, slash));
	w->prefix = str_sub(base, slash, base.n);
	while (str_ends(w->prefix, STR("/")))
		w->prefix = str_sub(w->prefix, 0, w->prefix.n - 1);
	w->prefix = arena_dup(w->a, w->prefix);
	w->is_https = str_starts(base, STR("https:"));
}

static struct str
color_text(struct arena *a, uint32_t color)
{
	return arena_fmt(a, "#%06x", color);
}

/* "/style.css?v=0f3a...": another text, another address. */
static struct str
versioned(struct web *w, const char *name, struct str bytes)
{
	unsigned char hash[16];
	char hex[2 * sizeof(hash) + 1];

	seal_blake2b(bytes, hash, sizeof(hash));
	seal_hex(hash, sizeof(hash), hex);
	return arena_fmt(
	    w->a, "%.*s/%s?v=%.16s", STR_ARG(w->prefix), name, hex);
}

/* Styles take the company's colours: pages may not carry any of their own. */
static enum rc
read_style(struct web *w, const char *dir, struct err *err)
{
	struct value *v = value_map(w->a);
	struct template *t = NULL;
	struct buf text, out;
	char path[PATH_MAX];
	uint32_t color = 0;
	enum rc rc;

	snprintf(path, sizeof(path), "%s/style.css", dir);
	buf_init(&text, LIMIT_TEMPLATE_FILE);
	buf_init(&out, LIMIT_TEMPLATE_FILE);
	if (!tint_parse(w->flow.set->company_color, &color))
		tint_parse(STR(STYLE_COLOR), &color);
	color = tint_legible(color);
	value_set_text(w->a, v, "color", color_text(w->a, color));
	value_set_text(
	    w->a, v, "dark", color_text(w->a, tint_mix(color, 0, 25)));
	value_set_text(
	    w->a, v, "tint", color_text(w->a, tint_mix(color, 0xffffff, 92)));
	rc = file_read(path, &text, err);
	if (rc == RC_OK)
		rc = template_compile(buf_str(&text), &t, err);
	if (rc == RC_OK) {
		template_render(t, v, ESCAPE_NONE, NULL, NULL, &out);
		w->style = arena_dup(w->a, buf_str(&out));
		w->style_url = versioned(w, "style.css", w->style);
	}
	template_free(&t);
	buf_fini(&text);
	buf_fini(&out);
	return rc == RC_MISS ? RC_BAD : rc;
}

static struct str
picture_type(struct str bytes)
{
	if (str_starts(bytes, STR("\x89PNG\r\n\x1a\n")))
		return STR("image/png");
	if (str_starts(bytes, STR("\xff\xd8\xff")))
		return STR("image/jpeg");
	if (str_starts(bytes, STR("<svg")) || str_starts(bytes, STR("<?xml")))
		return STR("image/svg+xml");
	return (struct str){NULL, 0};
}

static enum rc
read_logo(struct web *w, struct err *err)
{
	struct str path = w->flow.set->portal_logo;
	struct buf bytes;
	enum rc rc;

	if (str_is_empty(path))
		return RC_OK;
	buf_init(&bytes, LIMIT_WEB_LOGO);
	rc = file_read(path.p, &bytes, err);
	if (rc == RC_OK) {
		w->logo = arena_dup(w->a, buf_str(&bytes));
		w->logo_type = picture_type(w->logo);
		w->logo_url = versioned(w, "logo", w->logo);
		if (w->logo_type.n == 0)
			rc = err_set(err, RC_BAD,
			    "%.*s: a logo is PNG, JPEG or SVG", STR_ARG(path));
	}
	buf_fini(&bytes);
	return rc == RC_MISS ? RC_BAD : rc;
}

static enum rc
open_hooks(struct web *w, struct err *err)
{
	for (size_t i = 0; hooks[i] && i < WEB_HOOKS; i++) {
		enum rc rc =
		    hooks[i]->open(w->flow.set, &w->hook_secrets[i], err);

		if (rc != RC_OK && rc != RC_MISS)
			return err_prefix(err, rc, "%s", hooks[i]->name);
		w->hook_open[i] = rc == RC_OK;
	}
	return RC_OK;
}

enum rc
web_open(const struct web_start *s, struct web **out, text_report *report,
    void *ctx, struct err *err)
{
	struct web *w = xcalloc(1, sizeof(*w));
	struct str texts = s->flow->set->portal_texts;
	enum rc rc;

	w->flow = *s->flow;
	w->flow.store = NULL;
	w->now = s->now;
	w->clock = s->clock;
	w->ledger = s->flow->set->ledger_path;
	w->a = arena_new(WEB_ARENA);
	w->nonce = nonce_new();
	w->sessions = staffsession_new();
	w->budget = budget_new();
	set_places(w);
	rc = text_load(texts.p, &w->text, report, ctx, err);
	if (rc == RC_OK)
		rc = read_style(w, texts.p, err);
	if (rc == RC_OK)
		rc = read_logo(w, err);
	if (rc == RC_OK)
		rc = open_hooks(w, err);
	if (rc != RC_OK)
		web_free(&w);
	*out = w;
	return rc;
}

void
web_free(struct web **wp)
{
	struct web *w = *wp;

	*wp = NULL;
	if (w == NULL)
		return;
	for (size_t i = 0; hooks[i] && i < WEB_HOOKS; i++)
		if (w->hook_open[i])
			hooks[i]->close(&w->hook_secrets[i]);
	text_free(&w->text);
	nonce_free(&w->nonce);
	staffsession_free(&w->sessions);
	budget_free(&w->budget);
	arena_free(&w->a);
	free(w);
}

static void
close_thread(void *ctx, void *thread)
{
	struct web_thread *t = thread;

	(void)ctx;
	store_close(&t->read);
	store_close(&t->write);
	library_free(&t->flow.library);
	ours_free(&t->flow.ours);
	token_memory_free(&t->tokens);
	arena_free(&t->a);
	free(t);
}

/* What is compiled when it is first used is each thread's own. A ledger that
 * is not usable ends the server; one that is away may come back. */
static void *
open_thread(void *ctx)
{
	struct web_thread *t = xcalloc(1, sizeof(*t));
	struct err err = {{0}};
	enum rc rc;

	t->web = ctx;
	t->flow = t->web->flow;
	t->flow.library = library_new(t->web->flow.set->templates_dir);
	t->flow.ours = ours_new(t->web->flow.set->templates_dir);
	t->a = arena_new(LIMIT_JOB_ARENA);
	t->tokens = token_memory_new();
	rc = store_open(arena_cstr(t->a, t->web->ledger),
	    DB_READONLY | DB_THREADS, &t->read, &err);
	if (rc != RC_OK)
		log_event(LOG_ERROR, "ledger-closed", "class=%s why=%s",
		    err_name(rc), err.text);
	if (rc == RC_BAD || rc == RC_MISS)
		close_thread(ctx, t);
	return rc == RC_BAD || rc == RC_MISS ? NULL : t;
}

static size_t
ceiling(void *ctx, struct str path)
{
	return serve_ceiling(ctx, path);
}

static void
serve(void *ctx, void *thread, const struct httpd_request *rq,
    struct httpd_answer *out)
{
	(void)ctx;
	serve_request(thread, rq, out);
}

struct httpd_handler
web_handler(struct web *w)
{
	return (struct httpd_handler){
	    .ctx = w,
	    .open = open_thread,
	    .close = close_thread,
	    .ceiling = ceiling,
	    .serve = serve,
	};
}
