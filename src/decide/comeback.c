#include "decide/comeback.h"

#include <stdint.h>

#include "decide/phrase.h"

enum lead_tag {
	LEAD_ENGLISH, /* 3/4 is ambiguous behind it */
	LEAD_OTHER,
};

/* Words before the day of return (or the last day away). */
static const struct phrase leads[] = {
    {"until ", LEAD_ENGLISH},
    {"till ", LEAD_ENGLISH},
    {"through ", LEAD_ENGLISH},
    {"thru ", LEAD_ENGLISH},
    {"back on ", LEAD_ENGLISH},
    {"back in the office on ", LEAD_ENGLISH},
    {"back in the office ", LEAD_ENGLISH},
    {"back in office on ", LEAD_ENGLISH},
    {"back at work on ", LEAD_ENGLISH},
    {"back at my desk on ", LEAD_ENGLISH},
    {"be back ", LEAD_ENGLISH},
    {"return on ", LEAD_ENGLISH},
    {"returning on ", LEAD_ENGLISH},
    {"returning ", LEAD_ENGLISH},
    {"return to the office on ", LEAD_ENGLISH},
    {"return to the office ", LEAD_ENGLISH},
    {"return to work on ", LEAD_ENGLISH},
    {"bis zum ", LEAD_OTHER},
    {"bis einschliesslich ", LEAD_OTHER},
    {"bis ", LEAD_OTHER},
    {"wieder ab ", LEAD_OTHER},
    {"wieder am ", LEAD_OTHER},
    {"wieder da am ", LEAD_OTHER},
    {"zuruck am ", LEAD_OTHER},
    {"zuruck ab ", LEAD_OTHER},
    {"ab dem ", LEAD_OTHER},
    {"ab ", LEAD_OTHER},
    {"jusqu'au ", LEAD_OTHER},
    {"jusqu'a ", LEAD_OTHER},
    {"de retour le ", LEAD_OTHER},
    {"de retour au bureau le ", LEAD_OTHER},
    {"retour le ", LEAD_OTHER},
    {"a partir du ", LEAD_OTHER},
    {"hasta el ", LEAD_OTHER},
    {"hasta ", LEAD_OTHER},
    {"regreso el ", LEAD_OTHER},
    {"regresare el ", LEAD_OTHER},
    {"vuelvo el ", LEAD_OTHER},
    {"volvere el ", LEAD_OTHER},
    {"a partir del ", LEAD_OTHER},
    {"ate ao dia ", LEAD_OTHER},
    {"ate o dia ", LEAD_OTHER},
    {"ate ao ", LEAD_OTHER},
    {"ate ", LEAD_OTHER},
    {"regresso a ", LEAD_OTHER},
    {"retorno em ", LEAD_OTHER},
    {"retorno dia ", LEAD_OTHER},
    {"retorno no dia ", LEAD_OTHER},
    {"a partir de ", LEAD_OTHER},
    {"fino al ", LEAD_OTHER},
    {"fino all'", LEAD_OTHER},
    {"sino al ", LEAD_OTHER},
    {"rientro il ", LEAD_OTHER},
    {"rientrero il ", LEAD_OTHER},
    {"saro di ritorno il ", LEAD_OTHER},
    {"di ritorno il ", LEAD_OTHER},
    {"a partire dal ", LEAD_OTHER},
    {"tot en met ", LEAD_OTHER},
    {"t/m ", LEAD_OTHER},
    {"tot ", LEAD_OTHER},
    {"terug op ", LEAD_OTHER},
    {"vanaf ", LEAD_OTHER},
    {"till och med ", LEAD_OTHER},
    {"t.o.m. ", LEAD_OTHER},
    {"tillbaka den ", LEAD_OTHER},
    {"tillbaka ", LEAD_OTHER},
    {"til og med ", LEAD_OTHER},
    {"t.o.m ", LEAD_OTHER},
    {"tilbage den ", LEAD_OTHER},
    {"tilbage ", LEAD_OTHER},
    {"tilbake ", LEAD_OTHER},
    {"indtil ", LEAD_OTHER},
    {"inntil ", LEAD_OTHER},
    {"til ", LEAD_OTHER},
    {"takaisin ", LEAD_OTHER},
    {"do dnia ", LEAD_OTHER},
    {"wracam ", LEAD_OTHER},
    {"do ", LEAD_OTHER},
    {"od ", LEAD_OTHER},
    {"pana la ", LEAD_OTHER},
    {"pana in ", LEAD_OTHER},
    {"до ", LEAD_OTHER},
    {"по ", LEAD_OTHER},
    {"вернусь ", LEAD_OTHER},
    {"с ", LEAD_OTHER},
};

/* Beginnings of month names, folded; the longest that fits counts. */
static const struct phrase months[] = {
    {"jan", 1},
    {"ene", 1},
    {"gen", 1},
    {"stycz", 1},
    {"led", 1},
    {"tammi", 1},
    {"ocak", 1},
    {"ιαν", 1},
    {"янв", 1},
    {"ian", 1},
    {"feb", 2},
    {"fev", 2},
    {"lut", 2},
    {"unor", 2},
    {"helmi", 2},
    {"subat", 2},
    {"фев", 2},
    {"mar", 3},
    {"mrz", 3},
    {"maerz", 3},
    {"maa", 3},
    {"brez", 3},
    {"mrt", 3},
    {"мар", 3},
    {"apr", 4},
    {"avr", 4},
    {"abr", 4},
    {"kwie", 4},
    {"dub", 4},
    {"huhti", 4},
    {"nisan", 4},
    {"апр", 4},
    {"may", 5},
    {"mai", 5},
    {"mei", 5},
    {"mag", 5},
    {"maj", 5},
    {"kvet", 5},
    {"touko", 5},
    {"мая", 5},
    {"май", 5},
    {"jun", 6},
    {"juin", 6},
    {"giu", 6},
    {"czerw", 6},
    {"cerv", 6},
    {"kesa", 6},
    {"hazir", 6},
    {"июн", 6},
    {"iun", 6},
    {"jul", 7},
    {"juil", 7},
    {"lug", 7},
    {"lip", 7},
    {"cervenc", 7},
    {"heina", 7},
    {"temmuz", 7},
    {"июл", 7},
    {"iul", 7},
    {"aug", 8},
    {"aou", 8},
    {"ago", 8},
    {"sierp", 8},
    {"srp", 8},
    {"elo", 8},
    {"agust", 8},
    {"авг", 8},
    {"sep", 9},
    {"set", 9},
    {"szept", 9},
    {"wrzes", 9},
    {"zari", 9},
    {"syys", 9},
    {"eylul", 9},
    {"сен", 9},
    {"oct", 10},
    {"okt", 10},
    {"out", 10},
    {"ott", 10},
    {"paz", 10},
    {"rij", 10},
    {"loka", 10},
    {"ekim", 10},
    {"окт", 10},
    {"nov", 11},
    {"lis", 11},
    {"marras", 11},
    {"kasim", 11},
    {"ноя", 11},
    {"noi", 11},
    {"dec", 12},
    {"dez", 12},
    {"dic", 12},
    {"grud", 12},
    {"pros", 12},
    {"joulu", 12},
    {"aralik", 12},
    {"дек", 12},
};

/* Months that may stand before the day: English. */
static const struct phrase english[] = {
    {"january ", 1},
    {"jan ", 1},
    {"february ", 2},
    {"feb ", 2},
    {"march ", 3},
    {"april ", 4},
    {"apr ", 4},
    {"may ", 5},
    {"june ", 6},
    {"jun ", 6},
    {"july ", 7},
    {"jul ", 7},
    {"august ", 8},
    {"aug ", 8},
    {"september ", 9},
    {"sept ", 9},
    {"sep ", 9},
    {"october ", 10},
    {"oct ", 10},
    {"november ", 11},
    {"nov ", 11},
    {"december ", 12},
    {"dec ", 12},
    {"jan. ", 1},
    {"feb. ", 2},
    {"aug. ", 8},
    {"sept. ", 9},
    {"oct. ", 10},
    {"nov. ", 11},
    {"dec. ", 12},
};

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
	size_t len;
	int month =
	    phrase_start(PHRASES(months), str_sub(r->s, r->at, 40), &len);

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
	month = phrase_start(PHRASES(english), str_sub(r.s, r.at, 16), &len);
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
		lead = phrase_start(PHRASES(leads), str_sub(text, i, 40), &len);
		if (lead < 0)
			continue;
		r.at += len;
		day = date_after(r, lead == LEAD_ENGLISH, sent);
		if (day != DAY_NONE && is_sensible(day, sent))
			return day;
	}
	day = east_asian(text, sent);
	return day != DAY_NONE && is_sensible(day, sent) ? day : DAY_NONE;
}
