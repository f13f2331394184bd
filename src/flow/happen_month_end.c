#include "flow/happen.h"
#include "flow/facts.h"
#include "flow/month.h"
#include "store/statements.h"

static const struct course *
course_of(const struct happen_ask *ask, struct str subject)
{
	for (size_t i = 0; i < ask->course_count; i++)
		if (str_eq(ask->courses[i].subject, subject))
			return &ask->courses[i];
	return NULL;
}

/* It was begun before, or the account came to us after that month. */
static enum rc
is_none_of_ours(const struct happen_ask *ask, struct str subject, day_t month,
    bool *out, struct err *err)
{
	int64_t since;
	enum rc rc;

	rc = statements_before(ask->f->store, ask->facts->account.id,
	    courses_id(ask->a, SEQUENCE_MONTH_END, subject), out, &since, err);
	if (rc == RC_OK && facts_day(ask->f, ask->facts, since) > month)
		*out = true;
	return rc;
}

/* It is not sent, and a person has to find out why. */
static void
hold(const struct happen_ask *ask, struct happen *out, struct str subject,
    const struct statement *st)
{
	struct deed_task *task = arena_alloc(ask->a, sizeof(*task));

	out->held = arena_fmt(ask->a, "the statement does not prove: %.*s",
	    STR_ARG(st->unproven));
	*task = (struct deed_task){
	    .id = arena_fmt(ask->a, "month-end/%.*s", STR_ARG(subject)),
	    .account = ask->facts->account.id,
	    .kind = STR("statement"),
	    .text = arena_fmt(ask->a, "the statement %.*s is not sent: %.*s",
		STR_ARG(subject), STR_ARG(st->unproven)),
	    .at = ask->facts->now,
	};
	out->tasks = task;
	out->task_count = 1;
}

/* The month before this one has ended, if anything is to be said of it. */
enum rc
happen_month_end(
    const struct happen_ask *ask, struct happen *out, struct err *err)
{
	day_t today = ask->facts->today, month = today - day_ymd(today).d;
	struct str id = ask->facts->account.id;
	struct str subject = month_subject(ask->a, id, month);
	const struct course *running = course_of(ask, subject);
	struct statement st;
	bool done = running != NULL && running->said_count > 0;
	enum rc rc = RC_OK;

	out->next_day = day_month_end(today) + 1;
	if (running == NULL)
		rc = is_none_of_ours(ask, subject, month, &done, err);
	if (rc != RC_OK || done)
		return rc;
	rc = month_statement(ask->f, ask->a, id, month, &st, err);
	if (rc != RC_OK || (!st.active && running == NULL))
		return rc;
	if (!str_is_empty(st.unproven))
		hold(ask, out, subject, &st);
	if (running == NULL)
		happen_add(ask, out, subject, ANCHOR_MONTH_END)->day = month;
	return RC_OK;
}
