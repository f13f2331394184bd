#include "flow/contest.h"

#include "flow/facts.h"
#include "flow/hookout.h"
#include "flow/remark.h"
#include "port/js.h"
#include "store/agenda.h"
#include "store/courses.h"
#include "store/deed.h"
#include "store/holds.h"

#define DETAIL_MAX 4096

enum rc
contest_find(const struct contest *c, struct disputes_row *out, struct err *err)
{
	enum rc rc =
	    disputes_of_invoice(c->f->store, c->a, c->invoice, out, err);

	if (rc == RC_MISS)
		err_set(err, rc, "no dispute of invoice %.*s is open",
		    STR_ARG(c->invoice));
	return rc;
}

/* What roles and texts need before anybody reads the dispute itself. */
static struct str
detail(struct arena *a, const struct disputes_row *d)
{
	struct js *j = js_object();
	struct buf b;
	struct str text;

	js_set_str(j, "invoice", d->invoice);
	js_set_str(j, "reason", d->reason);
	buf_init(&b, DETAIL_MAX);
	js_write(j, &b);
	text = arena_dup(a, str_trim(buf_str(&b)));
	buf_fini(&b);
	js_free(&j);
	return text;
}

/* It happened in the dispute's course today; the planner looks at the account
 * again. */
static enum rc
happened(const struct contest *c, const struct disputes_row *d,
    enum step_anchor what, struct err *err)
{
	struct facts_ask ask = {d->account, c->now, NULL, 0};
	struct facts_account facts;
	struct courses_event e = {
	    .account = d->account,
	    .sequence = SEQUENCE_DISPUTES,
	    .subject = d->id,
	    .detail = detail(c->a, d),
	    .what = what,
	    .at = ask.now,
	};
	enum rc rc = facts_load(c->f, c->a, &ask, &facts, err);

	if (rc != RC_OK)
		return rc;
	e.day = facts.today;
	rc = courses_happened(c->f->store, c->a, &e, err);
	if (rc == RC_OK || rc == RC_MISS)
		rc = agenda_wake(c->f->store, d->account, e.at, err);
	return rc;
}

static enum rc
note(const struct contest *c, struct str account, struct str words,
    struct err *err)
{
	struct remark r = {
	    .account = account,
	    .text = arena_fmt(c->a, "%.*s%s%.*s", STR_ARG(words),
		c->text.n ? ": " : "", STR_ARG(c->text)),
	    .by = c->by,
	    .kind = "dispute",
	    .inbox = c->inbox,
	    .now = c->now,
	};

	return remark_add(c->f, c->a, &r, err);
}

/* The part that is disputed; 0: all that is open. */
static enum rc
read_part(struct str amount, const struct facts_invoice *inv, int64_t *out,
    struct err *err)
{
	struct str currency = str_of(inv->open.currency);
	char open[MONEY_TEXT];
	struct money m;

	*out = 0;
	if (inv->open.minor <= 0)
		return err_set(
		    err, RC_BAD, "invoice %.*s is paid", STR_ARG(inv->id));
	if (str_is_empty(amount))
		return RC_OK;
	if (!money_parse(amount, currency, &m) || m.minor <= 0 ||
	    m.minor > inv->open.minor)
		return err_set(err, RC_BAD,
		    "\"%.*s\" is no part of the %s %s that are open of "
		    "invoice %.*s",
		    STR_ARG(amount), money_plain(inv->open, open),
		    inv->open.currency, STR_ARG(inv->id));
	if (m.minor < inv->open.minor)
		*out = m.minor;
	return RC_OK;
}

static enum rc
tell(const struct contest *c, struct str dispute, struct err *err)
{
	struct hookout out = {c->f, c->a, c->now};

	return hookout_dispute(&out, dispute, err);
}

static enum rc
begin(const struct contest *c, const struct deed_dispute *d, struct err *err)
{
	struct disputes_row row;
	enum rc rc = deed_dispute(c->f->store, d, err);

	if (rc == RC_MISS)
		return err_set(err, RC_BAD,
		    "invoice %.*s is in dispute already", STR_ARG(d->invoice));
	if (rc == RC_OK)
		rc = contest_find(c, &row, err);
	if (rc == RC_OK)
		rc = tell(c, row.id, err);
	return rc == RC_OK ? happened(c, &row, ANCHOR_OPENED, err) : rc;
}

enum rc
contest_open(const struct contest *c, struct str reason, struct str amount,
    struct err *err)
{
	struct deed_dispute d = {
	    .invoice = c->invoice,
	    .reason = reason,
	    .opened_by = c->by,
	    .inbox = c->inbox,
	    .at = c->now,
	    .text = c->text,
	};
	struct facts_invoice inv;
	enum rc rc =
	    ledger_invoice(c->f->store, c->a, d.invoice, &inv, &d.account, err);

	if (rc == RC_MISS)
		return err_set(err, rc, "the ledger knows no invoice %.*s",
		    STR_ARG(d.invoice));
	if (rc == RC_OK)
		rc = read_part(amount, &inv, &d.amount, err);
	if (rc != RC_OK)
		return rc;
	d.id = arena_fmt(
	    c->a, "dispute/%.*s/%lld", STR_ARG(d.invoice), (long long)d.at);
	rc = begin(c, &d, err);
	if (rc == RC_OK)
		rc = note(c, d.account,
		    arena_fmt(c->a, "dispute of invoice %.*s opened: %.*s",
			STR_ARG(d.invoice), STR_ARG(reason)),
		    err);
	return rc;
}

/* What is credited with that outcome. */
static enum rc
read_credit(struct str amount, const struct disputes_row *d, struct str outcome,
    int64_t *out, struct err *err)
{
	bool credited = str_eqc(outcome, "credited");
	bool part = str_eqc(outcome, "part");
	int64_t left = d->invoiced - d->applied;
	struct money m = d->amount;

	if (!d->part)
		m.minor = left + d->credited_since;
	*out = 0;
	if (part && str_is_empty(amount))
		return err_set(err, RC_BAD, "part of what? Give the amount");
	if (!part && !credited && !str_is_empty(amount))
		return err_set(err, RC_BAD,
		    "nothing is credited when a dispute is %.*s",
		    STR_ARG(outcome));
	if (!str_is_empty(amount) &&
	    (!money_parse(amount, str_of(d->amount.currency), &m) ||
		m.minor <= 0 || m.minor > left + d->credited_since))
		return err_set(err, RC_BAD,
		    "\"%.*s\" is not an amount that is open of invoice %.*s",
		    STR_ARG(amount), STR_ARG(d->invoice));
	if (part || credited)
		*out = m.minor;
	return RC_OK;
}

enum rc
contest_weigh(const struct contest *c, struct str outcome, struct str amount,
    struct contest_end *out, struct err *err)
{
	enum rc rc;

	*out = (struct contest_end){.outcome = outcome};
	rc = contest_find(c, &out->dispute, err);
	return rc == RC_OK ? read_credit(amount, &out->dispute, outcome,
				 &out->credited, err)
			   : rc;
}

enum rc
contest_end(
    const struct contest *c, const struct contest_end *end, struct err *err)
{
	const struct disputes_row *d = &end->dispute;
	struct disputes_end row = {
	    .id = d->id,
	    .outcome = end->outcome,
	    .credited = end->credited,
	    .at = c->now,
	};
	enum rc rc;

	/* Until the credit memo is in the ledger nobody is asked for it. */
	if (row.credited > d->credited_since)
		row.awaits = row.credited - d->credited_since;
	rc = disputes_resolve(c->f->store, &row, err);
	if (rc == RC_OK)
		rc = note(c, d->account,
		    arena_fmt(c->a, "dispute of invoice %.*s resolved: %.*s",
			STR_ARG(d->invoice), STR_ARG(end->outcome)),
		    err);
	if (rc == RC_OK)
		rc = tell(c, d->id, err);
	return rc == RC_OK ? happened(c, d, ANCHOR_RESOLVED, err) : rc;
}

/* The stakeholder has answered; somebody still has to decide. */
enum rc
contest_answered(const struct contest *c, struct err *err)
{
	struct disputes_row d;
	enum rc rc = contest_find(c, &d, err);

	if (rc == RC_OK)
		rc = note(c, d.account,
		    arena_fmt(c->a, "dispute of invoice %.*s answered",
			STR_ARG(d.invoice)),
		    err);
	return rc == RC_OK ? happened(c, &d, ANCHOR_ANSWERED, err) : rc;
}
