#include "decide/gate.h"

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

static const struct contact *
first_usable(const struct facts_account *facts, struct str role)
{
	for (size_t i = 0; i < facts->contact_count; i++) {
		const struct contact *c = &facts->contacts[i];

		if (c->state == CONTACT_OK &&
		    (str_is_empty(role) ||
			str_fold_eqc(role, party_role_name(c->role))))
			return c;
	}
	return NULL;
}

const struct contact *
gate_contact(const struct facts_account *facts, struct str roles)
{
	const struct contact *c = NULL;
	struct str role;

	while (c == NULL && str_cut(&roles, ',', &role))
		if (!str_is_empty(str_trim(role)))
			c = first_usable(facts, str_trim(role));
	return c ? c : first_usable(facts, (struct str){NULL, 0});
}

bool
gate_held(const struct facts_account *facts, struct gate *out)
{
	return facts->held &&
	       wait_at(out, facts->now + ASK_AGAIN_SECS,
		   STR("held: the clock jumped or the ledger was restored; "
		       "`dunmail release` lets go"));
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
gate_fresh(const struct facts_account *facts, const struct sequence_step *step,
    const struct dun_limits *limits, struct gate *out)
{
	int gap =
	    step->min_gap >= 0 ? (int)step->min_gap : limits->min_gap_days;
	day_t from;

	if (facts->last_reminder == DAY_NONE || gap == 0)
		return false;
	from = calendar_add(&limits->calendar, facts->last_reminder, gap);
	return facts->today < from &&
	       wait_day(out, from, STR("the last reminder is too fresh"));
}

bool
gate_hours(const struct facts_account *facts, const struct dun_limits *limits,
    struct gate *out)
{
	day_t open = facts->today;

	if (facts->minutes >= limits->window_to)
		open++;
	open = calendar_roll(&limits->calendar, open);
	if (open == facts->today && facts->minutes >= limits->window_from)
		return false;
	return wait_day(out, open, STR("outside the hours for sending"));
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
