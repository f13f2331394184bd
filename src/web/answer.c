#include "web/answer.h"

#include <stdio.h>
#include <string.h>

#include "model/limits.h"
#include "render/locale.h"

#define CSP                                                                    \
	"default-src 'none'; style-src 'self'; img-src 'self'; "               \
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
#define PAGE_ROOM (24u << 10) /* most are not longer */
#define HTML      "text/html; charset=utf-8"

void
answer_begin(const struct web *w, struct httpd_answer *out, int status)
{
	out->status = status;
	buf_init(&out->body, LIMIT_WEB_ANSWER);
	httpd_add(out, "Content-Security-Policy", STR(CSP));
	httpd_add(out, "X-Content-Type-Options", STR("nosniff"));
	httpd_add(out, "Referrer-Policy", STR("no-referrer"));
	httpd_add(out, "X-Frame-Options", STR("DENY"));
	httpd_add(out, "X-Robots-Tag", STR("noindex, nofollow"));
	httpd_add(out, "Cross-Origin-Resource-Policy", STR("same-origin"));
	httpd_add(out, "Cross-Origin-Opener-Policy", STR("same-origin"));
	if (w->is_https)
		httpd_add(
		    out, "Strict-Transport-Security", STR("max-age=31536000"));
}

static void
no_store(struct httpd_answer *out)
{
	httpd_add(out, "Cache-Control", STR("no-store"));
}

struct value *
answer_values(const struct web *w, struct arena *a)
{
	const struct settings *set = w->flow.set;
	struct value *v = value_map(a), *company = value_map(a);

	value_set_text(a, company, "name", set->company_name);
	value_set_text(a, company, "email", set->company_email);
	value_set_text(a, company, "phone", set->company_phone);
	value_set_text(a, company, "color", set->company_color);
	value_set_text(a, company, "logo", w->logo_url);
	value_set(a, v, "company", company);
	value_set_text(a, v, "root", w->prefix);
	value_set_text(a, v, "style", w->style_url);
	return v;
}

void
answer_text(const struct web *w, int status, struct str type, struct str text,
    struct httpd_answer *out)
{
	answer_begin(w, out, status);
	no_store(out);
	if (type.n > 0)
		httpd_add(out, "Content-Type", type);
	buf_add_str(&out->body, text);
}

void
answer_static(const struct web *w, struct str type, struct str bytes,
    struct httpd_answer *out)
{
	answer_begin(w, out, 200);
	httpd_add(out, "Content-Type", type);
	httpd_add(out, "Cache-Control", STR("public, max-age=604800"));
	buf_add_str(&out->body, bytes);
}

void
answer_redirect(const struct web *w, struct str to, struct httpd_answer *out)
{
	answer_begin(w, out, 303);
	no_store(out);
	httpd_add(out, "Location", to);
}

struct str
answer_language(const struct web *w, const struct httpd_request *rq)
{
	struct str rest = httpd_header(rq, "Accept-Language"), one;

	for (int i = 0; i < 16 && str_cut(&rest, ',', &one); i++) {
		struct str tag = str_trim(one), known;
		size_t end = str_chr(tag, ';');

		tag = str_sub(tag, 0, end);
		known = text_language(w->text, tag);
		if (str_fold_starts(tag, known))
			return known;
	}
	return text_language(w->text, w->flow.set->company_locale);
}

void
answer_words(struct web_thread *t, const struct httpd_request *rq,
    enum answer_kind kind, struct httpd_answer *out)
{
	static const struct {
		int status;
		const char *name;
	} kinds[ANSWER_KINDS] = {
	    [ANSWER_MISSING] = {404, "missing"},
	    [ANSWER_EXPIRED] = {410, "expired"},
	    [ANSWER_BUSY] = {429, "busy"},
	    [ANSWER_LATER] = {503, "later"},
	    [ANSWER_METHOD] = {405, "method"},
	    [ANSWER_FOREIGN] = {403, "foreign"},
	};
	struct str language = answer_language(t->web, rq);
	struct value *v = answer_values(t->web, t->a);
	const char *name = kinds[kind].name;

	answer_begin(t->web, out, kinds[kind].status);
	no_store(out);
	httpd_add(out, "Content-Type", STR(HTML));
	if (kind == ANSWER_METHOD)
		httpd_add(out, "Allow", STR("GET, HEAD, POST, OPTIONS"));
	if (kind == ANSWER_LATER)
		httpd_add(out, "Retry-After", STR("10"));
	value_set_text(t->a, v, "language", language);
	value_set_bool(
	    t->a, v, arena_cstr(t->a, arena_fmt(t->a, "is_%s", name)), true);
	value_set_text(t->a, v, "title",
	    text_word(t->web->text, t->a,
		arena_cstr(t->a, arena_fmt(t->a, "title_%s", name)), language,
		v));
	if (text_page(t->web->text, "error", language, v, &out->body, NULL) !=
	    RC_OK)
		buf_clear(&out->body);
}

/* RFC 6266 and 8187: plain letters for the old, all of it for the others. */
static struct str
disposition(struct arena *a, struct str name)
{
	static const char digits[] = "0123456789ABCDEF";
	struct buf b;
	struct str out;

	buf_init(&b, 4096);
	buf_adds(&b, "attachment; filename=\"");
	for (size_t i = 0; i < name.n; i++)
		buf_addc(&b, str_is_alnum(name.p[i]) || strchr("._-", name.p[i])
				 ? name.p[i]
				 : '_');
	buf_adds(&b, "\"; filename*=UTF-8''");
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];

		if (str_is_alnum((char)c) || (c && strchr("._-", c))) {
			buf_addc(&b, (char)c);
			continue;
		}
		buf_addc(&b, '%');
		buf_addc(&b, digits[c >> 4]);
		buf_addc(&b, digits[c & 15]);
	}
	out = arena_dup(a, buf_str(&b));
	buf_fini(&b);
	return out;
}

static void
answer_file(
    struct web_thread *t, const struct page_out *page, struct httpd_answer *out)
{
	answer_begin(t->web, out, page->status ? page->status : 200);
	no_store(out);
	httpd_add(out, "Content-Type", page->type);
	httpd_add(out, "Content-Disposition",
	    disposition(t->a, str_sub(page->name, 0, 200)));
	buf_add_str(&out->body, page->bytes);
}

static enum rc
answer_html(struct web_thread *t, struct str language,
    const struct page_out *page, struct httpd_answer *out, struct err *err)
{
	struct value *v = page->values;
	char title[80];

	snprintf(title, sizeof(title), "title_%s", page->template_name);
	value_set_text(t->a, v, "language", language);
	if (value_get(v, STR("title")) == NULL)
		value_set_text(t->a, v, "title",
		    text_word(t->web->text, t->a, title, language, v));
	answer_begin(t->web, out, page->status ? page->status : 200);
	no_store(out);
	httpd_add(out, "Content-Type", STR(HTML));
	httpd_add(out, "Content-Language", language);
	if (page->refresh > 0)
		httpd_add(out, "Refresh",
		    arena_fmt(t->a, "%lld%s%.*s", (long long)page->refresh,
			page->refresh_to.n ? "; url=" : "",
			STR_ARG(page->refresh_to)));
	return text_page(
	    t->web->text, page->template_name, language, v, &out->body, err);
}

enum rc
answer_page(struct web_thread *t, struct str language,
    const struct page_out *page, struct httpd_answer *out, struct err *err)
{
	switch (page->form) {
	case PAGE_HTML:
		return answer_html(t, language, page, out, err);
	case PAGE_FILE:
		answer_file(t, page, out);
		return RC_OK;
	case PAGE_REDIRECT:
		answer_redirect(t->web, page->to, out);
		return RC_OK;
	}
	return RC_BAD;
}
