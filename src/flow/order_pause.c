#include "flow/orders.h"

#include "flow/facts.h"
#include "flow/holds.h"
#include "flow/pausing.h"
#include "store/agenda.h"
#include "store/deed.h"

static struct pausing
pausing_of(const struct order_job *j, struct str invoice)
{
	return (struct pausing){
	    .f = j->m->f,
	    .a = j->m->a,
	    .of = {.account = j->facts->account.id, .invoice = invoice},
	    .why = STR("by mail"),
	    .by = j->m->by,
	    .now = j->m->now,
	};
}

static struct str
subject_of(const struct order_job *j, const struct orders_scope *scope)
{
	return scope->named ? arena_fmt(j->m->a, "invoice %.*s",
				  STR_ARG(orders_names(j->m->a, scope)))
			    : arena_fmt(j->m->a, "account %.*s",
				  STR_ARG(j->facts->account.id));
}

/* Without an invoice the whole account rests: a pause is for people. */
enum rc
order_pause(struct order_job *j, struct err *err)
{
	day_t until = j->facts->today + (day_t)j->o->days;
	struct orders_scope scope = {.n = 0};
	struct str text;
	enum rc rc = RC_OK;

	if (j->o->invoice_count > 0)
		rc = orders_invoices(j, ORDERS_OPEN, &scope, err);
	for (size_t i = 0; rc == RC_OK && i < scope.n; i++) {
		struct pausing p = pausing_of(j, scope.ids[i]);

		rc = pausing_begin(&p, until, err);
	}
	if (rc == RC_OK && scope.n == 0) {
		struct pausing p = pausing_of(j, (struct str){NULL, 0});

		rc = pausing_begin(&p, until, err);
	}
	text = arena_fmt(j->m->a, "%.*s pauses: %.*s",
	    STR_ARG(subject_of(j, &scope)),
	    STR_ARG(holds_words(j->m->a, STR("by mail"), j->m->by, until)));
	if (rc == RC_OK)
		rc = orders_remark(j, "pause", text, err);
	j->done = arena_fmt(j->m->a, "%.*s.", STR_ARG(text));
	return rc;
}

static enum rc
let_go(const struct order_job *j, struct str invoice, size_t *ended,
    struct err *err)
{
	struct pausing p = pausing_of(j, invoice);
	enum rc rc = pausing_end(&p, err);

	*ended += rc == RC_OK;
	return rc == RC_MISS ? RC_OK : rc;
}

/* The account, and each of its invoices that rests. */
enum rc
order_resume(struct order_job *j, struct err *err)
{
	const struct facts_account *facts = j->facts;
	size_t ended = 0;
	enum rc rc = let_go(j, (struct str){NULL, 0}, &ended, err);

	for (size_t i = 0; rc == RC_OK && i < facts->invoice_count; i++)
		if (facts->invoices[i].rests_until > facts->now)
			rc = let_go(j, facts->invoices[i].id, &ended, err);
	if (rc == RC_OK && ended == 0)
		return err_set(err, RC_BAD, "nothing of account %.*s rests",
		    STR_ARG(facts->account.id));
	j->done = arena_fmt(
	    j->m->a, "Account %.*s goes on.", STR_ARG(facts->account.id));
	return rc == RC_OK ? orders_remark(j, "resume",
				 arena_fmt(j->m->a, "goes on (by %.*s)",
				     STR_ARG(j->m->by)),
				 err)
			   : rc;
}

/* Money is booked by an import alone: until then it is believed. */
enum rc
order_paid(struct order_job *j, struct err *err)
{
	const struct settings *set = j->m->f->set;
	struct deed_rest rest = {
	    .account = j->facts->account.id,
	    .kind = STR("paid"),
	    .reason = STR("a colleague says it is paid"),
	    .by = j->m->by,
	    .since = j->m->now,
	    .until = j->m->now + set->reply_rest_days * DAY_SECS,
	    .inbox = j->m->inbox,
	};
	struct orders_scope scope;
	char day[DAY_TEXT];
	enum rc rc = orders_invoices(j, ORDERS_OPEN, &scope, err);

	if (rc == RC_OK && scope.n == 0)
		return err_set(err, RC_BAD, "nothing of account %.*s is open",
		    STR_ARG(rest.account));
	for (size_t i = 0; rc == RC_OK && i < scope.n; i++) {
		rest.invoice = scope.ids[i];
		rest.id = arena_fmt(j->m->a, "%.*s/%zu", STR_ARG(j->id), i);
		rc = deed_rest(j->m->f->store, &rest, err);
	}
	if (rc == RC_OK)
		rc = agenda_wake(j->m->f->store, rest.account, j->m->now, err);
	if (rc == RC_OK)
		rc = orders_remark(j, "paid",
		    arena_fmt(j->m->a, "says that %.*s is paid",
			STR_ARG(orders_names(j->m->a, &scope))),
		    err);
	j->done = arena_fmt(j->m->a,
	    "Reminders of %.*s rest until %s; they go on if the payment is "
	    "not in the ledger by then.",
	    STR_ARG(orders_names(j->m->a, &scope)),
	    day_iso(facts_day(j->m->f, j->facts, rest.until), day));
	return rc;
}
