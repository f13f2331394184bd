#include "flow/outcome.h"

#include "base/log.h"
#include "flow/compose_rows.h"
#include "flow/drafting.h"
#include "flow/facts.h"
#include "flow/staff.h"
#include "flow/staffmail.h"
#include "flow/textbook.h"
#include "render/msgid.h"
#include "store/agenda.h"
#include "store/deed.h"
#include "store/ledger.h"

#define RETRY_FIRST_SECS 300
#define RETRY_LIFE_SECS  (5 * DAY_SECS)
#define DOWN_RETRY_SECS  60
#define UNCERTAIN_SECS   900

/* 5 minutes, growing by half each time, at most four hours. */
static int64_t
retry_after(int64_t attempts)
{
	int64_t wait = RETRY_FIRST_SECS;

	for (int64_t i = 1; i < attempts && wait < 14400; i++)
		wait += wait / 2;
	return wait < 14400 ? wait : 14400;
}

static enum rc
call_person(const struct flow *f, struct arena *a, const struct outbox_touch *t,
    const char *kind, struct str text, int64_t now, struct err *err)
{
	struct deed_task task = {
	    .id = arena_fmt(a, "%s/%.*s", kind, STR_ARG(t->id)),
	    .account = t->account,
	    .kind = str_of(kind),
	    .text = text,
	    .inbox = t->inbox,
	    .at = now,
	};

	return deed_task(f->store, &task, err);
}

/* "5.1.1" in a reply that refuses the recipient: the address is dead. */
static bool
address_is_dead(int code, struct str reply)
{
	if (code != 550 && code != 551 && code != 553)
		return false;
	return str_find(reply, STR("5.1.1")) != STR_NPOS ||
	       str_find(reply, STR("5.1.2")) != STR_NPOS ||
	       str_find(reply, STR("5.1.3")) != STR_NPOS ||
	       str_find(reply, STR("5.1.10")) != STR_NPOS;
}

enum rc
outcome_failed(const struct flow *f, struct arena *a,
    const struct outbox_touch *t, const struct outbox_settled *x,
    struct err *err)
{
	bool dead = address_is_dead(x->code, x->reply);
	enum rc rc;

	rc = outbox_settle(f->store, x, err);
	if (rc == RC_OK)
		rc = call_person(f, a, t, dead ? "bad-address" : "not-sent",
		    arena_fmt(a, "%.*s to %.*s was refused: %.*s",
			STR_ARG(t->template_name), STR_ARG(t->recipient),
			STR_ARG(x->reply.n ? x->reply : x->reason)),
		    x->now, err);
	if (rc == RC_OK)
		rc = staffmail_refused(f, a, t, x->now, err);
	if (rc == RC_OK && dead)
		rc = ledger_contact_state(
		    f->store, t->contact, CONTACT_BOUNCED, x->now, err);
	/* The next contact takes over, from the same step. */
	if (rc == RC_OK && dead && str_eqc(t->kind, "reminder")) {
		rc = outbox_skip(
		    f->store, t->id, STR("address is dead"), x->now, err);
		if (rc == RC_OK)
			rc = agenda_look(
			    f->store, t->account, t->sequence, x->now, err);
	}
	return rc;
}

/* Somebody waits for it. */
static bool
is_answer(const struct outbox_touch *t)
{
	return str_eqc(t->kind, "answer") || str_eqc(t->kind, "relay");
}

static enum rc
record_uncertain(const struct flow *f, struct arena *a,
    const struct outbox_touch *t, struct outbox_settled *x, struct err *err)
{
	enum rc rc;

	x->state = "uncertain";
	if (carrier_takes(f->set, t->channel)) {
		rc = textbook_uncertain(f, t, x->now, err);
		if (rc != RC_OK)
			return rc;
	}
	log_event(LOG_WARN, "uncertain", "touch=%.*s attempts=%lld",
	    STR_ARG(t->id), (long long)t->attempts);
	rc = outbox_settle(f->store, x, err);
	if (rc == RC_OK)
		rc = call_person(f, a, t, "uncertain",
		    arena_fmt(a,
			"%.*s to %.*s may or may not have arrived: "
			"the link went before its reply",
			STR_ARG(t->template_name), STR_ARG(t->recipient)),
		    x->now, err);
	if (rc == RC_OK && is_answer(t) && t->attempts < 2 &&
	    !carrier_takes(f->set, t->channel)) {
		/* Asked for: once more, the same bytes, after a while. */
		x->state = "deferred";
		x->reason = STR("uncertain, sent once more");
		x->not_before = x->now + UNCERTAIN_SECS;
		rc = outbox_settle(f->store, x, err);
	}
	return rc;
}

static enum rc
record_deferred(const struct flow *f, struct arena *a,
    const struct deliver_item *item, struct outbox_settled *x, struct err *err)
{
	const struct outbox_touch *t = &item->touch;
	int64_t wait =
	    item->settled ? retry_after(t->attempts + 1) : DOWN_RETRY_SECS;

	x->state = "deferred";
	x->not_before = x->now + wait;
	if (x->now - t->planned_at > RETRY_LIFE_SECS) {
		x->state = "failed";
		x->reason = STR("given up after five days");
		return outcome_failed(f, a, t, x, err);
	}
	return outbox_settle(f->store, x, err);
}

/* Our own people hear of a placement once its file lies there. */
static enum rc
placed(const struct flow *f, struct arena *a, const struct outbox_touch *t,
    int64_t now, struct err *err)
{
	struct outbox_touch mail = *t;
	struct facts_account facts;
	struct facts_ask ask = {t->account, now, NULL, 0};
	struct outbox_line *lines = NULL;
	size_t n = 0;
	enum rc rc;

	if (!str_eqc(t->kind, "spool") || !str_eqc(t->channel, "agency"))
		return RC_OK;
	rc = facts_load(f, a, &ask, &facts, err);
	if (rc != RC_OK)
		return rc;
	mail.kind = STR("staff");
	mail.channel = STR("internal");
	mail.recipient = staff_address(f, a, &facts, STR("collector"), NULL);
	mail.thread = t->id;
	mail.reason = STR("placed with the agency");
	mail.planned_at = mail.not_before = now;
	mail.natural_key = arena_fmt(a, "placed|%.*s", STR_ARG(t->id));
	mail.id = msgid_touch(a, f->key, mail.natural_key);
	rc = outbox_add(f->store, &mail, err);
	if (rc == RC_OK)
		rc = outbox_lines(f->store, a, t->id, &lines, &n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct outbox_line l = {
		    .invoice = lines[i].invoice, .day = facts.today};

		rc = outbox_add_line(f->store, mail.id, t->sequence, &l, err);
	}
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
outcome_record(const struct flow *f, struct arena *a,
    const struct deliver_item *item, int64_t now, struct send_stats *stats,
    struct err *err)
{
	struct outbox_settled x = {
	    .touch = item->touch.id,
	    .now = now,
	    .code = item->code,
	    .reply = item->reply,
	    .not_before = now,
	};
	enum rc rc;

	if (!item->settled) {
		stats->deferred++;
		x.reason = STR("no connection");
		return record_deferred(f, a, item, &x, err);
	}
	switch (item->outcome) {
	case SMTP_ACCEPTED:
		stats->accepted++;
		x.state = "accepted";
		rc = outbox_settle(f->store, &x, err);
		if (rc == RC_OK && item->carried)
			rc = textbook_sent(f, item, now, err);
		return rc == RC_OK ? placed(f, a, &item->touch, now, err) : rc;
	case SMTP_DEFERRED:
		stats->deferred++;
		return record_deferred(f, a, item, &x, err);
	case SMTP_FAILED:
		stats->failed++;
		x.state = "failed";
		rc = item->carried ? textbook_refused(f, a, item, now, err)
				   : RC_MISS;
		return rc == RC_MISS
			   ? outcome_failed(f, a, &item->touch, &x, err)
			   : rc;
	case SMTP_UNCERTAIN:
		stats->uncertain++;
		return record_uncertain(f, a, &item->touch, &x, err);
	}
	return RC_OK;
}

enum rc
outcome_interrupted(const struct flow *f, struct arena *a,
    const struct outcome_left *left, int64_t *uncertain, struct err *err)
{
	const struct outbox_touch *t = left->touch;
	const struct mailbox_settings *box = flow_mailbox(f, t->mailbox);
	struct outbox_settled x = {
	    .touch = t->id,
	    .state = "ready",
	    .now = left->now,
	    .not_before = left->now,
	    .reason = STR("interrupted"),
	};
	bool drafted = false;
	enum rc rc = drafting_is(f, a, t, &drafted, err);

	if (rc != RC_OK)
		return rc;
	if (drafted ||
	    (!carrier_takes(f->set, t->channel) &&
		(box->send == CHANNEL_MAILDIR || compose_is_spool(t))))
		return outbox_settle(f->store, &x, err);
	switch (left->mark) {
	case JOURNAL_UNSENT:
		return outbox_settle(f->store, &x, err);
	case JOURNAL_ACCEPTED:
		x.state = "accepted";
		x.code = left->code;
		return outbox_settle(f->store, &x, err);
	case JOURNAL_OPEN:
	case JOURNAL_UNKNOWN:
		break;
	}
	++*uncertain;
	return record_uncertain(f, a, t, &x, err);
}
