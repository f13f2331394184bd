#include "flow/dial.h"

#include "flow/almanac.h"
#include "flow/carrier.h"
#include "port/zone.h"
#include "store/phones.h"
#include "store/texts.h"

bool
dial_number(const struct flow *f, struct str phone,
    const struct dial_place *place, char out[E164_MAX])
{
	struct almanac_place where = {
	    .contact_locale = place->contact_locale,
	    .account_locale = place->account_locale,
	    .account_zone = place->account_zone,
	    .company_locale = f->set->company_locale,
	    .company_zone = f->set->company_timezone,
	};
	char country[ALMANAC_CODE];

	almanac_country(f->almanac, &where, country);
	/* Of "GB-SCT" the country. */
	return e164_read(phone, str_sub(str_of(country), 0, 2), out);
}

static enum phone_state
state_of(
    const struct flow *f, struct str number, const struct phones_facts *known)
{
	if (!e164_is_listed(number, f->set->texts_countries))
		return PHONE_ABROAD;
	if (str_eqc(known->state, "stopped") || known->no_texts)
		return PHONE_STOPPED;
	if (str_eqc(known->state, "wrong"))
		return PHONE_WRONG;
	if (str_eqc(known->state, "dead"))
		return PHONE_DEAD;
	if (f->set->texts_consent == TEXTS_ASKED &&
	    !str_eqc(known->state, "ok"))
		return PHONE_SILENT;
	return PHONE_OK;
}

static enum rc
look_up(const struct flow *f, struct arena *a,
    const struct facts_account *facts, struct contact *c, struct err *err)
{
	struct dial_place place = {
	    c->language, facts->account.language, facts->account.timezone};
	struct phones_facts known;
	struct str number;
	enum rc rc;

	c->line = (struct phone){.state = PHONE_NONE};
	if (str_is_empty(c->phone))
		return RC_OK;
	c->line.state = PHONE_UNSURE;
	if (!dial_number(f, c->phone, &place, c->line.number))
		return RC_OK;
	number = str_of(c->line.number);
	rc = phones_facts(
	    f->store, a, number, facts->account.id, c->id, &known, err);
	if (rc != RC_OK)
		return rc;
	c->line.state = state_of(f, number, &known);
	c->line.mobile = e164_takes_texts(number);
	c->line.last_at = known.last_at;
	return RC_OK;
}

enum rc
dial_facts(const struct flow *f, struct arena *a, struct facts_account *facts,
    struct err *err)
{
	enum rc rc = RC_OK;

	if (carrier_find(f->set) == NULL)
		return RC_OK;
	for (size_t i = 0; rc == RC_OK && i < facts->contact_count; i++)
		rc = look_up(f, a, facts, &facts->contacts[i], err);
	return rc;
}

int64_t
dial_midnight(const struct flow *f, int64_t now)
{
	const struct zone *z = zone_find(f->set->company_timezone);

	if (z == NULL)
		z = zone_find(STR("UTC"));
	return zone_instant(z, zone_day(z, now, NULL), 0);
}

enum rc
dial_room(
    const struct flow *f, int64_t now, int64_t cost, bool *out, struct err *err)
{
	const struct settings *set = f->set;
	int64_t count, spent;
	enum rc rc =
	    texts_used(f->store, dial_midnight(f, now), &count, &spent, err);

	*out = rc == RC_OK && count < set->texts_per_day &&
	       (set->texts_spend_per_day == 0 ||
		   spent + cost <= set->texts_spend_per_day * 100);
	return rc;
}
