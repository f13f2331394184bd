#include "flow/pausing.h"

#include "flow/facts.h"
#include "store/agenda.h"
#include "store/deed.h"
#include "store/ledger.h"

#define PAUSE_DAYS 3650

enum rc
pausing_begin(const struct pausing *p, day_t until, struct err *err)
{
	struct facts_ask ask = {p->of.account, p->now, NULL, 0};
	struct facts_account facts;
	struct deed_rest rest = {
	    .account = p->of.account,
	    .invoice = p->of.invoice,
	    .contact = p->of.contact,
	    .kind = STR("pause"),
	    .reason = p->why,
	    .by = p->by,
	    .since = ask.now,
	};
	size_t ended;
	enum rc rc = facts_load(p->f, p->a, &ask, &facts, err);

	if (rc != RC_OK)
		return rc;
	if (until <= facts.today || until > facts.today + PAUSE_DAYS)
		return err_set(err, RC_BAD,
		    "a pause ends on a day to come, within ten years");
	rest.until = facts_midnight(p->f, &facts, until);
	rest.id = arena_fmt(p->a, "pause/%.*s/%.*s%.*s/%lld/%lld",
	    STR_ARG(p->of.account), STR_ARG(p->of.invoice),
	    STR_ARG(p->of.contact), (long long)rest.since,
	    (long long)rest.until);
	rc = holds_end(p->f->store, &p->of, rest.kind, ask.now, &ended, err);
	if (rc == RC_OK)
		rc = deed_rest(p->f->store, &rest, err);
	if (rc == RC_OK)
		rc = agenda_wake(p->f->store, p->of.account, ask.now, err);
	return rc;
}

/* A person may let go what bounced or asked for silence; who called us spam
 * stays silent. */
static enum rc
free_contact(const struct pausing *p, size_t *ended, struct err *err)
{
	struct contact c;
	enum rc rc = ledger_contact(p->f->store, p->a, p->of.contact, &c, err);

	if (rc != RC_OK || c.state == CONTACT_OK)
		return rc;
	if (c.state == CONTACT_COMPLAINED)
		return err_set(err, RC_BAD,
		    "%.*s reported our mail as spam; it stays silent",
		    STR_ARG(c.email));
	++*ended;
	return ledger_contact_state(
	    p->f->store, p->of.contact, CONTACT_OK, p->now, err);
}

enum rc
pausing_end(const struct pausing *p, struct err *err)
{
	size_t rests = 0, states = 0;
	enum rc rc =
	    holds_end(p->f->store, &p->of, STR(""), p->now, &rests, err);

	if (rc == RC_OK && !str_is_empty(p->of.contact))
		rc = free_contact(p, &states, err);
	if (rc == RC_OK && rests + states == 0)
		return RC_MISS;
	return rc == RC_OK
		   ? agenda_wake(p->f->store, p->of.account, p->now, err)
		   : rc;
}
