#include "model/limits.h"
#include "model/names.h"
#include "web/fields.h"
#include "web/pages.h"

static enum rc
show(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	static const char *const again[] = {"amount", "words"};
	struct str reason = fields_text(ask, "reason");
	enum dispute_reason known;

	(void)err;
	out->form = PAGE_HTML;
	out->template_name = "dispute";
	fields_invoices(ask, FIELDS_ANY, out->values);
	fields_again(ask, out->values, again, 2);
	if (name_reason_parse(reason, &known))
		value_put_bool(ask->a, out->values,
		    arena_fmt(ask->a, "for_%s", name_reason(known)), true);
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
	rc = fields_check(ask, POSTING_DISPUTE, &form, &read, err);
	if (rc != RC_OK)
		return rc;
	fields_files(ask, p, &read);
	return fields_keep(ask, p, &form, &read, out, err);
}

const struct page page_dispute = {
    .name = "dispute",
    .body = LIMIT_POST_BODY,
    .show = show,
    .take = take,
};
