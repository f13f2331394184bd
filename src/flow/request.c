#include "flow/request.h"

#include "flow/contest.h"
#include "flow/credithold.h"
#include "flow/params.h"
#include "flow/people.h"
#include "flow/remark.h"
#include "render/msgid.h"
#include "store/ledger.h"

#define ID_LENGTH 8

static struct str
in_words(struct arena *a, const struct requests_row *r)
{
	char text[MONEY_TEXT];

	if (str_eqc(r->kind, REQUESTS_RELEASE))
		return arena_fmt(a, "the release of the credit hold of %.*s",
		    STR_ARG(r->account));
	return arena_fmt(a, "a credit of %s %s for the dispute of invoice %.*s",
	    money_plain(r->amount, text), r->amount.currency,
	    STR_ARG(r->subject));
}

static enum rc
remark(const struct desk_mail *m, const struct requests_row *r, struct str text,
    struct err *err)
{
	struct remark note = {
	    .account = r->account,
	    .text = text,
	    .by = m->by,
	    .kind = "request",
	    .inbox = m->inbox,
	    .now = m->now,
	};

	return remark_add(m->f, m->a, &note, err);
}

/* The mail that asks for the yes. */
static enum rc
put_mail(const struct desk_mail *m, const struct requests_row *r, struct str to,
    struct str key, struct err *err)
{
	struct str words = in_words(m->a, r), lines[2];
	struct params p = {
	    .subject = words,
	    .promise_day = DAY_NONE,
	    .tasks = lines,
	};
	struct outbox_touch t = {
	    .id = r->touch,
	    .natural_key = key,
	    .account = r->account,
	    .kind = STR("staff"),
	    .template_name = STR("desk-request"),
	    .mailbox = m->mailbox,
	    .recipient = to,
	    .inbox = m->inbox,
	    .reason = STR("waits for a yes"),
	    .planned_at = m->now,
	    .not_before = m->now,
	};

	lines[p.task_count++] = arena_fmt(
	    m->a, "%.*s asks for %.*s", STR_ARG(r->by), STR_ARG(words));
	if (r->why.n > 0)
		lines[p.task_count++] =
		    arena_fmt(m->a, "the reason: %.*s", STR_ARG(r->why));
	t.params = params_write(m->a, &p);
	return outbox_put(m->f->store, &t, err);
}

enum rc
request_ask(const struct desk_mail *m, const struct facts_account *facts,
    const struct request_wish *wish, struct str *done, struct err *err)
{
	struct str key = arena_fmt(m->a, "request|%.32s|%.*s|%.*s", m->inbox.p,
	    STR_ARG(wish->kind), STR_ARG(wish->subject));
	struct str to = people_other(m->f, m->by, facts->today);
	struct requests_row r = {
	    .account = facts->account.id,
	    .kind = wish->kind,
	    .subject = wish->subject,
	    .amount = wish->amount,
	    .why = wish->why,
	    .by = m->by,
	    .key = ledger_email_key(m->a, m->by),
	    .at = m->now,
	    .touch = msgid_touch(m->a, m->f->key, key),
	};
	enum rc rc;

	if (str_is_empty(to))
		return err_set(err, RC_BAD,
		    "a second person has to say yes, and nobody else is named "
		    "who may: [staff] credit, escalation or people of "
		    "gateway.conf");
	r.id = str_sub(r.touch, 0, ID_LENGTH);
	rc = requests_add(m->f->store, &r, err);
	if (rc == RC_MISS)
		return err_set(err, RC_BAD,
		    "%.*s is asked for already and waits for a yes",
		    STR_ARG(in_words(m->a, &r)));
	if (rc == RC_OK)
		rc = put_mail(m, &r, to, key, err);
	if (rc == RC_OK)
		rc = remark(m, &r,
		    arena_fmt(m->a, "asks for %.*s%s%.*s",
			STR_ARG(in_words(m->a, &r)), r.why.n ? ": " : "",
			STR_ARG(r.why)),
		    err);
	*done = arena_fmt(m->a,
	    "Asked for: %.*s. %.*s has to say yes; nothing is changed before.",
	    STR_ARG(in_words(m->a, &r)), STR_ARG(to));
	return rc;
}

enum rc
request_may(const struct desk_mail *m, struct str asked_by, struct err *err)
{
	day_t today = m->account ? m->account->today : day_of_instant(m->now);

	if (!people_may_approve(m->f, m->by, today))
		return err_set(err, RC_BAD,
		    "you are not one of those who may say yes to this "
		    "([staff] credit, escalation, people of gateway.conf)");
	if (str_eq(ledger_email_key(m->a, asked_by),
		ledger_email_key(m->a, m->by)))
		return err_set(err, RC_BAD,
		    "you asked for it yourself; another person decides");
	return RC_OK;
}

static enum rc
release(
    const struct desk_mail *m, const struct requests_row *r, struct err *err)
{
	struct credithold wish = credithold_release();
	struct str text;

	wish.account = r->account;
	wish.by = m->by;
	wish.why = arena_fmt(m->a, "asked for by %.*s%s%.*s", STR_ARG(r->by),
	    r->why.n ? ": " : "", STR_ARG(r->why));
	wish.inbox = m->inbox;
	wish.now = m->now;
	return credithold_set(m->f, m->a, &wish, &text, err);
}

/* Is it still less than what is open? */
static enum rc
credit(const struct desk_mail *m, const struct requests_row *r, struct err *err)
{
	char text[MONEY_TEXT];
	struct contest c = {
	    .f = m->f,
	    .a = m->a,
	    .invoice = r->subject,
	    .by = m->by,
	    .text = arena_fmt(m->a, "asked for by %.*s", STR_ARG(r->by)),
	    .inbox = m->inbox,
	    .now = m->now,
	};
	struct contest_end whole, end;
	enum rc rc = contest_weigh(
	    &c, STR("credited"), (struct str){NULL, 0}, &whole, err);

	if (rc == RC_OK)
		rc = contest_weigh(&c, STR("credited"),
		    str_of(money_plain(r->amount, text)), &end, err);
	if (rc != RC_OK)
		return rc;
	if (end.credited < whole.credited)
		end.outcome = STR("part");
	return contest_end(&c, &end, err);
}

static enum rc
carry_out(
    const struct desk_mail *m, const struct requests_row *r, struct err *err)
{
	return str_eqc(r->kind, REQUESTS_RELEASE) ? release(m, r, err)
						  : credit(m, r, err);
}

static enum rc
record(const struct desk_mail *m, const struct requests_row *r, bool approved,
    struct str why, struct err *err)
{
	struct requests_decision d = {
	    .id = r->id,
	    .approved = approved,
	    .by = m->by,
	    .key = ledger_email_key(m->a, m->by),
	    .why = why,
	    .at = m->now,
	};
	enum rc rc = requests_decide(m->f->store, &d, err);

	if (rc == RC_MISS)
		return err_set(err, RC_BAD, "it was decided meanwhile");
	return rc;
}

enum rc
request_decide(const struct desk_mail *m, bool approved, struct str why,
    struct str *done, struct err *err)
{
	struct requests_row r;
	enum rc rc =
	    requests_of_touch(m->f->store, m->a, m->answers->id, &r, err);

	if (rc == RC_MISS)
		return err_set(err, RC_BAD, "this mail asks for no yes");
	if (rc == RC_OK && !str_eqc(r.state, "open"))
		return err_set(err, RC_BAD, "it is %.*s already, by %.*s",
		    STR_ARG(r.state), STR_ARG(r.decided_by));
	if (rc == RC_OK)
		rc = request_may(m, r.by, err);
	if (rc == RC_OK)
		rc = record(m, &r, approved, why, err);
	if (rc == RC_OK && approved)
		rc = carry_out(m, &r, err);
	if (rc != RC_OK)
		return rc;
	*done = arena_fmt(m->a, "%s: %.*s, as %.*s asked%s%.*s.",
	    approved ? "Approved" : "Rejected", STR_ARG(in_words(m->a, &r)),
	    STR_ARG(r.by), why.n ? ": " : "", STR_ARG(why));
	rc = remark(m, &r, *done, err);
	return rc == RC_OK ? desk_tell(m, r.by,
				 arena_fmt(m->a, "request|%.*s|decided",
				     STR_ARG(r.touch)),
				 arena_fmt(m->a, "%.*s (by %.*s)",
				     STR_ARG(*done), STR_ARG(m->by)),
				 err)
			   : rc;
}
