#include "flow/judge_load.h"

#include "store/outbox.h"

enum rc
judge_load_counts(const struct gather *g, int64_t now, struct str exchange,
    struct inbound *in, struct err *err)
{
	const struct contact *to = in->sender ? in->sender : in->asked;
	struct outbox_answers given = {0};
	enum rc rc = RC_OK;

	if (to != NULL)
		rc = outbox_answers(g->f->store, to->email, exchange,
		    now - DAY_SECS, &given, err);
	in->answers_address = given.address;
	in->answers_thread = given.thread;
	in->documents_today = given.documents;
	return rc;
}

enum rc
judge_load_touch(const struct gather *g, struct inbound *in, struct err *err)
{
	struct outbox_line *lines = NULL;
	struct str *ids;
	size_t n = 0;
	enum rc rc;

	if (str_is_empty(in->thread->touch))
		return RC_OK;
	rc =
	    outbox_lines(g->f->store, g->a, in->thread->touch, &lines, &n, err);
	ids = arena_array(g->a, n, sizeof(*ids));
	for (size_t i = 0; i < n; i++)
		ids[i] = lines[i].invoice;
	in->touch_invoices = ids;
	in->touch_invoice_count = n;
	return rc;
}
