#include "mail/date.h"

#include <string.h>

#include "base/day.h"

#define NOON 12

struct parts {
	int year, month, day;
	int hour, minute, second;
	int zone; /* minutes east */
	bool has_year, has_time, has_zone;
	bool early; /* the month stood in front of the day */
	bool us;    /* AM or PM stands there: the month comes first */
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
    {"ACST", 570},
    {"AWST", 480},
    {"NZST", 720},
    {"NZDT", 780},
    {"WET", 0},
    {"MSK", 180},
    {"SAST", 120},
    {"HKT", 480},
    {"SGT", 480},
    {"KST", 540},
    {"AST", -240},
    {"ADT", -180},
    {"NST", -210},
    {"NDT", -150},
    {"AKST", -540},
    {"AKDT", -480},
    {"HST", -600},
    {"BRT", -180},
    {"ART", -180},
};

/* By the first letters, as in the languages of our customers. */
static const struct month {
	const char *name;
	int month;
} months[] = {
    {"jan", 1},
    {"ene", 1},
    {"gen", 1},
    {"j\xc3\xa4n", 1},
    {"feb", 2},
    {"fev", 2},
    {"f\xc3\xa9v", 2},
    {"mar", 3},
    {"m\xc3\xa4r", 3},
    {"mrz", 3},
    {"mrt", 3},
    {"maa", 3},
    {"apr", 4},
    {"abr", 4},
    {"avr", 4},
    {"may", 5},
    {"mai", 5},
    {"mei", 5},
    {"mag", 5},
    {"juin", 6},
    {"jun", 6},
    {"giu", 6},
    {"juil", 7},
    {"jul", 7},
    {"lug", 7},
    {"aug", 8},
    {"ago", 8},
    {"aou", 8},
    {"ao\xc3\xbb", 8},
    {"sep", 9},
    {"set", 9},
    {"oct", 10},
    {"okt", 10},
    {"ott", 10},
    {"out", 10},
    {"nov", 11},
    {"dec", 12},
    {"dez", 12},
    {"dic", 12},
    {"d\xc3\xa9"
     "c",
	12},
};

static int
month_of(struct str w)
{
	for (size_t m = 0; m < sizeof(months) / sizeof(months[0]); m++)
		if (str_fold_starts(w, str_of(months[m].name)))
			return months[m].month;
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

/*
 * "2026-11-22", "22.11.2026", "11/22/2026": three numbers, of which v is the
 * first and is read already.
 */
static bool
read_numeric(struct str s, size_t *i, int v, size_t digits, struct parts *p)
{
	size_t k = *i, second, third;
	char sep = k < s.n ? s.p[k++] : '\0';
	int b, c;

	if ((sep != '-' && sep != '/' && sep != '.') || p->day || p->has_year)
		return false;
	b = number(s, &k, &second);
	if (b < 0 || second > 2 || !eat(s, &k, sep))
		return false;
	c = number(s, &k, &third);
	if (c < 0 || (digits == 4 ? third > 2 : third != 4 && third != 2))
		return false;
	p->month = b;
	p->day = digits == 4 ? c : v;
	p->year = digits == 4 ? v : third == 2 ? c + 2000 : c;
	if (digits != 4 && ((sep == '/' && p->us && v <= 12) || b > 12)) {
		p->month = v;
		p->day = b;
	}
	p->has_year = true;
	eat(s, &k, 'T');
	*i = k;
	return true;
}

/* "20261122T090000": eight digits, and six. */
static bool
read_compact(struct str s, size_t *i, struct parts *p)
{
	size_t n = 0, k = *i;
	int v[14];

	while (n < 14 && k + n < s.n && str_is_digit(s.p[k + n])) {
		v[n] = s.p[k + n] - '0';
		n++;
	}
	if ((n != 8 && n != 14) || p->day || p->has_year)
		return false;
	p->year = v[0] * 1000 + v[1] * 100 + v[2] * 10 + v[3];
	p->month = v[4] * 10 + v[5];
	p->day = v[6] * 10 + v[7];
	p->has_year = true;
	k += 8;
	eat(s, &k, 'T');
	for (n = 0; n < 6 && k + n < s.n && str_is_digit(s.p[k + n]); n++)
		v[n] = s.p[k + n] - '0';
	if (n == 6) {
		p->hour = v[0] * 10 + v[1];
		p->minute = v[2] * 10 + v[3];
		p->second = v[4] * 10 + v[5];
		p->has_time = true;
		k += 6;
	}
	*i = k;
	return true;
}

static void
read_number(struct str s, size_t *i, struct parts *p)
{
	size_t digits;
	char next;
	bool dotted;
	int v;

	if (read_compact(s, i, p))
		return;
	v = number(s, i, &digits);
	next = *i < s.n ? s.p[*i] : '\0';
	/* "10.15.30" is a time as some old clients write it. */
	dotted = next == '.' && p->month && p->day && digits <= 2;
	if ((next == ':' || dotted) && !p->has_time) {
		read_time(s, i, v, p);
	} else if (read_numeric(s, i, v, digits, p)) {
		return;
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

static bool
is_letter(char c)
{
	return str_is_alpha(c) || (signed char)c < 0;
}

/* AM or PM behind a time. */
static void
read_half(struct str w, struct parts *p)
{
	if (!p->has_time)
		return;
	if (str_fold_eqc(w, "pm") && p->hour < 12)
		p->hour += 12;
	if (str_fold_eqc(w, "am") && p->hour == 12)
		p->hour = 0;
}

static void
read_word(struct str s, size_t *i, struct parts *p)
{
	size_t from = *i;
	struct str w;
	int m;

	while (*i < s.n && is_letter(s.p[*i]))
		(*i)++;
	w = str_sub(s, from, *i - from);
	m = month_of(w);
	/* A Tuesday may look like March: the second one is the month. */
	if (m && (!p->month || (p->early && p->day))) {
		p->month = m;
		p->early = !p->day;
		return;
	}
	read_half(w, p);
	if (p->has_zone)
		return;
	for (size_t z = 0; z < sizeof(zones) / sizeof(zones[0]); z++)
		if (str_fold_eqc(w, zones[z].name)) {
			p->zone = zones[z].minutes;
			/* "GMT+0100" says it behind. */
			p->has_zone = p->zone != 0 || *i >= s.n ||
				      (s.p[*i] != '+' && s.p[*i] != '-');
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

static bool
is_day(const struct parts *p)
{
	return p->has_year && p->hour >= 0 && p->hour <= 24 && p->minute >= 0 &&
	       p->minute <= 59 && p->second >= 0 && p->second <= 60 &&
	       p->zone >= -24 * 60 && p->zone <= 24 * 60;
}

bool
date_parse(struct str s, int64_t *instant, int *offset)
{
	struct parts p = {0};
	day_t day;

	s = str_sub(s, 0, 200);
	p.us = str_fold_find(s, STR(" AM")) != STR_NPOS ||
	       str_fold_find(s, STR(" PM")) != STR_NPOS;
	for (size_t i = 0; i < s.n;) {
		char c = s.p[i];

		if (str_is_digit(c))
			read_number(s, &i, &p);
		else if (is_letter(c))
			read_word(s, &i, &p);
		else if (c == '(')
			skip_comment(s, &i);
		else if ((c == '+' || c == '-') && p.has_time && !p.has_zone)
			read_zone(s, &i, &p);
		else
			i++;
	}
	if (!p.has_time)
		p.hour = NOON; /* the day is all there is */
	if (!is_day(&p))
		return false;
	day = day_of(p.year, p.month, p.day);
	if (day == DAY_NONE)
		return false;
	*instant = day_instant(day) + p.hour * 3600 + p.minute * 60 + p.second -
		   p.zone * 60;
	*offset = p.zone;
	return true;
}
