#include "flow/unsent.h"

#include <stdio.h>

#include "flow/outcome.h"
#include "store/agenda.h"
#include "store/ledger.h"

#define POSTPONE_SECS 900

static enum rc
skip(const struct unsent *x, const struct outbox_touch *t,
    const struct compose_result *r, struct err *err)
{
	struct store *store = x->f->store;
	enum rc rc = r->moot
			 ? outbox_pass(store, t->id, r->reason, x->now, err)
			 : outbox_skip(store, t->id, r->reason, x->now, err);

	x->stats->skipped++;
	return rc == RC_OK
		   ? agenda_look(store, t->account, t->sequence, x->now, err)
		   : rc;
}

enum rc
unsent_settle(const struct unsent *x, const struct outbox_touch *t,
    const struct compose_result *r, struct err *err)
{
	struct outbox_settled s = {
	    .touch = t->id,
	    .reason = r->reason,
	    .now = x->now,
	    .not_before =
		r->not_before ? r->not_before : x->now + POSTPONE_SECS,
	};

	char state[16];

	switch (r->verdict) {
	case COMPOSE_SKIP:
		return skip(x, t, r, err);
	case COMPOSE_POSTPONE:
		x->stats->postponed++;
		/* One that was tried before keeps its bytes. */
		snprintf(state, sizeof(state), "%.*s", STR_ARG(t->state));
		s.state = state;
		return outbox_settle(x->f->store, &s, err);
	case COMPOSE_FAIL:
		x->stats->failed++;
		s.state = "failed";
		return outcome_failed(x->f, x->a, t, &s, err);
	case COMPOSE_SEND:
		break;
	}
	return RC_OK;
}
