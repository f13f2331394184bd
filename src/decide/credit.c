#include "decide/credit.h"

#include "decide/dun.h"

static const char *const reasons[CREDIT_REASONS] = {
    [CREDIT_NONE] = "",
    [CREDIT_PAST_DUE] = "past-due",
    [CREDIT_BROKEN_PROMISE] = "broken-promise",
    [CREDIT_OVER_LIMIT] = "over-limit",
    [CREDIT_MANUAL] = "manual",
};

static const char *const modes[CREDIT_MODES] = {
    [CREDIT_AUTO] = "auto",
    [CREDIT_ON] = "on",
    [CREDIT_OFF] = "off",
};

const char *
credit_reason_name(enum credit_reason reason)
{
	return reasons[reason];
}

enum credit_reason
credit_reason_parse(struct str s)
{
	for (int i = 0; i < CREDIT_REASONS; i++)
		if (str_eqc(s, reasons[i]))
			return (enum credit_reason)i;
	return CREDIT_NONE;
}

const char *
credit_mode_name(enum credit_mode mode)
{
	return modes[mode];
}

enum credit_mode
credit_mode_parse(struct str s)
{
	for (int i = 0; i < CREDIT_MODES; i++)
		if (str_eqc(s, modes[i]))
			return (enum credit_mode)i;
	return CREDIT_AUTO;
}

bool
credit_thresholds(struct str list, struct credit_rules *out)
{
	struct str rest = list, word;
	int64_t last = 0, t;

	out->threshold_count = 0;
	if (str_is_empty(str_trim(list)))
		return true;
	while (str_cut(&rest, ',', &word)) {
		if (out->threshold_count == CREDIT_THRESHOLDS_MAX ||
		    !str_to_i64(str_trim(word), 1, 1000, &t) || t <= last)
			return false;
		out->thresholds[out->threshold_count++] = last = t;
	}
	return true;
}

static void
soonest(day_t *first, day_t day)
{
	if (day != DAY_NONE && (*first == DAY_NONE || day < *first))
		*first = day;
}

static int64_t
sum(int64_t a, int64_t b)
{
	int64_t s;

	if (__builtin_add_overflow(a, b, &s))
		return INT64_MAX;
	return s;
}

static void
measure_invoice(const struct facts_account *facts,
    const struct credit_rules *rules, const struct facts_invoice *inv,
    struct credit_figures *out)
{
	day_t today = facts->today;
	int late = today - inv->due;

	out->open = sum(out->open, inv->open.minor);
	if (inv->promised != DAY_NONE)
		soonest(&out->next_day,
		    dun_promise_ends(inv->promised, rules->promise_grace));
	if (inv->disputed || inv->promised != DAY_NONE)
		return;
	if (late > 0) {
		out->past_due = sum(out->past_due, inv->open.minor);
		if (late > out->oldest_days)
			out->oldest_days = late;
	} else {
		soonest(&out->next_day, inv->due + 1);
	}
	if (late > 0 && late >= rules->hold_after)
		out->late = sum(out->late, inv->open.minor);
	else if (late > 0)
		soonest(&out->next_day, inv->due + rules->hold_after);
}

static int64_t
less(int64_t amount, int64_t paid)
{
	return amount > paid ? amount - paid : 0;
}

void
credit_measure(const struct facts_account *facts,
    const struct credit_rules *rules, struct credit_figures *out)
{
	struct str currency = facts->account.currency;

	*out = (struct credit_figures){
	    .limit = facts->account.credit_limit,
	    .next_day = DAY_NONE,
	};
	for (size_t i = 0; i < facts->invoice_count; i++)
		if (str_eqc(currency, facts->invoices[i].open.currency))
			measure_invoice(facts, rules, &facts->invoices[i], out);
	for (size_t i = 0; i < facts->unapplied_count; i++) {
		const struct money *m = &facts->unapplied[i];

		if (!str_eqc(currency, m->currency))
			continue;
		out->open = less(out->open, m->minor);
		out->past_due = less(out->past_due, m->minor);
		out->late = less(out->late, m->minor);
	}
	if (out->past_due == 0)
		out->oldest_days = 0;
}

int64_t
credit_used(const struct credit_figures *f)
{
	int64_t open = f->open, limit = f->limit;

	if (limit <= 0)
		return 0;
	while (open > INT64_MAX / 10000) {
		open /= 10000;
		limit = limit / 10000 + 1;
	}
	return open * 10000 / limit;
}

int64_t
credit_days_to_pay(const struct credit_paid *v, size_t count)
{
	double days = 0, amounts = 0;

	for (size_t i = 0; i < count; i++) {
		days += (double)v[i].days * (double)v[i].amount;
		amounts += (double)v[i].amount;
	}
	if (amounts <= 0)
		return -1;
	return days < 0 ? 0 : (int64_t)(days / amounts + 0.5);
}

static bool
is_worth(const struct credit_rules *rules, int64_t amount)
{
	return amount > 0 && amount >= rules->min_amount;
}

static enum credit_reason
cause_of(const struct credit_figures *f, const struct credit_rules *rules)
{
	if (!rules->watched || !rules->holds)
		return CREDIT_NONE;
	if (is_worth(rules, f->late))
		return CREDIT_PAST_DUE;
	if (rules->broken > 0 && f->broken >= rules->broken &&
	    is_worth(rules, f->past_due))
		return CREDIT_BROKEN_PROMISE;
	if (f->limit > 0 && is_worth(rules, less(f->open, f->limit)))
		return CREDIT_OVER_LIMIT;
	return CREDIT_NONE;
}

/* Of those that were told, the highest that is not clearly behind. */
static int64_t
still_announced(
    const struct credit_rules *rules, int64_t announced, int64_t used)
{
	for (size_t i = rules->threshold_count; i-- > 0;) {
		int64_t t = rules->thresholds[i];

		if (t <= announced && used >= (t - CREDIT_REARM) * 100)
			return t;
	}
	return 0;
}

static void
decide_used(const struct credit_figures *f, const struct credit_rules *rules,
    const struct credit_state *state, struct credit_turn *out)
{
	int64_t used = credit_used(f);

	out->announced = 0;
	if (f->limit <= 0 || !rules->watched)
		return;
	out->announced = still_announced(rules, state->announced, used);
	for (size_t i = rules->threshold_count; i-- > 0;) {
		int64_t t = rules->thresholds[i];

		if (t <= out->announced || used < t * 100)
			continue;
		out->used = out->announced = t;
		return;
	}
}

day_t
credit_hold_day(
    const struct credit_rules *rules, const struct credit_state *state)
{
	if (!state->tells)
		return state->warned + rules->grace;
	if (state->told == DAY_NONE)
		return state->warned + CREDIT_PATIENCE + rules->grace;
	return state->told + rules->grace;
}

static bool
is_excused(const struct credit_state *state, day_t today)
{
	return state->excused != DAY_NONE && today <= state->excused;
}

/* What is owed decides. */
static void
decide_auto(const struct credit_rules *rules, const struct credit_state *state,
    enum credit_reason cause, day_t today, struct credit_turn *out)
{
	bool excused = is_excused(state, today);

	if (excused)
		cause = CREDIT_NONE;
	if (state->held != DAY_NONE) {
		out->cured = cause == CREDIT_NONE && !rules->releases &&
			     rules->watched && !excused &&
			     state->reason != CREDIT_MANUAL;
		out->released = cause == CREDIT_NONE && !out->cured;
	} else if (state->warned != DAY_NONE) {
		out->calmed = cause == CREDIT_NONE;
		out->held = cause != CREDIT_NONE &&
			    today >= credit_hold_day(rules, state);
	} else {
		out->warned = cause != CREDIT_NONE;
	}
	out->reason = out->cured ? state->reason : cause;
}

static void
decide_hold(const struct credit_rules *rules, const struct credit_state *state,
    enum credit_reason cause, day_t today, struct credit_turn *out)
{
	bool held = state->held != DAY_NONE;

	switch (state->mode) {
	case CREDIT_AUTO:
	case CREDIT_MODES:
		decide_auto(rules, state, cause, today, out);
		break;
	case CREDIT_ON:
		out->held = !held;
		out->reason = CREDIT_MANUAL;
		break;
	case CREDIT_OFF:
		out->released = held;
		out->calmed = !held && state->warned != DAY_NONE;
		break;
	}
}

static void
decide_next(const struct credit_figures *f, const struct credit_rules *rules,
    const struct credit_state *state, day_t today, struct credit_turn *out)
{
	bool under_way = out->warned ||
			 (state->warned != DAY_NONE && !out->calmed) ||
			 (state->held != DAY_NONE && !out->released);

	if (!rules->watched)
		return;
	if (rules->holds && state->mode == CREDIT_AUTO) {
		soonest(&out->next_day, f->next_day);
		/* What cures it is not always an import. */
		if (under_way)
			soonest(&out->next_day, today + 1);
		if (out->excused != DAY_NONE &&
		    out->excused != CREDIT_UNTIL_CURED)
			soonest(&out->next_day, out->excused + 1);
	}
	if (rules->review_every > 0 && f->limit > 0)
		soonest(
		    &out->next_day, (out->review ? today : state->reviewed) +
					rules->review_every);
}

void
credit_decide(const struct credit_figures *f, const struct credit_rules *rules,
    const struct credit_state *state, day_t today, struct credit_turn *out)
{
	enum credit_reason cause = cause_of(f, rules);

	*out = (struct credit_turn){
	    .excused = state->excused,
	    .next_day = DAY_NONE,
	};
	decide_used(f, rules, state, out);
	decide_hold(rules, state, cause, today, out);
	if (cause == CREDIT_NONE || !is_excused(state, today))
		out->excused = DAY_NONE;
	out->review = rules->watched && rules->review_every > 0 &&
		      f->limit > 0 && state->reviewed != DAY_NONE &&
		      today - state->reviewed >= rules->review_every;
	decide_next(f, rules, state, today, out);
}
