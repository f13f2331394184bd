#include "decide/dun.h"

/* The earliest of all reasons to look again. */
static void
look_again_day(struct dun *out, day_t day)
{
	if (out->next_day == DAY_NONE || day < out->next_day)
		out->next_day = day;
}

static void
look_again_at(struct dun *out, int64_t at)
{
	if (at != INT64_MAX && (out->next_at == 0 || at < out->next_at))
		out->next_at = at;
}

day_t
dun_promise_ends(day_t day, int grace_days)
{
	return day_add_business(day, grace_days) + 1;
}

/*
 * The level that was reached, in today's sequence: the step is known by its
 * name, since steps come and go. One that is gone counts as all that had come
 * due by the day it was said: nothing is said twice, nothing later is lost.
 */
static int64_t
said_level(const struct sequence *seq, const struct facts_invoice *inv)
{
	int64_t level = 0;

	if (inv->said.day == DAY_NONE)
		return 0;
	for (size_t s = 0; s < seq->step_count; s++)
		if (str_eq(seq->steps[s].name, inv->said.step))
			return (int64_t)s + 1;
	for (size_t s = 0; s < seq->step_count; s++)
		if (seq->steps[s].anchor != ANCHOR_PREVIOUS &&
		    (seq->steps[s].anchor == ANCHOR_DUE ? inv->due
							: inv->issued) +
			    (day_t)seq->steps[s].offset <=
			inv->said.day)
			level = (int64_t)s + 1;
	return level;
}

static day_t
anchor_day(
    const struct sequence *seq, size_t step, const struct facts_invoice *inv)
{
	switch (seq->steps[step].anchor) {
	case ANCHOR_ISSUED:
		return inv->issued;
	case ANCHOR_DUE:
		return inv->due;
	case ANCHOR_PREVIOUS:
		/* Counts only from the very step before it. */
		if (inv->said.day != DAY_NONE &&
		    said_level(seq, inv) == (int64_t)step)
			return inv->said.day;
		return DAY_NONE;
	}
	return DAY_NONE;
}

static day_t
step_day(const struct sequence_step *step, day_t anchor,
    const struct dun_limits *limits)
{
	day_t day = anchor + (day_t)step->offset;

	return limits->weekdays_only ? day_roll_business(day) : day;
}

static bool
said_already(const struct sequence *seq, const struct facts_invoice *inv,
    size_t step, int64_t occurrence)
{
	int64_t level = (int64_t)step + 1, said = said_level(seq, inv);

	return said > level ||
	       (said == level && inv->said.occurrence >= occurrence);
}

/* How often a repeating step has come round by today, at least once. */
static int64_t
occurrences(const struct sequence_step *step, day_t day, day_t today)
{
	if (step->repeat <= 0)
		return 1;
	return 1 + (today - day) / step->repeat;
}

/* One step of one invoice: due, expired, or still to come. */
static void
line_step(const struct facts_account *facts, const struct sequence *seq,
    const struct dun_limits *limits, size_t i, size_t s, struct dun *out)
{
	const struct facts_invoice *inv = &facts->invoices[i];
	const struct sequence_step *step = &seq->steps[s];
	day_t anchor = anchor_day(seq, s, inv), day;
	struct dun_line *line = &out->lines[i];
	int64_t times;

	if (anchor == DAY_NONE || inv->open.minor < step->min_amount)
		return;
	day = step_day(step, anchor, limits);
	if (day > facts->today) {
		if (!said_already(seq, inv, s, 1))
			look_again_day(out, day);
		return;
	}
	times = occurrences(step, day, facts->today);
	if (step->repeat > 0)
		look_again_day(out, day + (day_t)(times * step->repeat));
	if (step->has_expires && facts->today > anchor + step->expires)
		return;
	if (said_already(seq, inv, s, times))
		return;
	line->state = DUN_DUE;
	line->step = s;
	line->occurrence = times;
	line->why = step->name;
}

static bool
line_held(const struct facts_account *facts, const struct dun_limits *limits,
    size_t i, struct dun *out)
{
	const struct facts_invoice *inv = &facts->invoices[i];
	struct dun_line *line = &out->lines[i];

	if (inv->disputed)
		line->why = STR("disputed");
	else if (inv->promised != DAY_NONE)
		line->why = STR("promised");
	else if (inv->rests_until > facts->now)
		line->why = inv->rest_reason;
	else
		return false;
	line->state = DUN_HELD;
	if (!inv->disputed && inv->promised != DAY_NONE)
		look_again_day(out, dun_promise_ends(inv->promised,
					limits->promise_grace_days));
	if (!inv->disputed && inv->rests_until > facts->now)
		look_again_at(out, inv->rests_until);
	return true;
}

static void
line_decide(const struct facts_account *facts, const struct sequence *seq,
    const struct dun_limits *limits, size_t i, struct dun *out)
{
	const struct facts_invoice *inv = &facts->invoices[i];
	struct dun_line *line = &out->lines[i];

	line->state = DUN_NOT_YET;
	line->why = STR("not due yet");
	if (line_held(facts, limits, i, out))
		return;
	if (inv->due < facts->today) {
		line->state = DUN_LISTED;
		line->why = STR("nothing new to say");
	}
	for (size_t s = 0; s < seq->step_count; s++)
		line_step(facts, seq, limits, i, s, out);
}

/* The message speaks at the highest step of its lines. */
static bool
pick_worst(const struct facts_account *facts, struct dun *out)
{
	bool any = false;

	for (size_t i = 0; i < facts->invoice_count; i++) {
		const struct dun_line *line = &out->lines[i];

		if (line->state != DUN_DUE)
			continue;
		if (any && line->step <= out->step)
			continue;
		any = true;
		out->step = line->step;
		out->occurrence = line->occurrence;
		out->worst = i;
	}
	return any;
}

/* Wait until the day, whatever else was noted. */
static void
wait_day(struct dun *out, day_t day, struct str why)
{
	out->verdict = DUN_WAIT;
	out->why = why;
	out->next_day = day;
	out->next_at = 0;
}

static bool
in_gap(const struct facts_account *facts, const struct sequence *seq,
    const struct dun_limits *limits, struct dun *out)
{
	const struct sequence_step *step = &seq->steps[out->step];
	int gap =
	    step->min_gap >= 0 ? (int)step->min_gap : limits->min_gap_days;
	day_t free_from;

	if (facts->last_reminder == DAY_NONE || gap == 0)
		return false;
	free_from = day_add_business(facts->last_reminder, gap);
	if (facts->today >= free_from)
		return false;
	wait_day(out, free_from, STR("the last reminder is too fresh"));
	return true;
}

static bool
outside_window(const struct facts_account *facts,
    const struct dun_limits *limits, struct dun *out)
{
	day_t today = facts->today, open = today;

	if (facts->minutes >= limits->window_to)
		open = today + 1;
	if (limits->weekdays_only)
		open = day_roll_business(open);
	if (open == today && facts->minutes >= limits->window_from)
		return false;
	wait_day(out, open, STR("outside the hours for sending"));
	return true;
}

static const struct contact *
first_usable(const struct facts_account *facts)
{
	for (size_t i = 0; i < facts->contact_count; i++)
		if (facts->contacts[i].state == CONTACT_OK)
			return &facts->contacts[i];
	return NULL;
}

/* Reasons that hold the whole account back. */
static bool
account_held(const struct facts_account *facts, struct dun *out)
{
	out->contact = first_usable(facts);
	out->verdict = DUN_NOTHING;
	if (facts->account.white_glove) {
		out->why = STR("white-glove: a person writes");
		return true;
	}
	if (facts->invoice_count == 0) {
		out->why = STR("nothing is open");
		return true;
	}
	if (facts->rests_until > facts->now) {
		bool ends = facts->rests_until != INT64_MAX;

		out->why = facts->rest_reason;
		out->verdict = ends ? DUN_WAIT : DUN_NOTHING;
		out->next_at = ends ? facts->rests_until : 0;
		out->next_day = DAY_NONE;
		return true;
	}
	return false;
}

/* Gates that open by themselves or by a person's word. */
static bool
gate_shut(const struct facts_account *facts, struct dun *out)
{
	if (out->contact == NULL)
		out->why = STR("no usable address on file");
	else if (facts->held)
		out->why = STR("held: the clock jumped or the ledger was "
			       "restored; `dunmail release` lets go");
	else if (facts->ledger_stale)
		out->why = STR("the ledger is stale: no import within the "
			       "configured hours");
	else
		return false;
	out->verdict = out->contact ? DUN_WAIT : DUN_NOTHING;
	out->next_day = DAY_NONE;
	out->next_at = out->contact ? facts->now + 900 : 0;
	return true;
}

void
dun_decide(struct arena *a, const struct facts_account *facts,
    const struct sequence *sequence, const struct dun_limits *limits,
    struct dun *out)
{
	*out = (struct dun){.next_day = DAY_NONE};
	out->lines = arena_array(a, facts->invoice_count, sizeof(*out->lines));
	for (size_t i = 0; i < facts->invoice_count; i++)
		line_decide(facts, sequence, limits, i, out);
	if (account_held(facts, out))
		return;
	if (!pick_worst(facts, out)) {
		out->why = STR("no step is due");
		out->verdict = out->next_day == DAY_NONE && out->next_at == 0
				   ? DUN_NOTHING
				   : DUN_WAIT;
		return;
	}
	if (gate_shut(facts, out) || in_gap(facts, sequence, limits, out) ||
	    outside_window(facts, limits, out))
		return;
	out->verdict = DUN_SEND;
	out->why = sequence->steps[out->step].name;
}
