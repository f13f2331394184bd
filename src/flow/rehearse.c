#include "flow/plan.h"

#include "model/limits.h"
#include "store/ledger.h"
#include "store/meta.h"

#define REHEARSE_ROUNDS 400 /* messages and looks for one account */

/* Say the due steps in memory, as sending would record them. */
static void
say_steps(struct facts_account *facts, const struct sequence *seq,
    const struct dun *dun)
{
	for (size_t i = 0; i < facts->invoice_count; i++) {
		if (dun->lines[i].state != DUN_DUE)
			continue;
		facts->invoices[i].said = (struct facts_said){
		    .step = seq->steps[dun->lines[i].step].name,
		    .level = (int64_t)dun->lines[i].step + 1,
		    .occurrence = dun->lines[i].occurrence,
		    .day = facts->today,
		};
	}
	facts->last_reminder_at = facts->now;
}

/* Holds that end by their day end in the rehearsal as well. */
static void
pass_time(const struct flow *f, struct facts_account *facts)
{
	for (size_t i = 0; i < facts->invoice_count; i++) {
		struct facts_invoice *inv = &facts->invoices[i];

		if (inv->promised != DAY_NONE &&
		    facts->today >= dun_promise_ends(inv->promised,
					(int)f->set->promise_grace_days))
			inv->promised = DAY_NONE;
	}
}

static void
show_item(const struct facts_account *facts, const struct sequence *seq,
    const struct dun *dun, plan_show *show, void *ctx)
{
	bool send = dun->verdict == DUN_SEND;
	struct plan_item item = {
	    .account = facts->account.id,
	    .account_name = facts->account.name,
	    .at = facts->now,
	    .day = facts->today,
	    .send = send,
	    .step = send ? seq->steps[dun->step].name : (struct str){NULL, 0},
	    .to = dun->contact ? dun->contact->email : (struct str){NULL, 0},
	    .why = dun->why,
	    .facts = facts,
	    .dun = dun,
	};

	show(ctx, &item);
}

static enum rc
rehearse_one(const struct flow *f, struct arena *a, struct str account,
    int64_t now, int64_t until, plan_show *show, void *ctx, struct err *err)
{
	const struct sequence *seq;
	struct facts_account facts;
	struct facts_gate gate;
	struct facts_ask ask = {account, now, &gate, LEDGER_ALL};
	struct dun_limits limits;
	struct dun dun;
	enum rc rc;

	rc = facts_gate(f, a, now, &gate, err);
	if (rc == RC_OK)
		rc = facts_load(f, a, &ask, &facts, err);
	if (rc != RC_OK)
		return rc;
	facts_limits(f, &facts, &limits);
	seq = flow_sequence_for(f, SEQUENCE_INVOICING, &facts);
	for (int i = 0; i < REHEARSE_ROUNDS; i++) {
		int64_t next;

		pass_time(f, &facts);
		dun_decide(a, &facts, seq, &limits, &dun);
		next = facts_next(f, &facts, &dun);
		if (dun.verdict == DUN_SEND) {
			show_item(&facts, seq, &dun, show, ctx);
			say_steps(&facts, seq, &dun);
		}
		if (next == 0 || next > until || gate.stale || gate.held)
			break;
		facts_set_moment(f, &facts, next);
	}
	if (dun.verdict != DUN_SEND)
		show_item(&facts, seq, &dun, show, ctx);
	return RC_OK;
}

enum rc
plan_rehearse(const struct flow *f, int64_t now, int64_t until,
    struct str account, plan_show *show, void *ctx, struct err *err)
{
	struct arena *keep = arena_new(LIMIT_JOB_ARENA);
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct str after = {"", 0}, *ids = &account;
	size_t count = 1;
	enum rc rc = RC_OK;

	while (rc == RC_OK) {
		if (str_is_empty(account))
			rc = meta_account_ids(f->store, keep, after,
			    LIMIT_PLAN_BATCH, &ids, &count, err);
		for (size_t i = 0; rc == RC_OK && i < count; i++) {
			arena_reset(a);
			rc = rehearse_one(
			    f, a, ids[i], now, until, show, ctx, err);
		}
		if (rc != RC_OK || !str_is_empty(account) || count == 0)
			break;
		after = ids[count - 1];
	}
	arena_free(&a);
	arena_free(&keep);
	return rc;
}
