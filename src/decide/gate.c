#include "decide/gate.h"

#include "model/limits.h"

#include "decide/only.h"

#define ASK_AGAIN_SECS 900

static bool
wait_at(struct gate *out, int64_t at, struct str why)
{
	*out = (struct gate){.why = why, .day = DAY_NONE, .at = at};
	return true;
}

static bool
wait_day(struct gate *out, day_t day, struct str why)
{
	*out = (struct gate){.why = why, .day = day};
	return true;
}

enum need {
	NEED_NOTHING,
	NEED_PHONE, /* a person dials */
	NEED_CALL,
	NEED_TEXT,
};

static bool
has(const struct contact *c, enum need need)
{
	if (need == NEED_NOTHING)
		return true;
	if (str_is_empty(c->phone))
		return false;
	if (need == NEED_PHONE || c->line.state == PHONE_UNASKED)
		return true;
	return c->line.state == PHONE_OK &&
	       (need == NEED_CALL || c->line.mobile);
}

static const struct contact *
first_usable(const struct facts_account *facts, struct str role, enum need need)
{
	for (size_t i = 0; i < facts->contact_count; i++) {
		const struct contact *c = &facts->contacts[i];

		if (c->state == CONTACT_OK && c->rests_until <= facts->now &&
		    has(c, need) &&
		    (str_is_empty(role) ||
			str_fold_eqc(role, party_role_name(c->role))))
			return c;
	}
	return NULL;
}

static bool
names_role(struct str roles, enum contact_role role)
{
	struct str word;

	while (str_cut(&roles, ',', &word))
		if (str_fold_eqc(str_trim(word), party_role_name(role)))
			return true;
	return false;
}

size_t
gate_copies(const struct facts_account *facts, const struct sequence_step *step,
    const struct contact *reader, const struct contact **out)
{
	size_t n = 0;

	if (step->channel != STEP_EMAIL || str_is_empty(step->cc))
		return 0;
	for (size_t i = 0; i < facts->contact_count && n < LIMIT_COPIES; i++) {
		const struct contact *c = &facts->contacts[i];

		if (c->state == CONTACT_OK && c->rests_until <= facts->now &&
		    names_role(step->cc, c->role) &&
		    (!reader || !str_fold_eq(c->email, reader->email)))
			out[n++] = c;
	}
	return n;
}

static const struct contact *
by_roles(const struct facts_account *facts, struct str roles, enum need need)
{
	const struct contact *c = NULL;
	struct str role;

	while (c == NULL && str_cut(&roles, ',', &role))
		if (!str_is_empty(str_trim(role)))
			c = first_usable(facts, str_trim(role), need);
	return c ? c : first_usable(facts, (struct str){NULL, 0}, need);
}

const struct contact *
gate_contact(const struct facts_account *facts, struct str roles)
{
	return by_roles(facts, roles, NEED_NOTHING);
}

static enum need
need_of(const struct sequence_step *step)
{
	switch (step->channel) {
	case STEP_SMS:
		return NEED_TEXT;
	case STEP_CALL:
		return NEED_CALL;
	case STEP_PHONE:
		return NEED_PHONE;
	case STEP_EMAIL:
	case STEP_LETTER:
	case STEP_DRAFT:
	case STEP_INVITE:
	case STEP_INTERNAL:
	case STEP_WEBHOOK:
	case STEP_AGENCY:
	case STEP_CHANNELS:
		break;
	}
	return NEED_NOTHING;
}

static bool
is_by_telephone(const struct sequence_step *step)
{
	return need_of(step) == NEED_TEXT || need_of(step) == NEED_CALL;
}

const struct contact *
gate_reader(const struct facts_account *facts, const struct sequence_step *step)
{
	const struct contact *c = NULL;
	struct str roles = step->to;

	/* The roles of a step for our own people are theirs. */
	if (!step_is_outward(step))
		roles = (struct str){NULL, 0};
	if (need_of(step) != NEED_NOTHING)
		c = by_roles(facts, roles, need_of(step));
	return c ? c : by_roles(facts, roles, NEED_NOTHING);
}

const char *
gate_phone_why(enum phone_state state)
{
	switch (state) {
	case PHONE_UNASKED:
	case PHONE_OK:
		break;
	case PHONE_NONE:
		return "no telephone number on file";
	case PHONE_UNSURE:
		return "it cannot be told which number to dial";
	case PHONE_ABROAD:
		return "the number is of a country that is not allowed";
	case PHONE_SILENT:
		return "nobody said that they may be texted";
	case PHONE_STOPPED:
		return "they asked not to be texted or called";
	case PHONE_WRONG:
		return "the number is somebody else's";
	case PHONE_DEAD:
		return "the number cannot be reached";
	}
	return "";
}

bool
gate_number(const struct sequence_step *step, const struct contact *to,
    struct gate *out)
{
	if (!is_by_telephone(step) || to == NULL || has(to, need_of(step)))
		return false;
	if (to->line.state == PHONE_UNASKED)
		return wait_at(out, 0, STR("no telephone number on file"));
	if (to->line.state == PHONE_OK)
		return wait_at(out, 0, STR("the number takes no texts"));
	return wait_at(out, 0, str_of(gate_phone_why(to->line.state)));
}

bool
gate_by_post(
    const struct facts_account *facts, const struct sequence_step *step)
{
	for (size_t i = 0; i < facts->contact_count; i++)
		if (facts->contacts[i].state != CONTACT_BOUNCED)
			return false;
	return step->channel == STEP_LETTER;
}

bool
gate_nobody(const struct facts_account *facts, const struct contact *to,
    struct gate *out)
{
	const struct contact *first = NULL;

	if (to != NULL)
		return false;
	for (size_t i = 0; i < facts->contact_count; i++) {
		const struct contact *c = &facts->contacts[i];

		if (c->state == CONTACT_OK &&
		    (first == NULL || c->rests_until < first->rests_until))
			first = c;
	}
	if (first == NULL)
		return wait_at(out, 0, STR("no usable address on file"));
	return wait_at(out,
	    first->rests_until == INT64_MAX ? 0 : first->rests_until,
	    first->rest_reason);
}

bool
gate_held(const struct facts_account *facts, struct gate *out)
{
	return facts->held &&
	       wait_at(out, facts->now + ASK_AGAIN_SECS,
		   STR("held: the clock jumped, the ledger was restored or a "
		       "colleague holds everything; `dunmail release` lets "
		       "go"));
}

bool
gate_stale(const struct facts_account *facts, struct gate *out)
{
	return facts->ledger_stale &&
	       wait_at(out, facts->now + ASK_AGAIN_SECS,
		   STR("the ledger is stale: no import within the configured "
		       "hours"));
}

bool
gate_rests(const struct facts_account *facts, struct gate *out)
{
	int64_t until = facts->rests_until;

	return until > facts->now &&
	       wait_at(out, until == INT64_MAX ? 0 : until, facts->rest_reason);
}

bool
gate_silent(const struct facts_account *facts, struct gate *out)
{
	int64_t until = facts->silent_until;

	return until > facts->now &&
	       wait_at(
		   out, until == INT64_MAX ? 0 : until, facts->silent_reason);
}

bool
gate_rests_for(const struct facts_account *facts,
    const struct sequence_step *step, struct gate *out)
{
	return step->despite_rests ? gate_silent(facts, out)
				   : gate_rests(facts, out);
}

bool
gate_fresh(const struct facts_account *facts, const struct sequence_step *step,
    const struct dun_limits *limits, struct gate *out)
{
	int gap =
	    step->min_gap >= 0 ? (int)step->min_gap : limits->min_gap_days;
	day_t from;

	if (facts->last_reminder == DAY_NONE)
		return false;
	/* Whatever the gap: at one moment there is one message. */
	if (gap == 0)
		return facts->last_reminder_at == facts->now &&
		       wait_day(out, facts->today + 1,
			   STR("another message goes at this moment"));
	from = calendar_add(&limits->calendar, facts->last_reminder, gap);
	return facts->today < from &&
	       wait_day(out, from, STR("the last reminder is too fresh"));
}

bool
gate_office(const struct facts_account *facts, const struct dun_limits *limits,
    struct gate *out)
{
	day_t open = calendar_roll(&limits->calendar, facts->today);

	return open != facts->today &&
	       wait_day(out, open, STR("no business is done today"));
}

day_t
gate_step_day(const struct sequence_step *step, day_t anchor,
    const struct dun_limits *limits)
{
	const struct calendar *c = &limits->calendar;

	if (step->business)
		return calendar_add(c, anchor, (int)step->offset);
	return calendar_roll(c, anchor + (day_t)step->offset);
}
