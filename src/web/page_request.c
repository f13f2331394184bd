#include "model/names.h"
#include "web/fields.h"
#include "web/pages.h"

#define BODY (64u << 10)

static enum rc
show(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	static const char *const again[] = {"reference", "words"};
	struct str type = fields_text(ask, "type");
	enum document_type known;

	(void)err;
	out->form = PAGE_HTML;
	out->template_name = "request";
	fields_invoices(ask, FIELDS_PROMISED, out->values);
	fields_again(ask, out->values, again, 2);
	if (ask->field_count == 0 && ask->rest.n > 0) {
		type = STR("invoice");
		value_set_text(ask->a, out->values, "reference", ask->rest);
	}
	if (name_document_parse(type, &known))
		value_put_bool(ask->a, out->values,
		    arena_fmt(ask->a, "for_%s", name_document(known)), true);
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
	rc = fields_check(ask, POSTING_REQUEST, &form, &read, err);
	return rc == RC_OK ? fields_keep(ask, p, &form, &read, out, err) : rc;
}

const struct page page_request = {
    .name = "request",
    .body = BODY,
    .show = show,
    .take = take,
};
