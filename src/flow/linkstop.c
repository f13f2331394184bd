#include "flow/linkstop.h"

#include "flow/remark.h"
#include "store/revoked.h"

static enum rc
remark(const struct linkstop *x, struct str account, struct str text,
    struct err *err)
{
	struct remark r = {
	    .account = account,
	    .text = text,
	    .by = x->by,
	    .kind = "links",
	    .id = x->id,
	    .inbox = x->inbox,
	    .now = x->now,
	};

	return account.n > 0 ? remark_add(x->f, x->a, &r, err) : RC_OK;
}

enum rc
linkstop_all(const struct linkstop *x, struct err *err)
{
	struct revoked_stop stop = {
	    .account = x->account,
	    .contact = x->contact,
	    .until = x->now + x->f->set->links_days * DAY_SECS - 1,
	    .by = x->by,
	    .at = x->now,
	};
	enum rc rc = revoked_all(x->f->store, &stop, err);

	return rc == RC_OK
		   ? remark(x, x->account,
			 x->contact.n > 0
			     ? arena_fmt(x->a,
				   "the links of contact %.*s made so far "
				   "open nothing any more",
				   STR_ARG(x->contact))
			     : STR("the links made so far open nothing any "
				   "more"),
			 err)
		   : rc;
}

enum rc
linkstop_one(const struct linkstop *x, const struct link *link, struct err *err)
{
	enum rc rc = revoked_link(x->f->store, link->id, x->by, x->now, err);

	return rc == RC_OK
		   ? remark(x, link->account,
			 arena_fmt(x->a, "link %.*s opens nothing any more",
			     STR_ARG(link->id)),
			 err)
		   : rc;
}
