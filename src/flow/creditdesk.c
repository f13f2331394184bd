#include "flow/creditdesk.h"

#include "decide/gate.h"
#include "decide/only.h"
#include "flow/facts.h"
#include "flow/happen.h"
#include "store/courses.h"
#include "store/deed.h"

#define YEAR_SECS (365 * DAY_SECS)

static void
set_rules(const struct settings *set, struct credit_rules *out)
{
	*out = (struct credit_rules){
	    .watched = set->credit_watch,
	    .holds = set->credit_holds,
	    .hold_after = (int)set->credit_hold_after,
	    .grace = (int)set->credit_grace,
	    .min_amount = set->credit_min_amount,
	    .broken = set->credit_broken,
	    .releases = set->credit_releases,
	    .review_every = (int)set->credit_review_days,
	    .promise_grace = (int)set->promise_grace_days,
	};
	credit_thresholds(set->credit_thresholds, out);
}

struct str
creditdesk_subject(
    struct arena *a, struct str account, const char *kind, struct str of)
{
	return arena_fmt(
	    a, "%.*s/%s-%.*s", STR_ARG(account), kind, STR_ARG(of));
}

bool
creditdesk_is(
    struct str subject, struct str account, const char *kind, struct str *of)
{
	struct str k = str_of(kind);

	if (!str_starts(subject, account))
		return false;
	subject = str_sub(subject, account.n, subject.n);
	if (!str_starts(subject, STR("/")) ||
	    !str_starts(str_sub(subject, 1, subject.n), k))
		return false;
	subject = str_sub(subject, 1 + k.n, subject.n);
	if (!str_starts(subject, STR("-")))
		return false;
	*of = str_sub(subject, 1, subject.n);
	return true;
}

/* What a hold's course tells that is not in the book yet: in a rehearsal, all
 * of it. */
static void
remember_hold(struct creditbook *book, const struct course *c)
{
	day_t warned = course_day(c, ANCHOR_WARNED);
	day_t held = course_day(c, ANCHOR_HELD);

	if (course_day(c, ANCHOR_RELEASED) != DAY_NONE) {
		book->hold_count++;
		book->held = false;
		book->since = book->warned = DAY_NONE;
		return;
	}
	if (warned != DAY_NONE && book->warned == DAY_NONE)
		book->warned = book->since = warned;
	if (held != DAY_NONE && !book->held) {
		book->held = true;
		book->since = held;
	}
}

static void
remember_used(struct creditbook *book, struct str of)
{
	struct str percent;
	int64_t t, n;

	if (!str_cut(&of, '-', &percent) || !str_to_i64(percent, 1, 1000, &t) ||
	    !str_to_i64(of, 0, INT64_MAX - 1, &n) || n < book->used_count)
		return;
	book->announced = t;
	book->used_count = n + 1;
}

/* Oldest first, so that each goes on from the one before. */
static void
remember(const struct creditdesk_ask *ask, struct creditbook *book)
{
	struct str account = ask->facts->account.id, of;

	for (size_t i = 0; i < ask->course_count; i++) {
		const struct course *c = &ask->courses[i];
		day_t review = course_day(c, ANCHOR_REVIEW);
		int64_t n;

		if (creditdesk_is(c->subject, account, "hold", &of) &&
		    str_to_i64(of, 0, INT64_MAX, &n) && n == book->hold_count)
			remember_hold(book, c);
		else if (creditdesk_is(c->subject, account, "used", &of))
			remember_used(book, of);
		else if (review != DAY_NONE && (book->last_review == DAY_NONE ||
						   review > book->last_review))
			book->last_review = review;
	}
}

/* When the customer was told of the warning in that course. */
static day_t
told_on(const struct creditdesk_ask *ask, const struct course *c)
{
	for (size_t i = 0; i < c->said_count; i++)
		for (size_t s = 0; s < ask->seq->step_count; s++) {
			const struct sequence_step *step = &ask->seq->steps[s];

			if (str_eq(step->name, c->said[i].step) &&
			    step->anchor == ANCHOR_WARNED &&
			    step_is_outward(step))
				return c->said[i].day;
		}
	return DAY_NONE;
}

/* Is there a step that warns this customer, and somebody who reads it? */
static bool
tells_warnings(const struct creditdesk_ask *ask)
{
	if (ask->facts->account.white_glove)
		return false;
	for (size_t s = 0; s < ask->seq->step_count; s++) {
		const struct sequence_step *step = &ask->seq->steps[s];

		if (step->anchor == ANCHOR_WARNED && step_is_outward(step) &&
		    only_admits(&step->only, ask->facts))
			return gate_contact(ask->facts, step->to) != NULL;
	}
	return false;
}

static void
set_state(const struct creditdesk_ask *ask, struct creditdesk *out)
{
	const struct creditbook *book = &out->book;
	struct str of;
	int64_t n;

	out->state = (struct credit_state){
	    .mode = credit_mode_parse(book->mode),
	    .reason = credit_reason_parse(book->reason),
	    .warned = book->warned,
	    .held = book->held ? book->since : DAY_NONE,
	    .tells = tells_warnings(ask),
	    .told = DAY_NONE,
	    .excused = book->excused,
	    .announced = book->announced,
	    .reviewed = book->last_review,
	};
	if (book->last_review == DAY_NONE)
		out->state.reviewed =
		    facts_day(ask->f, ask->facts, book->created_at);
	for (size_t i = 0; i < ask->course_count; i++)
		if (creditdesk_is(
			ask->courses[i].subject, book->account, "hold", &of) &&
		    str_to_i64(of, 0, INT64_MAX, &n) && n == book->hold_count)
			out->state.told = told_on(ask, &ask->courses[i]);
}

enum rc
creditdesk_load(
    const struct creditdesk_ask *ask, struct creditdesk *out, struct err *err)
{
	const struct facts_account *facts = ask->facts;
	enum rc rc = creditbook_get(
	    ask->f->store, ask->a, facts->account.id, &out->book, err);

	if (rc != RC_OK)
		return rc;
	set_rules(ask->f->set, &out->rules);
	remember(ask, &out->book);
	set_state(ask, out);
	credit_measure(facts, &out->rules, &out->figures);
	return creditbook_broken(ask->f->store, facts->account.id,
	    facts->now - YEAR_SECS, &out->figures.broken, err);
}

enum rc
creditdesk_settle(const struct flow *f, struct arena *a, struct str account,
    int64_t now, struct err *err)
{
	struct facts_ask facts_ask = {account, now, NULL, LEDGER_ALL};
	struct facts_account facts;
	struct happen_ask ask = {.f = f, .a = a, .facts = &facts};
	struct course *courses = NULL;
	struct happen happened;
	enum rc rc = facts_load(f, a, &facts_ask, &facts, err);

	if (rc != RC_OK)
		return rc;
	rc = courses_running(f->store, a, account, SEQUENCE_CREDIT, &courses,
	    &ask.course_count, err);
	if (rc != RC_OK)
		return rc;
	ask.courses = courses;
	ask.seq = flow_sequence_for(f, SEQUENCE_CREDIT, &facts);
	return happen_settle(&ask, &happened, err);
}

static enum rc
note_import(const struct flow *f, struct arena *a,
    const struct creditbook_other *o, int64_t now, struct err *err)
{
	char given[MONEY_TEXT], is[MONEY_TEXT];
	struct deed_note note = {
	    .id = arena_fmt(a, "%.*s/limit-imported/%lld", STR_ARG(o->account),
		(long long)now),
	    .account = o->account,
	    .at = now,
	    .author = STR("gateway"),
	    .kind = STR("credit"),
	};
	enum rc rc;

	note.text = arena_fmt(a,
	    "an import set the credit limit to %s %.*s; here it was approved "
	    "at %s",
	    money_plain(money_of(o->is, o->currency), is), STR_ARG(o->currency),
	    money_plain(money_of(o->given, o->currency), given));
	rc = deed_note(f->store, &note, err);
	return rc == RC_OK ? creditbook_forget(f->store, o->account, err) : rc;
}

enum rc
creditdesk_imported(
    const struct flow *f, struct arena *a, int64_t now, struct err *err)
{
	struct creditbook_other *v = NULL;
	size_t n = 0;
	enum rc rc = creditbook_imported(f->store, a, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = note_import(f, a, &v[i], now, err);
	return rc;
}
