#include "flow/almanac.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/limits.h"

#define ZONE_NAME 40
#define ZONES_MAX 2000

struct country {
	char code[ALMANAC_CODE];
	day_t *days;
	size_t count;
};

struct zone_row {
	char name[ZONE_NAME];
	char code[ALMANAC_CODE];
};

struct almanac {
	struct country *countries; /* by code */
	size_t country_count;
	struct zone_row *zones; /* by name */
	size_t zone_count;
};

struct almanac *
almanac_new(void)
{
	return xcalloc(1, sizeof(struct almanac));
}

void
almanac_free(struct almanac **ap)
{
	struct almanac *a = *ap;

	*ap = NULL;
	if (a == NULL)
		return;
	for (size_t i = 0; i < a->country_count; i++)
		free(a->countries[i].days);
	free(a->countries);
	free(a->zones);
	free(a);
}

static bool
is_capitals(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 'A' || s.p[i] > 'Z')
			return false;
	return true;
}

static bool
is_part(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_digit(s.p[i]) && (s.p[i] < 'A' || s.p[i] > 'Z'))
			return false;
	return s.n >= 1 && s.n <= 3;
}

bool
almanac_is_code(struct str code)
{
	if (code.n < 2 || !is_capitals(str_sub(code, 0, 2)))
		return false;
	return code.n == 2 ||
	       (code.p[2] == '-' && is_part(str_sub(code, 3, code.n)));
}

static void
put(char *out, size_t size, struct str s)
{
	size_t n = s.n < size ? s.n : size - 1;

	memcpy(out, s.p, n);
	out[n] = '\0';
}

/* Where it stands, or would. */
static size_t
place_of(const struct almanac *a, const char *code, bool *found)
{
	size_t low = 0, high = a->country_count;

	*found = false;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = strcmp(a->countries[mid].code, code);

		if (c == 0) {
			*found = true;
			return mid;
		}
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

void
almanac_add(struct almanac *a, struct str code, const day_t *days, size_t count)
{
	struct country c = {.count = count};
	bool found;
	size_t at;

	put(c.code, sizeof(c.code), code);
	c.days = xcalloc(count + 1, sizeof(*c.days));
	if (count > 0)
		memcpy(c.days, days, count * sizeof(*days));
	at = place_of(a, c.code, &found);
	if (found) {
		free(a->countries[at].days);
		a->countries[at] = c;
		return;
	}
	a->countries = xrealloc(
	    a->countries, (a->country_count + 1) * sizeof(*a->countries));
	memmove(&a->countries[at + 1], &a->countries[at],
	    (a->country_count - at) * sizeof(*a->countries));
	a->countries[at] = c;
	a->country_count++;
}

static int
by_name(const void *x, const void *y)
{
	const struct zone_row *a = x, *b = y;

	return strcmp(a->name, b->name);
}

/* "DE<tab>+5230+01322<tab>Europe/Berlin<tab>most of Germany" */
void
almanac_zones(struct almanac *a, struct str table)
{
	struct str line, code, where, name;

	a->zones = xcalloc(ZONES_MAX, sizeof(*a->zones));
	while (str_line(&table, &line) && a->zone_count < ZONES_MAX) {
		struct zone_row *z = &a->zones[a->zone_count];

		if (!str_cut(&line, '\t', &code) || code.n < 2 ||
		    !is_capitals(str_sub(code, 0, 2)) ||
		    !str_cut(&line, '\t', &where) ||
		    !str_cut(&line, '\t', &name) || name.n >= ZONE_NAME)
			continue;
		put(z->code, sizeof(z->code), str_sub(code, 0, 2));
		put(z->name, sizeof(z->name), name);
		a->zone_count++;
	}
	qsort(a->zones, a->zone_count, sizeof(*a->zones), by_name);
}

static struct str
zone_country(const struct almanac *a, struct str zone)
{
	struct zone_row key;
	const struct zone_row *z;

	if (a == NULL || str_is_empty(zone) || zone.n >= ZONE_NAME)
		return (struct str){NULL, 0};
	put(key.name, sizeof(key.name), zone);
	z = a->zone_count == 0 ? NULL
			       : bsearch(&key, a->zones, a->zone_count,
				     sizeof(*a->zones), by_name);
	return z ? str_of(z->code) : (struct str){NULL, 0};
}

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static void
put_upper(char *out, size_t size, struct str s)
{
	put(out, size, s);
	for (char *c = out; *c; c++)
		*c = upper(*c);
}

static bool
is_alpha2(struct str s)
{
	return s.n == 2 && str_is_alpha(s.p[0]) && str_is_alpha(s.p[1]);
}

/* "gbsct" behind "-u-sd-": a part of a country, if there is a file for it. */
static void
refine(const struct almanac *a, struct str part, char out[ALMANAC_CODE])
{
	char fine[ALMANAC_CODE];
	bool found = false;

	if (a == NULL || part.n < 3 || part.n > 5)
		return;
	put_upper(fine, 3, str_sub(part, 0, 2));
	if (strcmp(fine, out) != 0)
		return;
	fine[2] = '-';
	put_upper(fine + 3, sizeof(fine) - 3, str_sub(part, 2, 3));
	place_of(a, fine, &found);
	if (found)
		memcpy(out, fine, sizeof(fine));
}

/* The region of a locale such as de-AT or zh-Hant-TW. */
static bool
region(const struct almanac *a, struct str locale, char out[ALMANAC_CODE])
{
	struct str rest = locale, tag;
	bool extension = false, part = false;

	out[0] = '\0';
	for (size_t i = 0; str_cut(&rest, '-', &tag); i++) {
		if (part)
			refine(a, tag, out);
		part = extension && str_fold_eqc(tag, "sd");
		extension |= i > 0 && tag.n == 1;
		if (i > 0 && !extension && out[0] == '\0' && is_alpha2(tag))
			put_upper(out, ALMANAC_CODE, tag);
	}
	return out[0] != '\0';
}

void
almanac_country(const struct almanac *a, const struct almanac_place *p,
    char out[ALMANAC_CODE])
{
	struct str code;

	if (region(a, p->contact_locale, out) ||
	    region(a, p->account_locale, out))
		return;
	code = zone_country(a, p->account_zone);
	if (str_is_empty(code) && region(a, p->company_locale, out))
		return;
	if (str_is_empty(code))
		code = zone_country(a, p->company_zone);
	if (!str_is_empty(code))
		put(out, ALMANAC_CODE, code);
}

bool
almanac_days(const struct almanac *a, const char *code, const day_t **days,
    size_t *count)
{
	bool found = false;
	size_t at = a && code[0] ? place_of(a, code, &found) : 0;

	*days = found ? a->countries[at].days : NULL;
	*count = found ? a->countries[at].count : 0;
	return found;
}

const char *
almanac_at(const struct almanac *a, size_t i, const day_t **days, size_t *count)
{
	if (a == NULL || i >= a->country_count)
		return NULL;
	*days = a->countries[i].days;
	*count = a->countries[i].count;
	return a->countries[i].code;
}
