#include "decide/dun.h"

#include "decide/dun_message.h"
#include "decide/only.h"

day_t
dun_promise_ends(day_t day, int grace_days)
{
	return day_add_business(day, grace_days) + 1;
}

/* What the invoice itself gives a step to count from. */
static day_t
own_day(const struct sequence_step *step, const struct facts_invoice *inv)
{
	if (step->anchor == ANCHOR_ISSUED)
		return inv->issued;
	if (step->anchor == ANCHOR_DUE)
		return inv->due;
	return step->anchor == ANCHOR_DUE_EOM ? day_month_end(inv->due)
					      : DAY_NONE;
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
	for (size_t s = 0; s < seq->step_count; s++) {
		day_t day = own_day(&seq->steps[s], inv);

		if (day != DAY_NONE &&
		    day + (day_t)seq->steps[s].offset <= inv->said.day)
			level = (int64_t)s + 1;
	}
	return level;
}

/* The previous step counts when it was said as often as it is to be. */
static bool
previous_is_said(
    const struct sequence *seq, size_t step, const struct facts_invoice *inv)
{
	return inv->said.day != DAY_NONE && step > 0 &&
	       said_level(seq, inv) == (int64_t)step &&
	       inv->said.occurrence >= seq->steps[step - 1].times;
}

static day_t
anchor_day(
    const struct sequence *seq, size_t step, const struct facts_invoice *inv)
{
	if (seq->steps[step].anchor != ANCHOR_PREVIOUS)
		return own_day(&seq->steps[step], inv);
	return previous_is_said(seq, step, inv) ? inv->said.day : DAY_NONE;
}

day_t
dun_last_day(
    const struct sequence *seq, size_t step, const struct facts_invoice *inv)
{
	day_t anchor = own_day(&seq->steps[step], inv);

	if (!seq->steps[step].has_expires || anchor == DAY_NONE)
		return DAY_NONE;
	return anchor + (day_t)seq->steps[step].expires;
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
	int64_t n = 1;

	if (step->repeat > 0)
		n += (today - day) / step->repeat;
	return step->times > 0 && n > step->times ? step->times : n;
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

	if (anchor == DAY_NONE || facts_asked(inv).minor < step->min_amount ||
	    !only_admits(&step->only, facts))
		return;
	day = gate_step_day(step, anchor, limits);
	if (day > facts->today) {
		if (!said_already(seq, inv, s, 1))
			dun_message_look_day(out, day);
		return;
	}
	times = occurrences(step, day, facts->today);
	if (step->repeat > 0 && times != step->times)
		dun_message_look_day(out, day + (day_t)(times * step->repeat));
	if (step->has_expires && facts->today > anchor + step->expires)
		return;
	if (said_already(seq, inv, s, times))
		return;
	line->state = DUN_DUE;
	line->step = s;
	line->occurrence = times;
	line->why = step->name;
}

static struct str
promised_for(struct arena *a, day_t day)
{
	char text[DAY_TEXT];

	return arena_fmt(a, "promised for %s", day_iso(day, text));
}

static bool
line_held(struct arena *a, const struct facts_account *facts,
    const struct dun_limits *limits, size_t i, struct dun *out)
{
	const struct facts_invoice *inv = &facts->invoices[i];
	struct dun_line *line = &out->lines[i];

	if (inv->disputed)
		line->why = STR("disputed");
	else if (inv->promised != DAY_NONE)
		line->why = promised_for(a, inv->promised);
	else if (inv->rests_until > facts->now)
		line->why = inv->rest_reason;
	else
		return false;
	line->state = DUN_HELD;
	if (!inv->disputed && inv->promised != DAY_NONE)
		dun_message_look_day(out, dun_promise_ends(inv->promised,
					      limits->promise_grace_days));
	if (!inv->disputed && inv->rests_until > facts->now)
		dun_message_look_at(out, inv->rests_until);
	return true;
}

static void
line_decide(struct arena *a, const struct facts_account *facts,
    const struct sequence *seq, const struct dun_limits *limits, size_t i,
    struct dun *out)
{
	const struct facts_invoice *inv = &facts->invoices[i];
	struct dun_line *line = &out->lines[i];

	line->state = DUN_NOT_YET;
	line->why = STR("not due yet");
	if (line_held(a, facts, limits, i, out))
		return;
	if (inv->due < facts->today) {
		line->state = DUN_LISTED;
		line->why = STR("nothing new to say");
	}
	for (size_t s = 0; s < seq->step_count; s++)
		line_step(facts, seq, limits, i, s, out);
}

void
dun_decide(struct arena *a, const struct facts_account *facts,
    const struct sequence *sequence, const struct dun_limits *limits,
    struct dun *out)
{
	*out = (struct dun){.next_day = DAY_NONE};
	out->lines = arena_array(a, facts->invoice_count, sizeof(*out->lines));
	for (size_t i = 0; i < facts->invoice_count; i++)
		line_decide(a, facts, sequence, limits, i, out);
	if (dun_message_held(facts, out))
		return;
	if (dun_message_choose(facts, sequence, limits, out)) {
		out->verdict = DUN_SEND;
		out->why = sequence->steps[out->step].name;
		return;
	}
	if (str_is_empty(out->why))
		out->why = STR("no step is due");
	out->verdict = out->next_day == DAY_NONE && out->next_at == 0
			   ? DUN_NOTHING
			   : DUN_WAIT;
}
