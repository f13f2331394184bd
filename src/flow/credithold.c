#include "flow/credithold.h"

#include "flow/creditdesk.h"
#include "flow/remark.h"

struct credithold
credithold_hold(void)
{
	return (struct credithold){
	    .mode = CREDIT_ON, .excused = DAY_NONE, .words = "credit hold"};
}

struct credithold
credithold_release(void)
{
	return (struct credithold){
	    .mode = CREDIT_AUTO,
	    .excused = CREDIT_UNTIL_CURED,
	    .lets_go = true,
	    .words = "credit hold released",
	};
}

enum rc
credithold_is(
    const struct flow *f, struct arena *a, struct str account, struct err *err)
{
	struct creditbook book;
	enum rc rc = creditbook_get(f->store, a, account, &book, err);

	if (rc == RC_OK && book.since == DAY_NONE)
		return RC_MISS;
	return rc;
}

static enum rc
set_mode(const struct flow *f, struct arena *a, const struct credithold *wish,
    struct err *err)
{
	struct creditbook book;
	enum rc rc = creditbook_get(f->store, a, wish->account, &book, err);

	if (rc == RC_MISS)
		return err_set(err, rc, "the ledger knows no account %.*s",
		    STR_ARG(wish->account));
	if (rc != RC_OK)
		return rc;
	if (wish->lets_go && book.since == DAY_NONE)
		return err_set(err, RC_BAD, "%.*s is not on credit hold",
		    STR_ARG(wish->account));
	book.mode = str_of(credit_mode_name(wish->mode));
	book.excused = wish->excused;
	book.by = wish->by;
	book.why = wish->why;
	return creditbook_put(f->store, &book, err);
}

enum rc
credithold_set(const struct flow *f, struct arena *a,
    const struct credithold *wish, struct str *text, struct err *err)
{
	struct remark r = {
	    .account = wish->account,
	    .text = arena_fmt(a, "%s%s%.*s", wish->words,
		wish->why.n ? ": " : "", STR_ARG(wish->why)),
	    .by = wish->by,
	    .kind = "hold",
	    .inbox = wish->inbox,
	    .now = wish->now,
	};
	enum rc rc = set_mode(f, a, wish, err);

	*text = r.text;
	if (rc == RC_OK)
		rc = remark_add(f, a, &r, err);
	return rc == RC_OK
		   ? creditdesk_settle(f, a, wish->account, wish->now, err)
		   : rc;
}
