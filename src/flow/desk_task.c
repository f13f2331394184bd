#include "flow/desk_relay.h"
#include "flow/orders.h"
#include "flow/remark.h"

/* In answer to an answer of ours: it is kept, and goes to nobody. */
static enum rc
keep_text(const struct desk_mail *m, struct str text, struct err *err)
{
	struct remark r = {
	    .account = m->answers->account,
	    .text = text,
	    .by = m->by,
	    .kind = "staff",
	    .inbox = m->inbox,
	    .now = m->now,
	};

	return m->account == NULL ? RC_OK : remark_add(m->f, m->a, &r, err);
}

static enum rc
pass_on(const struct desk_mail *m, struct str text, struct orders_said *said,
    struct desk_result *out, struct err *err)
{
	enum rc rc;

	if (str_is_empty(text))
		return RC_OK;
	if (m->again) {
		rc = keep_text(m, text, err);
		if (rc == RC_OK && said->n > 1)
			orders_say(m, said,
			    STR("The text below is noted and went to nobody: "
				"to write to the customer answer the first "
				"mail."));
		return rc;
	}
	rc = desk_relay(m, text, out, err);
	if (rc == RC_OK && out->reason.n > 0)
		orders_say(m, said, out->reason);
	return rc;
}

enum rc
desk_task(const struct desk_mail *m, struct desk_result *out, struct err *err)
{
	struct orders orders;
	struct orders_said said = {.n = 0};
	enum rc rc;

	orders_read(m, &orders);
	if (orders.mistake_count > 0)
		return desk_refuse(
		    m, orders.mistakes, orders.mistake_count, out, err);
	if (orders.n == 0 && str_is_empty(orders.rest) && !m->again)
		return err_set(err, RC_BAD,
		    "it holds no order and no text; #help in the first line "
		    "lists the orders");
	orders_say(m, &said,
	    orders.n == 0   ? STR("Your mail is read.")
	    : orders.n == 1 ? STR("Done.")
			    : STR("All of it is done."));
	rc = orders_run(m, &orders, &said, err);
	if (rc == RC_OK)
		rc = pass_on(m, orders.rest, &said, out, err);
	if (rc != RC_OK)
		return rc;
	if (orders.n > 0)
		out->reason = arena_fmt(m->a, "%zu order%s of %.*s", orders.n,
		    orders.n == 1 ? "" : "s", STR_ARG(m->by));
	return said.n > 1 ? desk_answer(m, said.v, said.n, err) : RC_OK;
}
