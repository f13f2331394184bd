#include "decide/comeback_date.h"

#include <stdint.h>

#include "decide/comeback_words.h"

char
comeback_date_peek(const struct comeback_reader *r)
{
	return r->at < r->s.n ? r->s.p[r->at] : '\0';
}

void
comeback_date_skip(struct comeback_reader *r, const char *chars)
{
	char c;

	while ((c = comeback_date_peek(r)) != '\0' &&
	       str_chr(str_of(chars), c) != STR_NPOS)
		r->at++;
}

int
comeback_date_number(struct comeback_reader *r)
{
	size_t from = r->at;
	int n = 0;

	while (str_is_digit(comeback_date_peek(r)) && r->at < from + 4)
		n = n * 10 + (r->s.p[r->at++] - '0');
	if (r->at == from || str_is_digit(comeback_date_peek(r))) {
		r->at = from;
		return -1;
	}
	return n;
}

bool
comeback_date_is_letter(char c)
{
	return str_is_alpha(c) || (unsigned char)c >= 0x80;
}

static int
month_name(struct comeback_reader *r)
{
	int month = comeback_words_month(str_sub(r->s, r->at, 40));

	if (month > 0)
		while (comeback_date_is_letter(comeback_date_peek(r)))
			r->at++;
	return month;
}

static void
skip_one(struct comeback_reader *r, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str t = str_of(list[i]);

		if (str_starts(str_sub(r->s, r->at, t.n), t)) {
			r->at += t.n;
			return;
		}
	}
}

/* "16th", "1er", "16º", "16.", and "de", "of" before the month. */
static void
skip_ordinal(struct comeback_reader *r)
{
	static const char *const tails[] = {"st", "nd", "rd", "th", "er", "e ",
	    ":e", "-go", "-ого", "-е", "º", "ª", "."};
	static const char *const links[] = {
	    "of ", "de ", "do ", "d'", "den ", "di "};

	skip_one(r, tails, sizeof(tails) / sizeof(*tails));
	comeback_date_skip(r, " -");
	skip_one(r, links, sizeof(links) / sizeof(*links));
}

/* A year behind the date, or -1. */
static int
year_after(struct comeback_reader *r)
{
	static const char *const links[] = {"de ", "del ", "do ", "of "};
	struct comeback_reader ahead = *r;
	int y;

	comeback_date_skip(&ahead, " ,.-");
	skip_one(&ahead, links, sizeof(links) / sizeof(*links));
	y = comeback_date_number(&ahead);
	if (y < 1970 || y > 2200)
		return -1;
	*r = ahead;
	return y;
}

day_t
comeback_date_resolve(int y, int m, int d, day_t sent)
{
	struct ymd now;
	day_t day;

	if (y > 0)
		return day_of(y, m, d);
	if (sent == DAY_NONE)
		return DAY_NONE;
	now = day_ymd(sent);
	day = day_of(now.y, m, d);
	/* The first such day that is not long past. */
	return day == DAY_NONE || day < sent - 31 ? day_of(now.y + 1, m, d)
						  : day;
}

static int
full_year(int y, size_t digits)
{
	if (digits == 2 && y >= 0)
		return 2000 + y;
	return y >= 1970 && y <= 2200 ? y : -1;
}

/* "10-12 november" is two days of one month. */
static bool
is_days_of_month(const struct comeback_reader *r, char sep, int year)
{
	struct comeback_reader ahead = *r;

	if (sep != '-' || year > 0)
		return false;
	skip_ordinal(&ahead);
	return month_name(&ahead) > 0;
}

#define NEAR_BEFORE 7 /* days around the mail in which an absence lies */
#define NEAR_AFTER  60

static bool
is_near(day_t day, day_t sent)
{
	return day != DAY_NONE && sent != DAY_NONE &&
	       day >= sent - NEAR_BEFORE && day <= sent + NEAR_AFTER;
}

/* "3/4": as this mail orders its dates; else the one that may be meant. */
static day_t
either_order(const struct comeback_reader *r, int year, int first, int second)
{
	day_t month = comeback_date_resolve(year, first, second, r->sent);
	day_t day = comeback_date_resolve(year, second, first, r->sent);

	if (r->order >= COMEBACK_ORDER_MONTH)
		return month;
	if (r->order == COMEBACK_ORDER_DAY)
		return day;
	if (is_near(month, r->sent) == is_near(day, r->sent))
		return DAY_NONE;
	return is_near(month, r->sent) ? month : day;
}

/* "2027. 08. 16.", "2027/8/16"; the year has been read. */
static day_t
year_first(struct comeback_reader *r, int year)
{
	struct comeback_reader ahead = *r;
	char sep = comeback_date_peek(&ahead);
	int m, d;

	if (year < 1970 || year > 2200 ||
	    (sep != '.' && sep != '/' && sep != '-' && sep != ' '))
		return DAY_NONE;
	comeback_date_skip(&ahead, "./- ");
	m = month_name(&ahead);
	if (m < 1 && sep != ' ')
		m = comeback_date_number(&ahead);
	if (m < 1)
		return DAY_NONE;
	comeback_date_skip(&ahead, "./- ");
	d = comeback_date_number(&ahead);
	if (d < 1)
		return DAY_NONE;
	*r = ahead;
	return day_of(year, m, d);
}

/* "16.06.", "16/06/2026", "16-6-26"; the day comes first unless it cannot. */
static day_t
numeric(struct comeback_reader *r, int first)
{
	struct comeback_reader ahead = *r;
	char sep = comeback_date_peek(&ahead);
	int second, year = -1;
	size_t from;
	day_t day;

	if (sep != '.' && sep != '/' && sep != '-')
		return DAY_NONE;
	ahead.at++;
	comeback_date_skip(&ahead, " ");
	second = comeback_date_number(&ahead);
	if (second < 1)
		return DAY_NONE;
	if (comeback_date_peek(&ahead) == sep) {
		ahead.at++;
		comeback_date_skip(&ahead, " ");
		from = ahead.at;
		year = comeback_date_number(&ahead);
		year = full_year(year, ahead.at - from);
	}
	if (is_days_of_month(&ahead, sep, year))
		return DAY_NONE;
	if (second > 12)
		day = comeback_date_resolve(year, first, second, r->sent);
	else if ((r->english || r->order == COMEBACK_ORDER_MONTH) &&
		 sep == '/' && first <= 12 && first != second)
		day = either_order(r, year, first, second);
	else
		day = comeback_date_resolve(year, second, first, r->sent);
	if (day != DAY_NONE)
		*r = ahead;
	return day;
}

/* "june 16th, 2026" */
static day_t
month_first(struct comeback_reader *r, int month)
{
	int d = comeback_date_number(r);

	if (d < 1 || d > 31)
		return DAY_NONE;
	skip_ordinal(r);
	return comeback_date_resolve(year_after(r), month, d, r->sent);
}

day_t
comeback_date_here(struct comeback_reader *r)
{
	size_t from = r->at, len;
	int first, month;
	day_t day;

	if (day_parse(str_sub(r->s, r->at, 10), &day)) {
		r->at += 10;
		return day;
	}
	month = comeback_words_english_month(str_sub(r->s, r->at, 16), &len);
	if (month > 0) {
		r->at += len;
		day = month_first(r, month);
	} else {
		first = comeback_date_number(r);
		if (first < 1 || first > 31) {
			day = first > 0 ? year_first(r, first) : DAY_NONE;
			if (day == DAY_NONE)
				r->at = from;
			return day;
		}
		day = numeric(r, first);
		if (day != DAY_NONE)
			return day;
		skip_ordinal(r);
		month = month_name(r);
		if (month > 0)
			day = comeback_date_resolve(
			    year_after(r), month, first, r->sent);
	}
	if (day == DAY_NONE)
		r->at = from;
	return day;
}
