#include "flow/glove.h"

#include "flow/facts.h"
#include "flow/remark.h"
#include "store/agenda.h"
#include "store/courses.h"
#include "store/drafts.h"
#include "store/holds.h"
#include "store/profile.h"
#include "store/visits.h"

/* It may be marked again another day. */
static enum rc
mark(const struct flow *f, struct arena *a, const struct facts_account *facts,
    struct err *err)
{
	char day[DAY_TEXT];
	struct courses_event e = {
	    .account = facts->account.id,
	    .sequence = SEQUENCE_WHITE_GLOVE,
	    .subject = arena_fmt(a, "%.*s/%s", STR_ARG(facts->account.id),
		day_iso(facts->today, day)),
	    .what = ANCHOR_MARKED,
	    .day = facts->today,
	    .at = facts->now,
	};
	return courses_happened(f->store, a, &e, err);
}

/* RC_MISS: there is one. */
static enum rc
no_date_ahead(
    const struct flow *f, const struct facts_account *facts, struct err *err)
{
	enum rc rc =
	    visits_ahead(f->store, facts->account.id, facts->today, err);

	return rc == RC_OK ? RC_MISS : rc == RC_MISS ? RC_OK : rc;
}

enum rc
glove_set(const struct flow *f, struct arena *a, const struct glove *g,
    size_t *dates, struct err *err)
{
	struct facts_ask ask = {g->account, g->now, NULL, 0};
	struct facts_account facts;
	struct remark r = {
	    .account = g->account,
	    .text = g->on ? STR("only people write to them from now on")
			  : STR("no white-glove account any more"),
	    .by = g->by,
	    .kind = "white-glove",
	    .inbox = g->inbox,
	    .now = g->now,
	};
	enum rc rc = facts_load(f, a, &ask, &facts, err);

	*dates = 0;
	if (rc == RC_OK)
		rc = profile_white_glove(f->store, g->account, g->on, err);
	/* One that is so already can be offered new dates. */
	if (rc == RC_MISS && g->on)
		rc = no_date_ahead(f, &facts, err);
	if (rc == RC_OK && !g->on)
		rc = drafts_void_account(f->store, g->account, facts.now, err);
	if (rc == RC_OK)
		rc = g->on ? mark(f, a, &facts, err)
			   : visits_cancel(f->store, g->account, facts.today,
				 facts.now, dates, err);
	if (rc == RC_MISS)
		return err_set(err, RC_MISS, "account %.*s is %s already",
		    STR_ARG(g->account),
		    g->on ? "white-glove" : "no white-glove account");
	if (rc == RC_OK)
		rc = remark_add(f, a, &r, err);
	return rc == RC_OK ? agenda_wake(f->store, g->account, facts.now, err)
			   : rc;
}
