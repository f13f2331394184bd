#include "flow/facts.h"

#include "flow/almanac.h"
#include "flow/carrier.h"
#include "flow/dial.h"
#include "flow/holds.h"
#include "port/zone.h"
#include "store/ledger.h"
#include "store/meta.h"
#include "store/standstill.h"

/* Not even the cheapest text goes any more. */
static enum rc
texts_gate(
    const struct flow *f, int64_t now, struct facts_gate *out, struct err *err)
{
	bool room = true;
	enum rc rc = RC_OK;

	if (carrier_find(f->set) != NULL)
		rc = dial_room(f, now, f->set->texts_price, &room, err);
	out->texts_full = !room;
	return rc;
}

enum rc
facts_gate(const struct flow *f, struct arena *a, int64_t now,
    struct facts_gate *out, struct err *err)
{
	struct str hold = {NULL, 0};
	int64_t imported;
	enum rc rc;

	*out = (struct facts_gate){0};
	if (f->set->ledger_stale_hours > 0) {
		rc = meta_latest_import(f->store, &imported, err);
		if (rc != RC_OK)
			return rc;
		out->stale = now - imported > f->set->ledger_stale_hours * 3600;
	}
	rc = texts_gate(f, now, out, err);
	if (rc != RC_OK)
		return rc;
	rc = meta_get(f->store, a, FACTS_META_HOLD, &hold, err);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	out->held = !str_is_empty(hold);
	if (out->held)
		return RC_OK;
	rc = standstill_get(f->store, NULL, NULL, err);
	out->held = rc == RC_OK;
	return rc == RC_MISS ? RC_OK : rc;
}

static const struct zone *
account_zone(const struct flow *f, const struct facts_account *facts)
{
	const struct zone *z = zone_find(facts->account.timezone);

	if (z == NULL)
		z = zone_find(f->set->company_timezone);
	return z ? z : zone_find(STR("UTC"));
}

/* Few contacts have a clock of their own. */
static void
set_clocks(const struct zone *z, struct facts_account *facts, int64_t at)
{
	for (size_t i = 0; i < facts->contact_count; i++) {
		struct contact *c = &facts->contacts[i];
		const struct zone *own =
		    str_is_empty(c->timezone) ? NULL : zone_find(c->timezone);

		c->ahead =
		    own ? (zone_offset(own, at) - zone_offset(z, at)) / 60 : 0;
	}
}

void
facts_set_moment(const struct flow *f, struct facts_account *facts, int64_t at)
{
	const struct zone *z = account_zone(f, facts);

	facts->now = at;
	facts->today = zone_day(z, at, &facts->minutes);
	facts->last_reminder = facts->last_reminder_at > 0
				   ? zone_day(z, facts->last_reminder_at, NULL)
				   : DAY_NONE;
	set_clocks(z, facts, at);
}

static void
complete(const struct flow *f, struct arena *a, const struct facts_pile *pile,
    struct facts_account *facts)
{
	facts->locale = str_is_empty(facts->account.language)
			    ? f->set->company_locale
			    : facts->account.language;
	if (pile->gate != NULL) {
		facts->ledger_stale = pile->gate->stale;
		facts->held = pile->gate->held;
		facts->texts_full = pile->gate->texts_full;
	}
	facts_set_moment(f, facts, pile->now);
	holds_tell(f, a, facts);
}

enum rc
facts_load_pile(const struct flow *f, struct arena *a,
    const struct facts_pile *pile, struct facts_account *out, struct err *err)
{
	struct ledger_ask rows = {
	    .accounts = {pile->accounts, pile->count, STR(FLOW_INVOICING)},
	    .parts = pile->parts,
	};
	enum rc rc;

	for (size_t i = 0; i < pile->count; i++)
		out[i] = (struct facts_account){.now = pile->now};
	rc = ledger_facts(f->store, a, &rows, out, err);
	for (size_t i = 0; rc == RC_OK && i < pile->count; i++) {
		complete(f, a, pile, &out[i]);
		rc = dial_facts(f, a, &out[i], err);
	}
	return rc;
}

enum rc
facts_load(const struct flow *f, struct arena *a, const struct facts_ask *ask,
    struct facts_account *out, struct err *err)
{
	struct facts_pile one = {
	    &ask->account, 1, ask->now, ask->gate, ask->parts};
	enum rc rc = facts_load_pile(f, a, &one, out, err);

	if (rc == RC_OK && str_is_empty(out->account.id))
		return err_set(
		    err, RC_MISS, "no account %.*s", STR_ARG(ask->account));
	return rc;
}

void
facts_limits(const struct flow *f, const struct facts_account *facts,
    struct dun_limits *out)
{
	const struct contact *reader = gate_contact(facts, STR(""));
	struct almanac_place place = {
	    .contact_locale = reader ? reader->language : STR(""),
	    .account_locale = facts->account.language,
	    .account_zone = facts->account.timezone,
	    .company_locale = f->set->company_locale,
	    .company_zone = f->set->company_timezone,
	};
	char country[ALMANAC_CODE] = "";

	*out = (struct dun_limits){
	    .calendar = {.weekdays_only = f->set->weekdays_only},
	    .window_from = (int)f->set->window_from,
	    .window_to = (int)f->set->window_to,
	    .texts_from = (int)f->set->texts_from,
	    .texts_to = (int)f->set->texts_to,
	    .min_gap_days = (int)f->set->min_gap_days,
	    .promise_grace_days = (int)f->set->promise_grace_days,
	};
	if (f->almanac == NULL)
		return;
	almanac_country(f->almanac, &place, country);
	almanac_days(f->almanac, country, &out->calendar.holidays,
	    &out->calendar.holiday_count);
}

int64_t
facts_midnight(
    const struct flow *f, const struct facts_account *facts, day_t day)
{
	return zone_instant(account_zone(f, facts), day, 0);
}

int64_t
facts_instant(const struct flow *f, const struct facts_account *facts,
    day_t day, int minute)
{
	return zone_instant(account_zone(f, facts), day, minute);
}

day_t
facts_day(const struct flow *f, const struct facts_account *facts, int64_t at)
{
	return zone_day(account_zone(f, facts), at, NULL);
}

int64_t
facts_next_from(const struct flow *f, const struct facts_account *facts,
    day_t day, int minute, int64_t at)
{
	int64_t day_at;

	if (day == DAY_NONE && at == 0)
		return 0;
	if (day != DAY_NONE) {
		day_at = zone_instant(account_zone(f, facts), day,
		    minute ? minute : (int)f->set->window_from);
		if (at == 0 || day_at < at)
			at = day_at;
	}
	/* Never now: a look that changes nothing would be taken for ever. */
	return at > facts->now ? at : facts->now + 60;
}

int64_t
facts_next_at(const struct flow *f, const struct facts_account *facts,
    day_t day, int64_t at)
{
	return facts_next_from(f, facts, day, 0, at);
}

int64_t
facts_next(const struct flow *f, const struct facts_account *facts,
    const struct dun *dun)
{
	if (dun->verdict == DUN_NOTHING)
		return 0;
	return facts_next_from(
	    f, facts, dun->next_day, dun->next_minute, dun->next_at);
}
