#ifndef DUNMAIL_FLOW_ALMANAC_H
#define DUNMAIL_FLOW_ALMANAC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/day.h"
#include "base/str.h"

/*
 * almanac: the public holidays of all countries that have a file, and which
 * country a customer is in. Filled once at the start (app/calendars.h); asking
 * costs a few comparisons and no memory.
 */
struct almanac;

struct almanac *almanac_new(void);
void almanac_free(struct almanac **a);

/* Days (ascending, copied) of "US", "GB-SCT". A code twice: the later one. */
void almanac_add(
    struct almanac *a, struct str code, const day_t *days, size_t count);
/* The text of tzdata's zone.tab: which country a zone belongs to. */
void almanac_zones(struct almanac *a, struct str table);

/* Is it a name for a file: two capitals, or with a part of the country? */
bool almanac_is_code(struct str code);

/* Locales and zones of whom it is about; each may be empty. */
struct almanac_place {
	struct str contact_locale, account_locale, account_zone;
	struct str company_locale, company_zone;
};

#define ALMANAC_CODE 8

/*
 * The country: the region of the contact's locale, of the account's, the
 * country of the account's zone, the region of the company's locale, the
 * country of its zone. "" when none of them says. A part of a country
 * (en-GB-u-sd-gbsct: GB-SCT) where there is a file for it. NULL is an empty
 * almanac.
 */
void almanac_country(const struct almanac *a, const struct almanac_place *p,
    char out[ALMANAC_CODE]);

/* False: there is no file for that country. */
bool almanac_days(const struct almanac *a, const char *code, const day_t **days,
    size_t *count);

/* One country after the other, in order; NULL at the end. */
const char *almanac_at(
    const struct almanac *a, size_t i, const day_t **days, size_t *count);

#endif
