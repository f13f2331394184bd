#include "decide/gate.h"

static bool
wait_day(struct gate *out, day_t day, struct str why)
{
	*out = (struct gate){.why = why, .day = day};
	return true;
}

static bool
is_by_telephone(const struct sequence_step *step)
{
	return step->channel == STEP_SMS || step->channel == STEP_CALL;
}

#define DAY_MINUTES 1440

/* Minutes before or after the day they are counted from. */
static void
carry(day_t *day, int *minutes)
{
	while (*minutes < 0) {
		*minutes += DAY_MINUTES;
		--*day;
	}
	while (*minutes >= DAY_MINUTES) {
		*minutes -= DAY_MINUTES;
		++*day;
	}
}

/* What the company allows and the reader prefers; hours that never meet are
 * not the reader's to make us silent with. */
static void
narrow(const struct contact *to, int *from, int *until)
{
	if (to == NULL || to->hours_from >= to->hours_to ||
	    to->hours_from >= *until || to->hours_to <= *from)
		return;
	if (to->hours_from > *from)
		*from = to->hours_from;
	if (to->hours_to < *until)
		*until = to->hours_to;
}

static bool
outside(const struct facts_account *facts, const struct contact *to,
    const struct dun_limits *limits, int from, int until, struct gate *out)
{
	int ahead = to ? to->ahead : 0;
	int minutes = facts->minutes + ahead;
	day_t today = facts->today, open;

	carry(&today, &minutes);
	narrow(to, &from, &until);
	open = calendar_roll(
	    &limits->calendar, today + (minutes >= until ? 1 : 0));
	if (open == today && minutes >= from)
		return false;
	from -= ahead; /* on the account's clock again */
	carry(&open, &from);
	wait_day(out, open, STR("outside the hours for sending"));
	out->minute = from;
	return true;
}

bool
gate_hours(const struct facts_account *facts, const struct contact *to,
    const struct dun_limits *limits, struct gate *out)
{
	return outside(
	    facts, to, limits, limits->window_from, limits->window_to, out);
}

/* Never wider than the hours for anything; where the two do not meet, its
 * own count. */
static bool
outside_texts(const struct facts_account *facts, const struct contact *to,
    const struct dun_limits *limits, struct gate *out)
{
	int from = limits->texts_from, until = limits->texts_to;

	if (from >= until)
		return false;
	if (from < limits->window_to && limits->window_from < until) {
		if (from < limits->window_from)
			from = limits->window_from;
		if (until > limits->window_to)
			until = limits->window_to;
	}
	if (!outside(facts, to, limits, from, until, out))
		return false;
	out->why = STR("outside the hours for texts and calls");
	return true;
}

/* On the civil day of who holds that telephone. */
static bool
was_today(const struct facts_account *facts, const struct contact *to)
{
	int minutes = facts->minutes + to->ahead;
	day_t today = facts->today;

	carry(&today, &minutes);
	return to->line.last_at > 0 &&
	       to->line.last_at >= facts->now - (int64_t)minutes * 60;
}

bool
gate_texts(const struct facts_account *facts, const struct sequence_step *step,
    const struct contact *to, const struct dun_limits *limits, struct gate *out)
{
	if (!is_by_telephone(step) || to == NULL ||
	    to->line.state == PHONE_UNASKED)
		return false;
	if (outside_texts(facts, to, limits, out))
		return true;
	if (facts->texts_full)
		return wait_day(out, facts->today + 1,
		    STR("no more texts and calls today"));
	return was_today(facts, to) &&
	       wait_day(out, facts->today + 1,
		   STR("that number had a text or call today"));
}
