#include "flow/facts.h"
#include "flow/params.h"
#include "flow/postform.h"
#include "model/limits.h"
#include "render/locale.h"
#include "store/exchange.h"
#include "web/fields.h"
#include "web/pages.h"
#include "web/view.h"

/* "pat@acme.example wrote: ", as the timeline says it. */
static struct str
without_writer(const struct page_ask *ask, struct str text)
{
	struct str head =
	    arena_fmt(ask->a, "%.*s wrote: ", STR_ARG(ask->contact->email));

	return str_fold_starts(text, head) ? str_sub(text, head.n, text.n)
					   : text;
}

static void
put_lines(const struct page_ask *ask, struct value *row, struct str text)
{
	struct value *list = value_list(ask->a);
	struct str rest = text, line;

	while (str_line(&rest, &line)) {
		struct value *one = value_map(ask->a);

		value_set_text(ask->a, one, "line", line);
		value_push(ask->a, list, one);
	}
	view_list(ask, row, "lines", list);
}

/* What one of our own people wrote is shown; of the rest, what it was. */
static void
put_ours(
    const struct page_ask *ask, const struct exchange_row *x, struct value *row)
{
	struct params p;

	value_set_bool(ask->a, row, "ours", true);
	value_set_text(ask->a, row, "subject", x->subject);
	if (!str_eqc(x->kind, "relay"))
		return;
	params_read(ask->a, x->params, &p);
	value_set_text(ask->a, row, "by", p.by);
	put_lines(ask, row, p.text);
}

static void
put_theirs(
    const struct page_ask *ask, const struct exchange_row *x, struct value *row)
{
	struct posting_form form;

	if (x->fields.n == 0) {
		put_lines(ask, row, without_writer(ask, x->text));
		return;
	}
	postform_read(ask->a, x->fields, &form);
	value_put_bool(
	    ask->a, row, arena_fmt(ask->a, "by_%.*s", STR_ARG(x->kind)), true);
	put_lines(ask, row, form.words);
}

static struct str
moment(const struct page_ask *ask, int64_t at)
{
	return locale_date(
	    ask->a, ask->locale, facts_day(ask->f, ask->facts, at));
}

static enum rc
put_exchange(const struct page_ask *ask, struct value *values, struct err *err)
{
	struct exchange_ask want = {
	    ask->facts->account.id, ask->contact->id, LIMIT_THREAD};
	struct value *list = value_list(ask->a);
	struct exchange_row *v = NULL;
	size_t n = 0;
	enum rc rc = exchange_read(ask->f->store, ask->a, &want, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct value *row = value_map(ask->a);

		value_set_text(ask->a, row, "at", moment(ask, v[i].at));
		if (v[i].ours)
			put_ours(ask, &v[i], row);
		else
			put_theirs(ask, &v[i], row);
		value_push(ask->a, list, row);
	}
	value_set(ask->a, values, "messages", list);
	value_set_bool(ask->a, values, "any", n > 0);
	return rc;
}

static enum rc
show(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	static const char *const again[] = {"words"};

	out->form = PAGE_HTML;
	out->template_name = "messages";
	fields_invoices(ask, FIELDS_PROMISED, out->values);
	fields_again(ask, out->values, again, 1);
	/* Of a link that names nobody: whose words would be shown? */
	return ask->contact ? put_exchange(ask, out->values, err) : RC_OK;
}

static enum rc
take(const struct page_ask *ask, struct page_post *p, struct page_out *out,
    struct err *err)
{
	struct posting_form form;
	struct posting_read read;
	enum rc rc;

	fields_read(ask, &form);
	rc = fields_check(ask, POSTING_MESSAGE, &form, &read, err);
	if (rc != RC_OK)
		return rc;
	fields_files(ask, p, &read);
	rc = fields_keep(ask, p, &form, &read, out, err);
	p->kind = str_of(posting_kind_name(POSTING_MESSAGE));
	return rc;
}

const struct page page_messages = {
    .name = "messages",
    .body = LIMIT_POST_BODY,
    .show = show,
    .take = take,
};
