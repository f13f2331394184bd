#include "decide/comeback.h"

#include <stdint.h>

#include "decide/comeback_words.h"

struct reader {
	struct str s;
	size_t at;
};

static char
peek(const struct reader *r)
{
	return r->at < r->s.n ? r->s.p[r->at] : '\0';
}

static void
skip(struct reader *r, const char *chars)
{
	while (peek(r) != '\0' && str_chr(str_of(chars), peek(r)) != STR_NPOS)
		r->at++;
}

/* A number of one to four digits, or -1 without moving. */
static int
number(struct reader *r)
{
	size_t from = r->at;
	int n = 0;

	while (str_is_digit(peek(r)) && r->at < from + 4)
		n = n * 10 + (r->s.p[r->at++] - '0');
	if (r->at == from || str_is_digit(peek(r))) {
		r->at = from;
		return -1;
	}
	return n;
}

static bool
is_letter(char c)
{
	return str_is_alpha(c) || (unsigned char)c >= 0x80;
}

static int
month_name(struct reader *r)
{
	int month = comeback_words_month(str_sub(r->s, r->at, 40));

	if (month > 0)
		while (is_letter(peek(r)))
			r->at++;
	return month;
}

/* "16th", "1er", "16º", "16.", and "de", "of" before the month. */
static void
skip_ordinal(struct reader *r)
{
	static const char *const tails[] = {
	    "st", "nd", "rd", "th", "er", "e ", "º", "ª", "."};
	static const char *const links[] = {"of ", "de ", "do ", "d'", "den "};

	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		struct str t = str_of(tails[i]);

		if (str_starts(str_sub(r->s, r->at, t.n), t)) {
			r->at += t.n;
			break;
		}
	}
	skip(r, " ");
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
		struct str t = str_of(links[i]);

		if (str_starts(str_sub(r->s, r->at, t.n), t)) {
			r->at += t.n;
			break;
		}
	}
}

/* A year behind the date, or -1. */
static int
year_after(struct reader *r)
{
	struct reader ahead = *r;
	int y;

	skip(&ahead, " ,.");
	if (str_starts(str_sub(ahead.s, ahead.at, 3), STR("de ")))
		ahead.at += 3;
	y = number(&ahead);
	return y >= 1970 && y <= 2200 ? y : -1;
}

/* Without a year: the first such day that is not long past. */
static day_t
resolve(int y, int m, int d, day_t sent)
{
	struct ymd now;
	day_t day;

	if (y > 0)
		return day_of(y, m, d);
	if (sent == DAY_NONE)
		return DAY_NONE;
	now = day_ymd(sent);
	day = day_of(now.y, m, d);
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

/* "16.06.", "16/06/2026", "16-6-26"; the day comes first unless it cannot. */
static day_t
numeric(struct reader r, int first, bool english_lead, day_t sent)
{
	char sep = peek(&r);
	int second, year = -1;
	size_t from;

	if (sep != '.' && sep != '/' && sep != '-')
		return DAY_NONE;
	r.at++;
	skip(&r, " ");
	second = number(&r);
	if (second < 1)
		return DAY_NONE;
	if (peek(&r) == sep) {
		r.at++;
		from = r.at;
		year = number(&r);
		year = full_year(year, r.at - from);
	}
	if (second > 12)
		return resolve(year, first, second, sent);
	if (english_lead && sep == '/' && first <= 12 && first != second)
		return DAY_NONE;
	return resolve(year, second, first, sent);
}

static day_t
date_here(struct reader r, bool english_lead, day_t sent)
{
	size_t len;
	int first, month;
	day_t day;

	if (day_parse(str_sub(r.s, r.at, 10), &day))
		return day;
	month = comeback_words_english_month(str_sub(r.s, r.at, 16), &len);
	if (month > 0) {
		r.at += len;
		first = number(&r);
		if (first < 1 || first > 31)
			return DAY_NONE;
		skip_ordinal(&r);
		return resolve(year_after(&r), month, first, sent);
	}
	first = number(&r);
	if (first < 1 || first > 31)
		return DAY_NONE;
	day = numeric(r, first, english_lead, sent);
	if (day != DAY_NONE)
		return day;
	skip_ordinal(&r);
	month = month_name(&r);
	return month > 0 ? resolve(year_after(&r), month, first, sent)
			 : DAY_NONE;
}

/* A date within the next few words: weekdays and articles are passed over. */
static day_t
date_after(struct reader r, bool english_lead, day_t sent)
{
	for (int words = 0; words < 4 && r.at < r.s.n; words++) {
		day_t day;

		skip(&r, " ,(");
		day = date_here(r, english_lead, sent);
		if (day != DAY_NONE)
			return day;
		if (!is_letter(peek(&r)))
			return DAY_NONE;
		while (is_letter(peek(&r)) || peek(&r) == '\'')
			r.at++;
		skip(&r, ".");
	}
	return DAY_NONE;
}

/* "8月15日" before "まで" or behind "至"/"到"; the last one counts. */
static day_t
east_asian(struct str s, day_t sent)
{
	struct str month_sign = STR("月"), day_sign = STR("日");
	day_t found = DAY_NONE;

	for (size_t i = 0; i < s.n; i++) {
		struct reader r = {s, i};
		int m, d;

		if (!str_is_digit(s.p[i]) ||
		    (i > 0 && str_is_digit(s.p[i - 1])))
			continue;
		m = number(&r);
		if (m < 1 || !str_starts(str_sub(s, r.at, 3), month_sign))
			continue;
		r.at += month_sign.n;
		d = number(&r);
		if (d < 1 || !str_starts(str_sub(s, r.at, 3), day_sign))
			continue;
		found = resolve(-1, m, d, sent);
	}
	return found;
}

static bool
is_sensible(day_t day, day_t sent)
{
	return sent == DAY_NONE || (day >= sent - 1 && day <= sent + 550);
}

day_t
comeback_read(struct str text, day_t sent)
{
	day_t day;

	for (size_t i = 0; i < text.n; i++) {
		struct reader r = {text, i};
		size_t len;
		int lead;

		if (i > 0 &&
		    (is_letter(text.p[i - 1]) || str_is_digit(text.p[i - 1])))
			continue;
		lead = comeback_words_lead(str_sub(text, i, 40), &len);
		if (lead < 0)
			continue;
		r.at += len;
		day = date_after(r, lead == COMEBACK_ENGLISH, sent);
		if (day != DAY_NONE && is_sensible(day, sent))
			return day;
	}
	day = east_asian(text, sent);
	return day != DAY_NONE && is_sensible(day, sent) ? day : DAY_NONE;
}
