#include "flow/desk_relay.h"

#include "flow/remark.h"

enum rc
desk_relay(const struct desk_mail *m, struct str text, struct desk_result *out,
    struct err *err)
{
	struct remark r = {
	    .account = m->answers->account,
	    .text = text,
	    .by = m->by,
	    .kind = "staff",
	    .id = arena_fmt(m->a, "%.32s/staff", m->inbox.p),
	    .inbox = m->inbox,
	    .now = m->now,
	};

	if (m->account == NULL)
		return err_set(err, RC_BAD,
		    "the mail that you answer is about no account");
	out->reason = STR("Your text is noted; it went to nobody.");
	return remark_add(m->f, m->a, &r, err);
}
