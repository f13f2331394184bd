#include "decide/dun_message.h"

/* The earliest of all reasons to look again. */
void
dun_message_look_day(struct dun *out, day_t day)
{
	if (out->next_day == DAY_NONE || day < out->next_day) {
		out->next_day = day;
		out->next_minute = 0;
	}
}

void
dun_message_look_at(struct dun *out, int64_t at)
{
	if (at != INT64_MAX && (out->next_at == 0 || at < out->next_at))
		out->next_at = at;
}

/* What can be said in one message. */
enum group {
	GROUP_REMINDERS,
	GROUP_WORK,   /* of our own people */
	GROUP_ISSUED, /* new invoices */
	GROUPS
};

static enum group
group_of(const struct sequence_step *step)
{
	if (!step_is_outward(step))
		return GROUP_WORK;
	return step->anchor == ANCHOR_ISSUED ? GROUP_ISSUED : GROUP_REMINDERS;
}

/* One account on its way to a decision. */
struct choice {
	const struct facts_account *facts;
	const struct sequence *seq;
	const struct dun_limits *limits;
	struct dun *out;
};

/* The message speaks at the highest step of its lines. */
static bool
pick_worst(const struct choice *c, enum group group)
{
	struct dun *out = c->out;
	bool any = false;

	for (size_t i = 0; i < c->facts->invoice_count; i++) {
		const struct dun_line *line = &out->lines[i];

		if (line->state != DUN_DUE ||
		    group_of(&c->seq->steps[line->step]) != group)
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
bool
dun_message_held(const struct facts_account *facts, struct dun *out)
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
gates_shut(const struct choice *c, struct gate *gate)
{
	const struct facts_account *facts = c->facts;
	const struct sequence_step *step = &c->seq->steps[c->out->step];
	const struct contact *to = gate_reader(facts, step);

	c->out->contact = to;
	if (step_is_outward(step) && !gate_by_post(facts, step) &&
	    gate_nobody(facts, to, gate))
		return true;
	if (gate_held(facts, gate) || gate_stale(facts, gate))
		return true;
	if (!step_is_outward(step))
		return gate_office(facts, c->limits, gate);
	return gate_fresh(facts, step, c->limits, gate) ||
	       gate_hours(facts, to, c->limits, gate) ||
	       gate_number(step, to, gate) ||
	       gate_texts(facts, step, to, c->limits, gate);
}

/* The earlier of what two gates wait for; the reason is the first one's. */
static void
merge_gates(struct gate *all, const struct gate *one, bool first)
{
	if (first) {
		*all = *one;
		return;
	}
	if (one->day != DAY_NONE &&
	    (all->day == DAY_NONE || one->day < all->day ||
		(one->day == all->day && one->minute < all->minute))) {
		all->day = one->day;
		all->minute = one->minute;
	}
	if (one->at != 0 && (all->at == 0 || one->at < all->at))
		all->at = one->at;
}

/*
 * A reminder calls all that it lists past due, a nudge what falls due soon:
 * an invoice of the other sort is not in its table. If something is due to be
 * said of it, that is looked at again tomorrow.
 */
static void
part_sorts(const struct choice *c)
{
	const struct facts_account *facts = c->facts;
	struct dun *out = c->out;
	bool late = facts->invoices[out->worst].due < facts->today;

	for (size_t i = 0; i < facts->invoice_count; i++) {
		struct dun_line *line = &out->lines[i];

		if ((line->state != DUN_DUE && line->state != DUN_LISTED) ||
		    (facts->invoices[i].due < facts->today) == late)
			continue;
		if (line->state == DUN_DUE)
			dun_message_look_day(out, facts->today + 1);
		line->state = DUN_NOT_YET;
		line->why = late ? STR("not past due: not in a reminder")
				 : STR("past due: not in a notice of what "
				       "falls due");
	}
}

/* What is due too, but may not be said now, keeps the reason. */
static void
keep_reasons(
    const struct choice *c, const struct str shut[GROUPS], enum group said)
{
	for (size_t i = 0; i < c->facts->invoice_count; i++) {
		struct dun_line *line = &c->out->lines[i];
		enum group group;

		if (line->state != DUN_DUE)
			continue;
		group = group_of(&c->seq->steps[line->step]);
		if (str_is_empty(shut[group]))
			continue;
		line->state = said == GROUP_ISSUED ? DUN_HELD : DUN_LISTED;
		line->why = shut[group];
		dun_message_look_at(c->out, c->facts->now + 60);
	}
}

/* What else is due is said in a message of its own, right after. */
static void
leave_others(const struct choice *c)
{
	enum group group = group_of(&c->seq->steps[c->out->step]);

	for (size_t i = 0; i < c->facts->invoice_count; i++) {
		struct dun_line *line = &c->out->lines[i];
		bool late = c->facts->invoices[i].due < c->facts->today;

		if (line->state == DUN_DUE &&
		    group_of(&c->seq->steps[line->step]) != group) {
			line->state = late ? DUN_LISTED : DUN_NOT_YET;
			dun_message_look_at(c->out, c->facts->now + 60);
		}
		if (line->state == DUN_LISTED && group == GROUP_ISSUED)
			line->state = DUN_NOT_YET;
	}
}

/* None may be said: until the earliest gate opens, or, where one never opens
 * by itself, until a step comes that need not pass it. */
static bool
keep_waiting(const struct choice *c, const struct gate *all, bool never)
{
	struct dun *out = c->out;

	if (!never) {
		wait_for(all, out);
	} else {
		out->why = all->why;
		if (all->day != DAY_NONE)
			dun_message_look_day(out, all->day);
		if (all->at != 0)
			dun_message_look_at(out, all->at);
	}
	return false;
}

bool
dun_message_choose(const struct facts_account *facts,
    const struct sequence *seq, const struct dun_limits *limits,
    struct dun *out)
{
	const struct choice choice = {facts, seq, limits, out}, *c = &choice;
	struct dun first = *out;
	struct gate all = {.day = DAY_NONE}, gate;
	struct str shut[GROUPS] = {{NULL, 0}};
	bool any = false, never = false, number = false;

	for (int g = 0; g < GROUPS; g++) {
		if (!pick_worst(c, (enum group)g))
			continue;
		if (!gates_shut(c, &gate)) {
			keep_reasons(c, shut, (enum group)g);
			leave_others(c);
			if (g == GROUP_REMINDERS)
				part_sorts(c);
			return true;
		}
		shut[g] = gate.why;
		merge_gates(&all, &gate, !any);
		if (!any)
			first = *out;
		any = true;
		if (gate.day != DAY_NONE || gate.at != 0)
			continue;
		never = true;
		number |=
		    gate_number(&c->seq->steps[out->step], out->contact, &gate);
	}
	*out = first;
	out->no_number = number;
	return any && keep_waiting(c, &all, never);
}
