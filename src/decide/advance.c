#include "decide/advance.h"

#include "decide/only.h"

enum {
	OUTWARD,
	INWARD,
	SIDES
};

/* How one step of one course stands, and the day from which it is due or, when
 * it is already, due again. */
enum stand {
	STAND_PAST,  /* said, passed over, expired, or not for this account */
	STAND_AHEAD, /* its event has not happened, or its day not come */
	STAND_DUE,
};

struct work {
	struct arena *a;
	const struct advance_ask *ask;
	struct advance *out;
};

static int
side_of(const struct sequence_step *step)
{
	return step_is_outward(step) ? OUTWARD : INWARD;
}

static void
look_again(struct advance *out, day_t day, int minute, int64_t at)
{
	if (day != DAY_NONE &&
	    (out->next_day == DAY_NONE || day < out->next_day ||
		(day == out->next_day && minute < out->next_minute))) {
		out->next_day = day;
		out->next_minute = minute;
	}
	if (at != 0 && (out->next_at == 0 || at < out->next_at))
		out->next_at = at;
}

day_t
advance_last_day(const struct sequence_step *step, const struct course *c)
{
	day_t anchor = course_day(c, step->anchor);

	if (!step->has_expires || anchor == DAY_NONE)
		return DAY_NONE;
	return anchor + (day_t)step->expires;
}

const char *
advance_passed(
    const struct sequence_step *step, const struct course *c, day_t today)
{
	for (size_t i = 0; i < c->event_count; i++) {
		const char *name = step_anchors[c->events[i].what];

		if (c->events[i].day <= today &&
		    only_lists(step->until, str_of(name)))
			return name;
	}
	return NULL;
}

static size_t
index_of(const struct sequence *seq, struct str name)
{
	for (size_t i = 0; i < seq->step_count; i++)
		if (str_eq(seq->steps[i].name, name))
			return i;
	return seq->step_count;
}

/* Said so often, or never to be said: a later one of its side was. */
static bool
is_said(const struct sequence *seq, const struct course *c, size_t s,
    int64_t occurrence)
{
	int side = side_of(&seq->steps[s]);

	for (size_t i = 0; i < c->said_count; i++) {
		size_t at = index_of(seq, c->said[i].step);

		if (at == s && c->said[i].occurrence >= occurrence)
			return true;
		if (at > s && at < seq->step_count &&
		    side_of(&seq->steps[at]) == side)
			return true;
	}
	return false;
}

static int64_t
occurrence_on(const struct sequence_step *step, day_t day, day_t today)
{
	int64_t n = 1;

	if (step->repeat > 0)
		n += (today - day) / step->repeat;
	return step->times > 0 && n > step->times ? step->times : n;
}

static enum stand
stand_of(const struct work *w, const struct course *c, size_t s,
    int64_t *occurrence, day_t *day)
{
	const struct sequence_step *step = &w->ask->sequence->steps[s];
	const struct facts_account *facts = w->ask->facts;
	day_t anchor = course_day(c, step->anchor);
	bool due;

	*day = DAY_NONE;
	if (advance_passed(step, c, facts->today) ||
	    !only_admits(&step->only, facts))
		return STAND_PAST;
	if (anchor == DAY_NONE)
		return STAND_AHEAD;
	if (step->has_expires && facts->today > anchor + step->expires)
		return STAND_PAST;
	*day = gate_step_day(step, anchor, w->ask->limits);
	*occurrence = 1;
	if (*day > facts->today)
		return is_said(w->ask->sequence, c, s, 1) ? STAND_PAST
							  : STAND_AHEAD;
	*occurrence = occurrence_on(step, *day, facts->today);
	due = !is_said(w->ask->sequence, c, s, *occurrence);
	if (step->repeat == 0 || *occurrence == step->times)
		*day = DAY_NONE;
	else
		*day += (day_t)(*occurrence * step->repeat);
	if (due)
		return STAND_DUE;
	if (*day == DAY_NONE)
		return STAND_PAST;
	return is_said(w->ask->sequence, c, s, INT64_MAX) ? STAND_PAST
							  : STAND_AHEAD;
}

static bool
speaks_of(const struct work *w, const struct advance_message *m, size_t course)
{
	const struct course *c = w->ask->courses;

	return str_eq(c[m->courses[0]].group, c[course].group);
}

/* The same step of several courses is one message. */
static void
add_to_message(struct work *w, size_t course, size_t step, int64_t occurrence)
{
	struct advance *out = w->out;
	struct advance_message *m = out->messages;
	size_t n = out->message_count;

	while (n > 0 && (m->step != step || m->occurrence != occurrence ||
			    !speaks_of(w, m, course)))
		m++, n--;
	if (n == 0) {
		out->message_count++;
		*m = (struct advance_message){
		    .step = step, .occurrence = occurrence};
		m->courses = arena_array(
		    w->a, w->ask->course_count, sizeof(*m->courses));
	}
	m->courses[m->course_count++] = course;
}

static bool
has_ended(const struct course *c)
{
	for (size_t i = 0; i < c->event_count; i++)
		if (step_anchor_is_last(c->events[i].what))
			return true;
	return false;
}

static void
decide_course(struct work *w, size_t i)
{
	const struct course *c = &w->ask->courses[i];
	const struct sequence *seq = w->ask->sequence;
	size_t best[SIDES] = {SIZE_MAX, SIZE_MAX};
	int64_t times[SIDES] = {0}, occurrence;
	bool ended = has_ended(c), ahead = false;
	day_t day;

	for (size_t s = 0; s < seq->step_count; s++) {
		int side = side_of(&seq->steps[s]);

		switch (stand_of(w, c, s, &occurrence, &day)) {
		case STAND_PAST:
			break;
		case STAND_AHEAD:
			ahead |= day != DAY_NONE || !ended;
			look_again(w->out, day, 0, 0);
			break;
		case STAND_DUE:
			look_again(w->out, day, 0, 0);
			best[side] = s;
			times[side] = occurrence;
			break;
		}
	}
	for (int side = 0; side < SIDES; side++)
		if (best[side] != SIZE_MAX)
			add_to_message(w, i, best[side], times[side]);
	w->out->over[i] = ended && !ahead && best[OUTWARD] == SIZE_MAX &&
			  best[INWARD] == SIZE_MAX;
}

/* Why an outward message may not leave now. */
static bool
kept_back(const struct work *w, const struct sequence_step *step,
    const struct contact *to, struct gate *gate)
{
	const struct facts_account *facts = w->ask->facts;
	const struct dun_limits *limits = w->ask->limits;

	*gate = (struct gate){.day = DAY_NONE};
	if (facts->account.white_glove &&
	    !(w->ask->sequence->kind == SEQUENCE_WHITE_GLOVE &&
		step->channel == STEP_INVITE))
		gate->why = STR("white-glove: a person writes");
	else if ((!gate_by_post(facts, step) && gate_nobody(facts, to, gate)) ||
		 gate_held(facts, gate) ||
		 (!step->response &&
		     (gate_stale(facts, gate) ||
			 gate_rests_for(facts, step, gate) ||
			 gate_fresh(facts, step, limits, gate))))
		return true;
	else
		return gate_hours(facts, to, limits, gate) ||
		       gate_number(step, to, gate) ||
		       gate_texts(facts, step, to, limits, gate);
	return true;
}

static void
pass_gates(struct work *w, struct advance_message *m)
{
	const struct sequence_step *step = &w->ask->sequence->steps[m->step];
	struct gate gate = {.day = DAY_NONE};
	bool shut;

	m->contact = gate_reader(w->ask->facts, step);
	m->why = step->name;
	shut = step_is_outward(step)
		   ? kept_back(w, step, m->contact, &gate)
		   : gate_office(w->ask->facts, w->ask->limits, &gate);
	if (!shut)
		return;
	m->verdict = ADVANCE_WAIT;
	m->why = gate.why;
	w->out->why = gate.why;
	look_again(w->out, gate.day, gate.minute, gate.at);
}

static bool
takes_the_gap(const struct work *w, const struct advance_message *m)
{
	const struct sequence_step *step = &w->ask->sequence->steps[m->step];

	return m->verdict == ADVANCE_SEND && step_is_outward(step) &&
	       !step->response;
}

/* A customer gets one of them at a time: the highest. */
static void
leave_one(struct work *w)
{
	struct advance *out = w->out;
	const struct advance_message *first = NULL;

	for (size_t i = 0; i < out->message_count; i++) {
		const struct advance_message *m = &out->messages[i];

		if (takes_the_gap(w, m) &&
		    (first == NULL || m->step > first->step))
			first = m;
	}
	for (size_t i = 0; first != NULL && i < out->message_count; i++) {
		struct advance_message *m = &out->messages[i];

		if (m == first || !takes_the_gap(w, m))
			continue;
		m->verdict = ADVANCE_WAIT;
		m->why = STR("another message goes first");
		look_again(out, w->ask->facts->today + 1, 0, 0);
	}
}

void
advance_decide(
    struct arena *a, const struct advance_ask *ask, struct advance *out)
{
	struct work w = {a, ask, out};

	*out = (struct advance){
	    .why = STR("no step is due"), .next_day = DAY_NONE};
	out->messages =
	    arena_array(a, SIDES * ask->course_count, sizeof(*out->messages));
	out->over = arena_array(a, ask->course_count, sizeof(*out->over));
	for (size_t i = 0; i < ask->course_count; i++)
		decide_course(&w, i);
	for (size_t i = 0; i < out->message_count; i++)
		pass_gates(&w, &out->messages[i]);
	leave_one(&w);
}
