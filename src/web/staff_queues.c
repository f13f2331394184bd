#include "store/staffview.h"
#include "web/staffvalue.h"

static enum rc
show_queues(
    const struct staffpage_ask *ask, struct page_out *out, struct err *err)
{
	struct value *rows = value_list(ask->a);
	struct staffview_queue *q = NULL;
	size_t n = 0;
	enum rc rc = staffview_queues(ask->f->store, ask->a, &q, &n, err);

	out->template_name = "staff-queues";
	value_set_text(ask->a, out->values, "title", STR("Queues"));
	for (size_t i = 0; i < n; i++) {
		struct value *v = value_map(ask->a);

		value_set_text(ask->a, v, "name", q[i].name);
		staffvalue_set_number(ask, v, "mails", q[i].mails);
		staffvalue_set_instant(ask, v, "last", q[i].last);
		staffvalue_set_link(ask, v, "link", "queue", q[i].name);
		value_push(ask->a, rows, v);
	}
	value_set(ask->a, out->values, "queues", rows);
	value_set_bool(ask->a, out->values, "has_queues", n > 0);
	return rc;
}

const struct staffpage staff_queues = {.name = "queues", .show = show_queues};
