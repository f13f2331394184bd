#include "store/ledger.h"
#include "web/staffrecent.h"
#include "web/staffvalue.h"

static enum rc
show_timeline(
    const struct staffpage_ask *ask, struct page_out *out, struct err *err)
{
	struct str id = staffvalue_query(ask, "id");
	struct value *about = value_map(ask->a);
	struct account account;
	enum rc rc = ledger_account(ask->f->store, ask->a, id, &account, err);

	if (rc != RC_OK)
		return rc;
	out->template_name = "staff-timeline";
	value_set_text(ask->a, out->values, "title",
	    staffvalue_words(ask->a, account.name, 100));
	value_set_text(ask->a, about, "id", account.id);
	value_set_text(ask->a, about, "name", account.name);
	staffvalue_set_link(ask, about, "link", "account", account.id);
	value_set(ask->a, out->values, "about", about);
	return staffrecent_set(ask, out->values, id, 0, err);
}

const struct staffpage staff_timeline = {
    .name = "timeline", .show = show_timeline};
