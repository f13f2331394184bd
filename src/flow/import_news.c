#include "flow/import_news.h"

#include "port/zone.h"
#include "store/courses.h"
#include "store/visits.h"

/* Slots of the account table (books.h). */
#define SLOT_ZONE  2
#define SLOT_GLOVE 8

enum rc
import_news_begin(
    struct import_run *run, enum import_greet greet, struct err *err)
{
	enum rc rc;

	run->greets = greet == IMPORT_GREET_NEW;
	if (run->kind != &import_customers || greet != IMPORT_GREET_LATER)
		return RC_OK;
	/* One that was stopped is completed by the same file: it does not
	 * make that file a second one. */
	rc =
	    store_one(store_stmt(run->store, SQL_IMPORT_CUSTOMERS_BEFORE), err);
	run->greets = rc == RC_OK;
	return rc == RC_MISS ? RC_OK : rc;
}

static day_t
day_there(const struct import_run *run, const struct books_row *row)
{
	const struct zone *z = zone_find(row->cells[SLOT_ZONE].text);

	if (z == NULL)
		z = zone_find(run->flow->set->company_timezone);
	return z ? zone_day(z, run->now, NULL) : day_of_instant(run->now);
}

static enum rc
begin(struct import_run *run, const struct books_row *row,
    enum sequence_kind sequence, enum step_anchor what, struct err *err)
{
	struct courses_event e = {
	    .account = row->id,
	    .sequence = sequence,
	    .subject = row->id,
	    .what = what,
	    .day = day_there(run, row),
	    .at = run->now,
	};
	char day[DAY_TEXT];
	enum rc rc;

	if (what == ANCHOR_MARKED) /* it may be marked again some day */
		e.subject = arena_fmt(run->scratch, "%.*s/%s", STR_ARG(row->id),
		    day_iso(e.day, day));
	rc = courses_happened(run->store, run->scratch, &e, err);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
import_news_row(struct import_run *run, const struct import_row *row,
    const struct import_pair *pair, struct err *err)
{
	const struct books_row *want = &pair->want;
	bool added = row->outcome == IMPORT_ADDED;
	bool marked =
	    want->cells[SLOT_GLOVE].number != 0 &&
	    (added ? run->greets : pair->old.cells[SLOT_GLOVE].number == 0);
	bool unmarked = !added && want->cells[SLOT_GLOVE].number == 0 &&
			pair->old.cells[SLOT_GLOVE].number != 0;
	size_t cancelled;
	enum rc rc = RC_OK;

	if (unmarked)
		rc = visits_cancel(run->store, want->id, day_there(run, want),
		    run->now, &cancelled, err);
	if (rc == RC_OK && added && run->greets)
		rc = begin(run, want, SEQUENCE_ONBOARDING, ANCHOR_CREATED, err);
	if (rc == RC_OK && marked)
		rc = begin(run, want, SEQUENCE_WHITE_GLOVE, ANCHOR_MARKED, err);
	return rc;
}
