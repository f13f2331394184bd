#include "mail/date.h"

#include <string.h>

#include "base/day.h"

struct parts {
	int year, month, day;
	int hour, minute, second;
	int zone; /* minutes east */
	bool has_year, has_time, has_zone;
};

static const struct zone {
	const char *name;
	int minutes;
} zones[] = {
    {"UT", 0},
    {"UTC", 0},
    {"GMT", 0},
    {"Z", 0},
    {"EST", -300},
    {"EDT", -240},
    {"CST", -360},
    {"CDT", -300},
    {"MST", -420},
    {"MDT", -360},
    {"PST", -480},
    {"PDT", -420},
    {"CET", 60},
    {"MET", 60},
    {"MEZ", 60},
    {"CEST", 120},
    {"MEST", 120},
    {"MESZ", 120},
    {"BST", 60},
    {"WEST", 60},
    {"EET", 120},
    {"EEST", 180},
    {"IST", 330},
    {"JST", 540},
    {"AEST", 600},
    {"AEDT", 660},
};

static int
month_of(struct str w)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	if (w.n < 3)
		return 0;
	for (int m = 0; m < 12; m++)
		if (str_fold_eq(
			str_sub(w, 0, 3), (struct str){names + m * 3, 3}))
			return m + 1;
	return 0;
}

/* Decimal number at *i, at most 4 digits; -1 if there is none. */
static int
number(struct str s, size_t *i, size_t *digits)
{
	size_t from = *i;
	int v = 0;

	while (*i < s.n && str_is_digit(s.p[*i]) && *i - from < 9)
		v = v * 10 + (s.p[(*i)++] - '0');
	*digits = *i - from;
	return *digits ? v : -1;
}

static bool
eat(struct str s, size_t *i, char c)
{
	if (*i >= s.n || s.p[*i] != c)
		return false;
	(*i)++;
	return true;
}

/* "h:m[:s]", the hour being read already. */
static void
read_time(struct str s, size_t *i, int hour, struct parts *p)
{
	char sep = s.p[(*i)++];
	size_t digits;

	p->hour = hour;
	p->minute = number(s, i, &digits);
	if (eat(s, i, sep))
		p->second = number(s, i, &digits);
	if (eat(s, i, '.') || eat(s, i, ','))
		number(s, i, &digits);
	p->has_time = true;
}

static void
read_zone(struct str s, size_t *i, struct parts *p)
{
	int sign = s.p[(*i)++] == '-' ? -1 : 1, v, m = 0;
	size_t digits;

	v = number(s, i, &digits);
	if (v < 0)
		return;
	if (digits <= 2) {
		if (eat(s, i, ':'))
			m = number(s, i, &digits);
		v = v * 100 + (m > 0 ? m : 0);
	}
	p->zone = sign * (v / 100 * 60 + v % 100);
	p->has_zone = true;
}

/* "2026-11-22", the year being read already. */
static void
read_iso(struct str s, size_t *i, int year, struct parts *p)
{
	size_t digits;

	(*i)++;
	p->year = year;
	p->has_year = true;
	p->month = number(s, i, &digits);
	if (eat(s, i, '-'))
		p->day = number(s, i, &digits);
	eat(s, i, 'T');
}

static void
read_number(struct str s, size_t *i, struct parts *p)
{
	size_t digits;
	int v = number(s, i, &digits);
	char next = *i < s.n ? s.p[*i] : '\0';

	bool dotted = next == '.' && p->month && p->day && digits <= 2;

	/* "10.15.30" is a time as some old clients write it. */
	if ((next == ':' || dotted) && !p->has_time) {
		read_time(s, i, v, p);
	} else if (digits == 4 && next == '-' && !p->has_year) {
		read_iso(s, i, v, p);
	} else if (digits <= 2 && !p->day) {
		p->day = v;
	} else if (!p->has_year && digits >= 2) {
		/* RFC 5322, 4.3. */
		p->year = digits == 2   ? v + (v < 50 ? 2000 : 1900)
			  : digits == 3 ? v + 1900
					: v;
		p->has_year = true;
	}
}

static void
read_word(struct str s, size_t *i, struct parts *p)
{
	size_t from = *i;
	struct str w;
	int m;

	while (*i < s.n && str_is_alpha(s.p[*i]))
		(*i)++;
	w = str_sub(s, from, *i - from);
	m = month_of(w);
	if (m && !p->month) {
		p->month = m;
		return;
	}
	if (str_fold_eqc(w, "pm") && p->has_time && p->hour < 12)
		p->hour += 12;
	if (p->has_zone)
		return;
	for (size_t z = 0; z < sizeof(zones) / sizeof(zones[0]); z++)
		if (str_fold_eqc(w, zones[z].name)) {
			p->zone = zones[z].minutes;
			p->has_zone = true;
		}
}

static void
skip_comment(struct str s, size_t *i)
{
	size_t depth = 0;

	for (; *i < s.n; (*i)++) {
		if (s.p[*i] == '(')
			depth++;
		else if (s.p[*i] == ')' && --depth == 0)
			break;
	}
	(*i)++;
}

bool
date_parse(struct str s, int64_t *instant, int *offset)
{
	struct parts p = {0};
	day_t day;

	s = str_sub(s, 0, 200);
	for (size_t i = 0; i < s.n;) {
		char c = s.p[i];

		if (str_is_digit(c))
			read_number(s, &i, &p);
		else if (str_is_alpha(c))
			read_word(s, &i, &p);
		else if (c == '(')
			skip_comment(s, &i);
		else if ((c == '+' || c == '-') && p.has_time && !p.has_zone)
			read_zone(s, &i, &p);
		else
			i++;
	}
	if (!p.has_year || !p.has_time || p.hour > 24 || p.minute < 0 ||
	    p.minute > 59 || p.second < 0 || p.second > 60 ||
	    p.zone < -24 * 60 || p.zone > 24 * 60)
		return false;
	day = day_of(p.year, p.month, p.day);
	if (day == DAY_NONE)
		return false;
	*instant = day_instant(day) + p.hour * 3600 + p.minute * 60 + p.second -
		   p.zone * 60;
	*offset = p.zone;
	return true;
}
