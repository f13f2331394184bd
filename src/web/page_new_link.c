#include "flow/postform.h"
#include "web/fields.h"
#include "web/pages.h"

#define BODY (16u << 10)

/* Nothing is looked up here: the answer is the same for an address that is on
 * file and for one that is not, and takes the same time. */
static enum rc
show(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	static const char *const again[] = {"address"};
	bool sent = str_eqc(ask->rest, "sent");

	if (ask->rest.n > 0 && !sent)
		return err_set(err, RC_MISS, "no such page");
	out->form = PAGE_HTML;
	out->template_name = "new_link";
	fields_again(ask, out->values, again, 1);
	value_set_bool(ask->a, out->values, "sent", sent);
	return RC_OK;
}

static enum rc
take(const struct page_ask *ask, struct page_post *p, struct page_out *out,
    struct err *err)
{
	struct posting_ask rules = {.locale = ask->locale};
	struct posting_form form;
	struct posting_read read;
	enum rc rc;

	fields_read(ask, &form);
	posting_read(ask->a, POSTING_NEW_LINK, &form, &rules, &read);
	rc = fields_keep(ask, p, &form, &read, out, err);
	p->asks_for = read.address;
	p->kind = str_of(posting_kind_name(POSTING_NEW_LINK));
	out->to = arena_fmt(ask->a, "%.*s/new/sent", STR_ARG(ask->base));
	return rc;
}

const struct page page_new_link = {
    .name = "new",
    .anybody = true,
    .body = BODY,
    .show = show,
    .take = take,
};
