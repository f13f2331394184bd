#include "decide/dun.h"

#include "decide/only.h"

/* The earliest of all reasons to look again. */
static void
look_again_day(struct dun *out, day_t day)
{
	if (out->next_day == DAY_NONE || day < out->next_day) {
		out->next_day = day;
		out->next_minute = 0;
	}
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
			look_again_day(out, day);
		return;
	}
	times = occurrences(step, day, facts->today);
	if (step->repeat > 0 && times != step->times)
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
		look_again_day(out, dun_promise_ends(inv->promised,
					limits->promise_grace_days));
	if (!inv->disputed && inv->rests_until > facts->now)
		look_again_at(out, inv->rests_until);
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

/* Wait for the gate, whatever else was noted. */
static bool
wait_for(const struct gate *gate, struct dun *out)
{
	out->verdict =
	    gate->day == DAY_NONE && gate->at == 0 ? DUN_NOTHING : DUN_WAIT;
	out->why = gate->why;
	out->next_day = gate->day;
	out->next_minute = gate->minute;
	out->next_at = gate->at;
	return true;
}

/* Reasons that hold the whole account back. */
static bool
account_held(const struct facts_account *facts, struct dun *out)
{
	struct gate gate;

	out->contact = gate_contact(facts, (struct str){NULL, 0});
	out->verdict = DUN_NOTHING;
	if (facts->account.white_glove) {
		out->why = STR("white-glove: a person writes");
		return true;
	}
	if (facts->invoice_count == 0) {
		out->why = STR("nothing is open");
		return true;
	}
	return gate_rests(facts, &gate) && wait_for(&gate, out);
}

/* Gates that open by themselves or by a person's word. */
static bool
gates_shut(const struct facts_account *facts, const struct sequence_step *step,
    const struct dun_limits *limits, struct dun *out)
{
	struct gate gate;

	out->contact = gate_contact(facts, step->to);
	if (step_is_outward(step) && gate_nobody(facts, out->contact, &gate))
		return wait_for(&gate, out);
	if (gate_held(facts, &gate) || gate_stale(facts, &gate))
		return wait_for(&gate, out);
	if (!step_is_outward(step))
		return gate_office(facts, limits, &gate) &&
		       wait_for(&gate, out);
	return (gate_fresh(facts, step, limits, &gate) ||
		   gate_hours(facts, out->contact, limits, &gate)) &&
	       wait_for(&gate, out);
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
	if (account_held(facts, out))
		return;
	if (!pick_worst(facts, out)) {
		out->why = STR("no step is due");
		out->verdict = out->next_day == DAY_NONE && out->next_at == 0
				   ? DUN_NOTHING
				   : DUN_WAIT;
		return;
	}
	if (gates_shut(facts, &sequence->steps[out->step], limits, out))
		return;
	out->verdict = DUN_SEND;
	out->why = sequence->steps[out->step].name;
}
