#include "web/staffletter.h"
#include "web/staffvalue.h"

#define ROWS 25 /* with the words of each */

static void
set_turn(const struct staffpage_ask *ask, struct value *map, const char *name,
    int64_t from, struct str queue)
{
	value_set_text(ask->a, map, name,
	    arena_fmt(ask->a, "?id=%.*s&from=%lld",
		STR_ARG(staffvalue_escape(ask->a, queue)), (long long)from));
}

/* One more than is shown says whether there is a later page. */
static enum rc
show_queue(
    const struct staffpage_ask *ask, struct page_out *out, struct err *err)
{
	struct staffview_want want = {
	    .queue = staffvalue_query(ask, "id"),
	    .from = staffvalue_from(ask),
	    .max = ROWS + 1,
	};
	struct value *rows = value_list(ask->a);
	struct staffview_mail *v = NULL;
	size_t n = 0;
	enum rc rc;

	if (want.queue.n == 0 || want.queue.n > 64)
		return RC_MISS;
	rc = staffview_queue(ask->f->store, ask->a, &want, &v, &n, err);
	out->template_name = "staff-queue";
	value_set_text(ask->a, out->values, "title",
	    staffvalue_words(ask->a, want.queue, 100));
	for (size_t i = 0; i < n && i < ROWS; i++)
		value_push(ask->a, rows, staffletter_of(ask, &v[i]));
	value_set_text(ask->a, out->values, "queue",
	    staffvalue_words(ask->a, want.queue, 64));
	value_set(ask->a, out->values, "mails", rows);
	value_set_bool(ask->a, out->values, "has_mails", n > 0);
	if (want.from > 0)
		set_turn(ask, out->values, "earlier",
		    want.from > ROWS ? want.from - ROWS : 0, want.queue);
	if (n > ROWS)
		set_turn(
		    ask, out->values, "later", want.from + ROWS, want.queue);
	return rc;
}

const struct staffpage staff_queue = {.name = "queue", .show = show_queue};
