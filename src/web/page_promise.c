#include "model/limits.h"
#include "web/fields.h"
#include "web/pages.h"

#define BODY (64u << 10)

static void
set_day(const struct page_ask *ask, struct value *v, const char *name, day_t d)
{
	char text[DAY_TEXT];

	value_set_text(
	    ask->a, v, name, arena_dup(ask->a, str_of(day_iso(d, text))));
}

static enum rc
show(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	static const char *const again[] = {"date", "amount", "words"};

	(void)err;
	out->form = PAGE_HTML;
	out->template_name = "promise";
	fields_invoices(ask, FIELDS_PROMISED, out->values);
	fields_again(ask, out->values, again, 3);
	set_day(ask, out->values, "first_day", ask->facts->today);
	set_day(ask, out->values, "last_day",
	    ask->facts->today + LIMIT_PROMISE_DAYS);
	return RC_OK;
}

static enum rc
take(const struct page_ask *ask, struct page_post *p, struct page_out *out,
    struct err *err)
{
	struct posting_form form;
	struct posting_read read;
	enum rc rc;

	fields_read(ask, &form);
	rc = fields_check(ask, POSTING_PROMISE, &form, &read, err);
	return rc == RC_OK ? fields_keep(ask, p, &form, &read, out, err) : rc;
}

const struct page page_promise = {
    .name = "promise",
    .body = BODY,
    .show = show,
    .take = take,
};
