#include "web/staffvalue.h"

#include "flow/people_lines.h"
#include "port/zone.h"
#include "render/locale.h"

struct str
staffvalue_query(const struct staffpage_ask *ask, const char *name)
{
	for (size_t i = 0; i < ask->query_count; i++)
		if (str_eqc(ask->query[i].name, name))
			return str_trim(ask->query[i].value);
	return (struct str){NULL, 0};
}

int64_t
staffvalue_from(const struct staffpage_ask *ask)
{
	int64_t from = 0;

	str_to_i64(staffvalue_query(ask, "from"), 0, 100000000, &from);
	return from;
}

struct str
staffvalue_instant(const struct staffpage_ask *ask, int64_t at)
{
	const struct zone *zone = zone_find(ask->f->set->company_timezone);
	char day[DAY_TEXT];
	int minutes = (int)(at % DAY_SECS / 60);
	day_t d = day_of_instant(at);

	if (at == 0)
		return (struct str){NULL, 0};
	if (zone != NULL)
		d = zone_day(zone, at, &minutes);
	return arena_fmt(ask->a, "%s %02d:%02d", day_iso(d, day), minutes / 60,
	    minutes % 60);
}

void
staffvalue_set_instant(const struct staffpage_ask *ask, struct value *map,
    const char *name, int64_t at)
{
	value_set_text(ask->a, map, name, staffvalue_instant(ask, at));
}

void
staffvalue_set_day(const struct staffpage_ask *ask, struct value *map,
    const char *name, day_t day)
{
	if (day != DAY_NONE)
		value_set_text(
		    ask->a, map, name, locale_date(ask->a, ask->locale, day));
}

void
staffvalue_set_money(const struct staffpage_ask *ask, struct value *map,
    const char *name, struct money m)
{
	value_set_text(ask->a, map, name, locale_money(ask->a, ask->locale, m));
}

void
staffvalue_set_number(const struct staffpage_ask *ask, struct value *map,
    const char *name, int64_t n)
{
	value_set_text(
	    ask->a, map, name, arena_fmt(ask->a, "%lld", (long long)n));
}

struct str
staffvalue_escape(struct arena *a, struct str s)
{
	static const char digits[] = "0123456789ABCDEF";
	char *out = arena_alloc(a, 3 * s.n + 1), *p = out;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (str_is_alnum(s.p[i]) ||
		    (c != '\0' && strchr("-._~", s.p[i]) != NULL)) {
			*p++ = s.p[i];
			continue;
		}
		*p++ = '%';
		*p++ = digits[c >> 4];
		*p++ = digits[c & 15];
	}
	return (struct str){out, (size_t)(p - out)};
}

void
staffvalue_set_link(const struct staffpage_ask *ask, struct value *map,
    const char *name, const char *page, struct str id)
{
	if (id.n > 0)
		value_set_text(ask->a, map, name,
		    arena_fmt(ask->a, "%.*s/%s?id=%.*s", STR_ARG(ask->base),
			page, STR_ARG(staffvalue_escape(ask->a, id))));
}

struct str
staffvalue_words(struct arena *a, struct str s, size_t max)
{
	struct str head = str_head(s, max);
	char *out = arena_alloc(a, head.n + 4);
	size_t n = 0;

	for (size_t i = 0; i < head.n; i++) {
		unsigned char c = (unsigned char)head.p[i];

		if (c >= ' ' || c == '\n' || c == '\t')
			out[n++] = c == 0x7f ? '?' : head.p[i];
	}
	if (head.n < s.n) {
		memcpy(out + n, "...", 3);
		n += 3;
	}
	return (struct str){out, n};
}

struct value *
staffvalue_lines(struct arena *a, struct str s)
{
	struct value *list = value_list(a);
	struct str line;

	while (str_line(&s, &line)) {
		struct value *one = value_map(a);

		value_set_text(a, one, "text", line);
		value_push(a, list, one);
	}
	return list;
}

bool
staffvalue_is_mine(const struct staffpage_ask *ask, struct str collector)
{
	struct str rest = ask->f->set->staff_people, line;
	struct people_line p;

	collector = str_trim(collector);
	if (collector.n == 0 || str_fold_eq(collector, ask->who))
		return collector.n > 0;
	while (people_lines_next(&rest, &line, &p))
		if (str_fold_eq(p.address, ask->who) &&
		    str_fold_eq(p.name, collector))
			return true;
	return false;
}

bool
staffvalue_turn_has(struct staffvalue_turn *t)
{
	int64_t at = t->seen++;

	return at >= t->from && at < t->from + STAFFVALUE_ROWS;
}

static void
set_turn(const struct staffpage_ask *ask, struct value *map, const char *name,
    int64_t from, struct str rest)
{
	value_set_text(ask->a, map, name,
	    arena_fmt(
		ask->a, "?from=%lld%.*s", (long long)from, STR_ARG(rest)));
}

void
staffvalue_turn_set(const struct staffpage_ask *ask, struct value *map,
    const struct staffvalue_turn *t, struct str rest)
{
	int64_t last = t->from + STAFFVALUE_ROWS;

	staffvalue_set_number(ask, map, "all", t->seen);
	if (t->seen == 0 || t->from >= t->seen)
		return;
	staffvalue_set_number(ask, map, "first", t->from + 1);
	staffvalue_set_number(
	    ask, map, "last", last < t->seen ? last : t->seen);
	if (t->from > 0)
		set_turn(ask, map, "earlier",
		    t->from > STAFFVALUE_ROWS ? t->from - STAFFVALUE_ROWS : 0,
		    rest);
	if (last < t->seen)
		set_turn(ask, map, "later", last, rest);
}
