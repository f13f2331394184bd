#include "flow/postform.h"
#include "render/locale.h"
#include "store/posts.h"
#include "web/fields.h"
#include "web/pages.h"

#define SOON_SECS 60
#define LATE_SECS 1800

/* A word of an answer as a flag: "link_gone". */
static void
flag(const struct page_ask *ask, struct value *v, const char *prefix,
    struct str word)
{
	struct str name =
	    arena_fmt(ask->a, "%s%.*s", prefix, STR_ARG(str_sub(word, 0, 40)));
	char *p = arena_cstr(ask->a, name);

	for (size_t i = 0; i < name.n; i++)
		if (p[i] == '-')
			p[i] = '_';
	value_put_bool(ask->a, v, (struct str){p, name.n}, true);
}

static bool
is_address(struct str s)
{
	return str_starts(s, STR("https://")) || str_starts(s, STR("http://"));
}

/* What was filled in, as far as it says more than "done". */
static void
put_fields(const struct page_ask *ask, const struct post *p, struct value *v)
{
	struct posting_form form;
	struct str rest, line;
	struct value *list = value_list(ask->a);
	day_t day;

	postform_read(ask->a, p->fields, &form);
	rest = form.invoices;
	while (str_line(&rest, &line)) {
		struct value *row = value_map(ask->a);

		value_set_text(ask->a, row, "id", line);
		value_push(ask->a, list, row);
	}
	value_set(ask->a, v, "invoices", list);
	if (day_parse(form.date, &day))
		value_set_text(
		    ask->a, v, "day", locale_date(ask->a, ask->locale, day));
}

/* Until somebody has acted on it the browser asks again, ever less often. */
static int64_t
ask_again(const struct page_ask *ask, const struct post *p)
{
	int64_t age = ask->now - p->at;

	if (age < SOON_SECS)
		return 1;
	return age < LATE_SECS ? 10 : 0;
}

static bool
is_theirs(const struct page_ask *ask, const struct post *p)
{
	return str_eq(p->account, ask->link->account) &&
	       str_eq(p->contact, ask->link->contact);
}

/* Some browsers hold what follows a form's answer against form-action, which
 * names nobody but us: so the page itself leads on, and the next one goes. */
static enum rc
lead_on(const struct page_ask *ask, const struct post *p, struct page_out *out)
{
	for (size_t i = 0; i < ask->query_count; i++)
		if (str_eqc(ask->query[i].name, "on")) {
			out->form = PAGE_REDIRECT;
			out->to = p->answer;
			return RC_OK;
		}
	out->form = PAGE_HTML;
	out->template_name = "done";
	out->refresh = 1;
	out->refresh_to = arena_fmt(
	    ask->a, "%.*s/done/%.*s?on=1", STR_ARG(ask->base), STR_ARG(p->id));
	value_set_bool(ask->a, out->values, "state_page", true);
	value_set_text(ask->a, out->values, "page_address", out->refresh_to);
	return RC_OK;
}

static enum rc
show(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	struct post p;
	enum rc rc =
	    posts_get(ask->f->store, ask->a, ask->rest, false, &p, err);

	if (rc != RC_OK || !is_theirs(ask, &p))
		return rc == RC_OK || rc == RC_MISS
			   ? err_set(err, RC_MISS, "no such form")
			   : rc;
	if (str_eqc(p.state, "done") && is_address(p.answer))
		return lead_on(ask, &p, out);
	out->form = PAGE_HTML;
	out->template_name = "done";
	flag(ask, out->values, "kind_", p.kind);
	flag(ask, out->values, "state_", p.state);
	put_fields(ask, &p, out->values);
	if (str_eqc(p.state, "new"))
		out->refresh = ask_again(ask, &p);
	else
		flag(ask, out->values,
		    str_eqc(p.state, "done") ? "did_" : "is_", p.answer);
	return RC_OK;
}

const struct page page_done = {
    .name = "done",
    .show = show,
};
