#include "web/staffletter.h"
#include "web/staffvalue.h"

static enum rc
show_mail(
    const struct staffpage_ask *ask, struct page_out *out, struct err *err)
{
	struct staffview_mail m;
	enum rc rc = staffview_mail(
	    ask->f->store, ask->a, staffvalue_query(ask, "id"), &m, err);

	if (rc != RC_OK)
		return rc;
	out->template_name = "staff-mail";
	value_set_text(ask->a, out->values, "title", STR("A mail"));
	value_set(ask->a, out->values, "mail", staffletter_of(ask, &m));
	return RC_OK;
}

const struct staffpage staff_mail = {.name = "mail", .show = show_mail};
