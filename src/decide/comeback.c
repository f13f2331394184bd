#include "decide/comeback.h"

#include "decide/comeback_date.h"
#include "decide/comeback_words.h"

#define WORDS_NEAR 3 /* between such words and the day */
#define WORDS_FAR  8
#define TAIL_REACH 60 /* bytes behind a date in which its meaning may stand */

#define LONG_WEEKEND 4 /* days from the last away to the first back */

static bool
is_sensible(day_t day, day_t sent)
{
	if (day == DAY_NONE)
		return false;
	return sent == DAY_NONE || (day >= sent - 1 && day <= sent + 550);
}

/* Behind a character of a script without blanks between words. */
static bool
is_behind_ideograph(struct str s, size_t i)
{
	for (size_t back = 1; back <= 3 && back <= i; back++)
		if ((unsigned char)s.p[i - back] >= 0xc0)
			return (unsigned char)s.p[i - back] >= 0xe3;
	return false;
}

/* A word may begin here. */
static bool
is_start(struct str s, size_t i)
{
	if (str_is_digit(s.p[i]) && is_behind_ideograph(s, i))
		return true;
	return i == 0 || (!comeback_date_is_letter(s.p[i - 1]) &&
			     !str_is_digit(s.p[i - 1]));
}

/* "the 30th" alone: the next one. */
static day_t
day_of_month(struct comeback_reader r)
{
	int d = comeback_date_number(&r);
	struct str tail = str_sub(r.s, r.at, 2);
	struct ymd now;

	if (d < 1 || d > 31 || r.sent == DAY_NONE ||
	    !(str_eqc(tail, "th") || str_eqc(tail, "st") ||
		str_eqc(tail, "nd") || str_eqc(tail, "rd")))
		return DAY_NONE;
	now = day_ymd(r.sent);
	if (d <= now.d)
		now.m++;
	return now.m > 12 ? day_of(now.y + 1, 1, d) : day_of(now.y, now.m, d);
}

/* "mondays", "montags", "lundis", "mandagar": every week. */
static bool
is_plural(struct str tail)
{
	static const char *const ends[] = {"s", "ar", "er"};

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		struct str end = str_of(ends[i]);

		if (str_starts(tail, end) &&
		    (tail.n == end.n ||
			!comeback_date_is_letter(tail.p[end.n])))
			return true;
	}
	return false;
}

/* "monday": the next one after the mail; "tomorrow". */
static day_t
near_day(const struct comeback_reader *r)
{
	size_t len;
	int day = comeback_words_weekday(str_sub(r->s, r->at, 40), &len);
	int ahead;

	if (day < 0 || r->sent == DAY_NONE ||
	    is_plural(str_sub(r->s, r->at + len, r->s.n)))
		return DAY_NONE;
	if (day == COMEBACK_TOMORROW)
		return r->sent + 1;
	ahead = (day - day_weekday(r->sent) + 7) % 7;
	return r->sent + (ahead == 0 ? 7 : ahead);
}

/*
 * A date within the next few words: weekdays and articles are passed over.
 * Without one, and if asked for, the weekday.
 */
static day_t
date_after(struct comeback_reader r, int reach, bool weekday)
{
	day_t near = DAY_NONE;

	for (int words = 0; words < reach && r.at < r.s.n; words++) {
		size_t word;
		day_t day;

		comeback_date_skip(&r, " ,(");
		day = comeback_date_here(&r);
		if (day == DAY_NONE)
			day = day_of_month(r);
		if (day != DAY_NONE)
			return day;
		if (weekday && near == DAY_NONE && words < WORDS_NEAR)
			near = near_day(&r);
		if (!comeback_date_is_letter(comeback_date_peek(&r)))
			break;
		word = r.at;
		while (comeback_date_is_letter(comeback_date_peek(&r)) ||
		       comeback_date_peek(&r) == '\'' ||
		       comeback_date_peek(&r) == '-')
			r.at++;
		/* "Mo. 30.11."; a longer word ends the sentence. */
		if (r.at - word <= 4)
			comeback_date_skip(&r, ".");
	}
	return near;
}

/* The first date behind "until", "back on" (or, if weak, "from"). */
static day_t
led(struct comeback_reader all, bool weak, bool weekday)
{
	struct str text = all.s;

	for (size_t i = 0; i < text.n; i++) {
		struct comeback_reader r = all;
		size_t len;
		int lead;
		day_t day;

		if (!is_start(text, i))
			continue;
		r.at = i;
		lead = comeback_words_lead(str_sub(text, i, 60), &len);
		if (lead == COMEBACK_NOT)
			i += len - 1;
		if (lead < 0 || lead == COMEBACK_NOT ||
		    (lead == COMEBACK_FROM) != weak)
			continue;
		r.at += len;
		r.english = lead == COMEBACK_ENGLISH;
		/* "do", "til" are words of other languages, too. */
		day = date_after(r, len <= 4 ? WORDS_NEAR : WORDS_FAR, weekday);
		if (is_sensible(day, r.sent))
			return day;
	}
	return DAY_NONE;
}

/* Behind one day "to", "au", "-": the last of several. */
static day_t
range_end(struct comeback_reader r)
{
	size_t len;
	int word;

	comeback_date_skip(&r, " .");
	word = comeback_words_range(str_sub(r.s, r.at, 16), &len);
	if (word < 0)
		return DAY_NONE;
	r.at += len;
	r.english &= word == COMEBACK_ENGLISH;
	return date_after(r, WORDS_NEAR, true);
}

/* "... asti", "... tarihine kadar", "... wieder zurück". */
static bool
has_tail(const struct comeback_reader *r)
{
	struct str rest = str_sub(r->s, r->at, TAIL_REACH);
	size_t end = 0;

	/* Another sentence is about something else. */
	while (end < rest.n &&
	       !str_starts(str_sub(rest, end, rest.n), STR("。")) &&
	       !((rest.p[end] == '.' || rest.p[end] == '!') &&
		   end + 1 < rest.n && end > 2 && rest.p[end + 1] == ' '))
		end++;
	return comeback_words_tail(str_sub(rest, 0, end));
}

/* Day first: "16/". */
static bool
shows_order(struct str s)
{
	return s.n == 3 && s.p[2] == '/' &&
	       ((s.p[0] == '1' && s.p[1] > '2') || s.p[0] > '1');
}

/* Dates that say by what follows them that they end the absence. */
static day_t
trailed(struct comeback_reader all)
{
	struct str text = all.s;

	for (size_t i = 0; i < text.n; i++) {
		struct comeback_reader r = all;
		day_t day, last;

		if (!is_start(text, i))
			continue;
		r.at = i;
		r.english = true;
		day = comeback_date_here(&r);
		if (day == DAY_NONE && comeback_date_number(&r) < 1)
			continue;
		/* "16/11 - 10/12": the first shows the order. */
		r.english &= !shows_order(str_sub(text, i, 3));
		last = range_end(r);
		if (is_sensible(last, r.sent))
			return last;
		if (is_sensible(day, r.sent) && has_tail(&r))
			return day;
	}
	return DAY_NONE;
}

/* "morgen wieder erreichbar"; not "guten morgen". */
static day_t
trailed_weekday(struct comeback_reader all)
{
	struct str text = all.s;

	for (size_t i = 0; i < text.n; i++) {
		struct comeback_reader r = all;
		day_t day;

		if (!is_start(text, i) ||
		    str_ends(str_sub(text, 0, i), STR("guten ")))
			continue;
		r.at = i;
		day = near_day(&r);
		if (day != DAY_NONE && has_tail(&r))
			return day;
	}
	return DAY_NONE;
}

/* "8月15日" before "まで" or behind "至"/"到"; the last one counts. */
static day_t
east_asian(struct str s, day_t sent)
{
	static const char *const months[] = {"月", "월"};
	static const char *const days[] = {"日", "일"};
	day_t found = DAY_NONE;

	for (size_t i = 0; i < s.n; i++) {
		struct comeback_reader r = {.s = s, .at = i, .sent = sent};
		int m, d;

		if (!str_is_digit(s.p[i]) ||
		    (i > 0 && str_is_digit(s.p[i - 1])))
			continue;
		m = comeback_date_number(&r);
		for (size_t k = 0; m >= 1 && k < 2; k++) {
			struct comeback_reader at = r;

			if (!str_starts(
				str_sub(s, at.at, 3), str_of(months[k])))
				continue;
			at.at += 3;
			comeback_date_skip(&at, " ");
			d = comeback_date_number(&at);
			if (d >= 1 &&
			    str_starts(str_sub(s, at.at, 3), str_of(days[k])))
				found = comeback_date_resolve(-1, m, d, sent);
		}
	}
	return is_sensible(found, sent) ? found : DAY_NONE;
}

/*
 * How this text orders the numbers of a day: another date in it may show it.
 * Scripts of East Asia put the month first.
 */
static enum comeback_order
shown_order(struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		struct comeback_reader r = {.s = text, .at = i};
		int first, second;

		if ((unsigned char)text.p[i] >= 0xe3)
			return COMEBACK_ORDER_MONTH;
		if (!str_is_digit(text.p[i]) || !is_start(text, i))
			continue;
		first = comeback_date_number(&r);
		if (comeback_date_peek(&r) != '/')
			continue;
		r.at++;
		second = comeback_date_number(&r);
		/* "24/7" is no date. */
		if (first < 1 || second < 1 || (first == 24 && second == 7))
			continue;
		if (first <= 12 && second > 12 && second <= 31)
			return COMEBACK_ORDER_MONTH;
		if (first > 12 && first <= 31 && second <= 12)
			return COMEBACK_ORDER_DAY;
	}
	return COMEBACK_ORDER_OPEN;
}

/* A date that cannot be another number: with a month's name or a year. */
static bool
is_full(struct str s)
{
	int marks = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (comeback_date_is_letter(s.p[i]))
			return true;
		marks += s.p[i] == '.' || s.p[i] == '/' || s.p[i] == '-';
	}
	return marks >= 2;
}

static struct comeback_reader
reader(const struct comeback_mail *m)
{
	struct comeback_reader r = {.s = m->text, .sent = m->sent};

	r.order = shown_order(m->text);
	if (r.order == COMEBACK_ORDER_OPEN && m->american)
		r.order = COMEBACK_ORDER_AMERICAN;
	return r;
}

/* Of the dates written in full, the latest that is later than `after` and no
 * later than `until`. */
static day_t
latest_within(const struct comeback_mail *m, day_t after, day_t until)
{
	struct comeback_reader all = reader(m);
	day_t latest = DAY_NONE;

	all.english = true;
	for (size_t i = 0; i < m->text.n; i++) {
		struct comeback_reader r = all;
		day_t day;

		if (!is_start(m->text, i))
			continue;
		r.at = i;
		day = comeback_date_here(&r);
		if (day == DAY_NONE || !is_full(str_sub(m->text, i, r.at - i)))
			continue;
		i = r.at - 1;
		if (is_sensible(day, m->sent) && day > after && day <= until &&
		    (latest == DAY_NONE || day > latest))
			latest = day;
	}
	return latest;
}

/* "Until Friday 5 March. From Monday 8 March on we read the post": of both,
 * the first day back. */
static day_t
first_back(const struct comeback_mail *m, day_t day)
{
	day_t back = day == DAY_NONE
			 ? DAY_NONE
			 : latest_within(m, day, day + LONG_WEEKEND);

	return back == DAY_NONE ? day : back;
}

day_t
comeback_read(const struct comeback_mail *m)
{
	struct comeback_reader r = reader(m);
	day_t day = led(r, false, false);

	if (day == DAY_NONE)
		day = trailed(r);
	if (day == DAY_NONE)
		day = east_asian(m->text, m->sent);
	if (day == DAY_NONE)
		day = led(r, false, true);
	if (day == DAY_NONE)
		day = trailed_weekday(r);
	if (day == DAY_NONE)
		day = led(r, true, true);
	return first_back(m, day);
}

day_t
comeback_latest(const struct comeback_mail *m)
{
	return latest_within(m, DAY_NONE, INT32_MAX);
}
