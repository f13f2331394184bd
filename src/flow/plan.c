#include "flow/plan.h"

#include "flow/approval.h"
#include "flow/creditdesk.h"
#include "flow/diary.h"
#include "flow/draftmail.h"
#include "flow/endings.h"
#include "flow/followed.h"
#include "flow/holds.h"
#include "flow/morning.h"
#include "flow/staffmail.h"
#include "flow/plan_courses.h"
#include "flow/reach.h"
#include "model/limits.h"
#include "render/msgid.h"
#include "store/ledger.h"
#include "store/outbox.h"

#define PLAN_PARTS (LEDGER_PROMISES | LEDGER_HISTORY)

const enum sequence_kind plan_order[SEQUENCE_KINDS] = {
    SEQUENCE_PROMISE,
    SEQUENCE_DISPUTES,
    SEQUENCE_MONTH_END, /* once a month: reminders would starve it */
    SEQUENCE_INVOICING,
    SEQUENCE_ONBOARDING,
    SEQUENCE_CREDIT,
    SEQUENCE_WHITE_GLOVE,
};

struct plan_batch {
	enum sequence_kind kind;
	int64_t now;
	struct plan_stats *stats;
};

static enum rc
add_lines(const struct flow *f, const struct facts_account *facts,
    const struct sequence *seq, const struct dun *dun, struct str touch,
    struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < facts->invoice_count; i++) {
		const struct dun_line *dl = &dun->lines[i];
		struct outbox_line line = {
		    .invoice = facts->invoices[i].id,
		    .day = facts->today,
		};

		if (dl->state != DUN_DUE && dl->state != DUN_LISTED)
			continue;
		if (dl->state == DUN_DUE) {
			line.step = seq->steps[dl->step].name;
			line.level = (int64_t)dl->step + 1;
			line.occurrence = dl->occurrence;
		}
		rc = outbox_add_line(f->store, touch, seq->name, &line, err);
	}
	return rc;
}

/* The message, by its natural key: the same step gives the same touch. */
static enum rc
add_touch(const struct flow *f, struct arena *a,
    const struct facts_account *facts, const struct sequence *seq,
    const struct dun *dun, struct err *err)
{
	const struct sequence_step *step = &seq->steps[dun->step];
	struct reach reach = {f, a, facts, step, dun->contact, NULL};
	struct outbox_touch t = {
	    .account = facts->account.id,
	    .contact = dun->contact ? dun->contact->id : (struct str){NULL, 0},
	    .kind = plan_touch_kind(step),
	    .channel = str_of(step_channels[step->channel]),
	    .sequence = seq->name,
	    .step = step->name,
	    .level = (int64_t)dun->step + 1,
	    .episode = facts->episode,
	    .template_name = step->template_name,
	    .mailbox = f->set->mailboxes[0].name,
	    .recipient = reach_recipient(&reach),
	    .params = STR("{}"),
	    .reason = dun->why,
	    .planned_at = facts->now,
	    .not_before = facts->now,
	};
	struct approval_ask ask = {seq, step, facts, dun->contact};
	struct approval need;
	enum rc rc = approval_needed(f, &ask, &need, err);

	if (rc != RC_OK)
		return rc;
	t.natural_key = arena_fmt(a, "%.*s|%.*s|%.*s|%lld|%.*s|%.*s",
	    STR_ARG(t.account), STR_ARG(seq->name), STR_ARG(step->name),
	    (long long)dun->occurrence, STR_ARG(facts->invoices[dun->worst].id),
	    STR_ARG(t.contact));
	t.id = msgid_touch(a, f->key, t.natural_key);
	rc = approval_add(f, &t, &need, err);
	if (rc != RC_OK)
		return rc;
	rc = add_lines(f, facts, seq, dun, t.id, err);
	return rc == RC_OK ? reach_task(&reach, &t, err) : rc;
}

static enum rc
set_next(const struct flow *f, const struct facts_account *facts,
    const struct dun *dun, struct err *err)
{
	struct agenda_looked l = {
	    .account = facts->account.id,
	    .sequence = STR(FLOW_INVOICING),
	    .now = facts->now,
	    .next = facts_next(f, facts, dun),
	    .episode = facts->invoice_count == 0 ? facts->episode + 1 : 0,
	};

	return plan_next(f, &l, err);
}

/* What the payments now tell of promises; those they held are free then. */
static enum rc
settle_promises(const struct flow *f, struct arena *a,
    struct facts_account *facts, struct err *err)
{
	struct facts_ask again = {
	    facts->account.id, facts->now, NULL, PLAN_PARTS};
	size_t closed;
	enum rc rc = endings_write(f, a, SEQUENCE_PROMISE, facts, &closed, err);

	if (rc != RC_OK || closed == 0)
		return rc;
	return facts_load(f, a, &again, facts, err);
}

static enum rc
plan_one(const struct flow *f, struct arena *a, struct facts_account *facts,
    struct plan_stats *stats, struct err *err)
{
	const struct sequence *seq;
	struct dun_limits limits;
	struct dun dun;
	enum rc rc = settle_promises(f, a, facts, err);

	if (rc != RC_OK)
		return rc;
	facts_limits(f, facts, &limits);
	seq = flow_sequence_for(f, SEQUENCE_INVOICING, facts);
	dun_decide(a, facts, seq, &limits, &dun);
	stats->looked++;
	if (dun.verdict == DUN_SEND) {
		rc = add_touch(f, a, facts, seq, &dun, err);
		if (rc == RC_OK)
			stats->planned++;
		if (rc != RC_OK && rc != RC_MISS)
			return rc;
	}
	if (dun.no_number) {
		struct reach reach = {
		    f, a, facts, &seq->steps[dun.step], dun.contact, NULL};

		rc = reach_no_number(&reach, seq->name, err);
		if (rc != RC_OK)
			return rc;
	}
	return set_next(f, facts, &dun, err);
}

/* An account is decided by its own facts: those of some may be read before
 * the first of them is decided. */
static enum rc
plan_pile(const struct flow *f, struct arena *a, const struct facts_pile *pile,
    struct plan_stats *stats, struct err *err)
{
	struct facts_account facts[FACTS_PILE];
	enum rc rc = facts_load_pile(f, a, pile, facts, err);

	for (size_t i = 0; rc == RC_OK && i < pile->count; i++) {
		if (str_is_empty(facts[i].account.id))
			return err_set(err, RC_MISS, "no account %.*s",
			    STR_ARG(pile->accounts[i]));
		rc = plan_one(f, a, &facts[i], stats, err);
	}
	return rc;
}

static enum rc
plan_piles(const struct flow *f, struct arena *a, const struct plan_batch *b,
    const struct str *due, size_t count, struct err *err)
{
	struct facts_pile pile = {.now = b->now, .parts = PLAN_PARTS};
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < count; i += pile.count) {
		pile.accounts = &due[i];
		pile.count = count - i < FACTS_PILE ? count - i : FACTS_PILE;
		rc = plan_pile(f, a, &pile, b->stats, err);
	}
	return rc;
}

static enum rc
plan_account(const struct flow *f, struct arena *a, const struct plan_batch *b,
    struct str account, struct err *err)
{
	struct plan_courses_ask ask = {account, b->kind, b->now};

	return plan_courses(f, a, &ask, b->stats, err);
}

static struct agenda_ask
ask_of(const struct plan_batch *b)
{
	return (struct agenda_ask){
	    str_of(sequence_kind_name(b->kind)), b->now, LIMIT_PLAN_BATCH};
}

/* One batch, one transaction. */
static enum rc
plan_some(const struct flow *f, struct arena *a, const struct plan_batch *b,
    size_t *count, struct err *err)
{
	struct agenda_ask ask = ask_of(b);
	struct str *due = NULL;
	enum rc rc;

	*count = 0;
	rc = store_begin(f->store, err);
	if (rc != RC_OK)
		return rc;
	rc = agenda_take(f->store, a, &ask, &due, count, err);
	if (rc == RC_OK && b->kind == SEQUENCE_INVOICING)
		rc = plan_piles(f, a, b, due, *count, err);
	for (size_t i = 0;
	     rc == RC_OK && i < *count && b->kind != SEQUENCE_INVOICING; i++)
		rc = plan_account(f, a, b, due[i], err);
	if (rc == RC_OK)
		return store_commit(f->store, err);
	store_rollback(f->store);
	return rc;
}

/* All of a kind that are due. */
static enum rc
plan_kind(const struct flow *f, struct arena *a, const struct plan_batch *b,
    struct err *err)
{
	struct agenda_ask ask = ask_of(b);
	size_t count = 0;
	/* Most of the time nothing is due: no lock is taken for that. */
	enum rc rc = agenda_is_due(f->store, &ask, err);

	while (rc == RC_OK) {
		arena_reset(a);
		rc = plan_some(f, a, b, &count, err);
		if (count == 0)
			break;
	}
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
plan_round(
    const struct flow *f, int64_t now, struct plan_stats *out, struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct facts_gate gate;
	enum rc rc;

	*out = (struct plan_stats){0};
	rc = staffmail_round(f, now, err); /* held or not: it is our own */
	if (rc == RC_OK)
		rc = draftmail_round(f, now, err);
	if (rc == RC_OK)
		rc = morning_round(f, now, err);
	if (rc == RC_OK)
		rc = followed_round(f, now, err);
	if (rc == RC_OK)
		rc = facts_gate(f, a, now, &gate, err);
	if (rc != RC_OK)
		goto out;
	out->stale = gate.stale;
	out->held = gate.held;
	if (gate.stale || gate.held) {
		rc = agenda_count_due(f->store, now, &out->waiting, err);
		goto calendar;
	}
	rc = creditdesk_begin(f, now, err);
	for (int k = 0; rc == RC_OK && k < SEQUENCE_KINDS; k++) {
		struct plan_batch b = {plan_order[k], now, out};

		rc = plan_kind(f, a, &b, err);
	}
	if (rc == RC_OK)
		rc = approval_round(f, now, err);
	if (rc == RC_OK)
		rc = holds_round(f, now, err);
	if (rc == RC_OK)
		rc = creditdesk_publish(f, now, err);
calendar:
	if (rc == RC_OK)
		rc = diary_round(f, now, err);
out:
	arena_free(&a);
	return rc;
}
