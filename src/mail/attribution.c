#include "mail/attribution.h"

#include <string.h>

#include "mail/quoteword.h"

static bool
has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (str_is_digit(s.p[i]))
			return true;
	return false;
}

static bool
ends_with_colon(struct str s)
{
	while (s.n && strchr(" >)-", s.p[s.n - 1]))
		s.n--;
	return s.n && s.p[s.n - 1] == ':';
}

bool
attribution_has_time(struct str s)
{
	for (size_t i = 1; i + 1 < s.n; i++)
		if ((s.p[i] == ':' || s.p[i] == '.') &&
		    str_is_digit(s.p[i - 1]) && str_is_digit(s.p[i + 1]))
			return true;
	return false;
}

static bool
has_clock(struct str s)
{
	for (size_t i = 1; i + 1 < s.n; i++)
		if (s.p[i] == ':' && str_is_digit(s.p[i - 1]) &&
		    str_is_digit(s.p[i + 1]))
			return true;
	return false;
}

/* A number of four digits that can be a year. */
static bool
has_year(struct str s)
{
	for (size_t i = 0; i + 4 <= s.n; i++)
		if (s.p[i] == '2' && s.p[i + 1] == '0' &&
		    str_is_digit(s.p[i + 2]) && str_is_digit(s.p[i + 3]) &&
		    (i == 0 || !str_is_digit(s.p[i - 1])) &&
		    (i + 4 == s.n || !str_is_digit(s.p[i + 4])))
			return true;
	return false;
}

/* It stands between dashes. */
static bool
is_ruled(struct str s)
{
	return s.n > 8 && str_starts(s, STR("---")) && str_ends(s, STR("---"));
}

/* ">>> Jo <jo@c.example> 11/16/2026 9:00 AM >>>", "-----Jo wrote: -----". */
static bool
is_between_rules(struct str s, bool verb_ends)
{
	if (str_starts(s, STR(">>> ")) && str_ends(s, STR(" >>>")))
		return has_digit(s);
	return verb_ends && is_ruled(s) && s.n < 200;
}

/* "Quoting Jo Hill <jo@c.example>:" */
static bool
is_quoting(struct str s)
{
	static const char *const words[] = {"quoting ", "zitat von ",
	    "zitiere ", "citando ", "citat ", "cytowanie ", "citace ",
	    "en réponse à ", "citation de ", "you wrote", "sie schrieben",
	    "vous écriv", "вы писали", "в ответ на"};

	return quoteword_starts_any(s, words, sizeof(words) / sizeof(words[0]));
}

/* "16.11.2026, 09:00, "Jo" <jo@c.example>:" says no word of writing. */
static bool
is_stamp(struct str s)
{
	return str_ends(s, STR(">:")) && has_year(s) &&
	       attribution_has_time(s) && quoteword_opening(s) && s.n < 160;
}

enum attribution
attribution_judge(struct str s)
{
	bool end, verb, colon, at;
	size_t behind;

	/* There is a colon at the end, or in the time of day. */
	if (str_chr(s, ':') == STR_NPOS && !is_ruled(s))
		return ATTRIBUTION_NONE;
	verb = quoteword_verb(s, &end, &behind);
	if (is_between_rules(s, verb && end) || is_stamp(s))
		return ATTRIBUTION_SURE;
	at = str_chr(s, '@') != STR_NPOS;
	/* Some clients put the quoted words on the same line. */
	if (verb && behind && at && has_year(s) && attribution_has_time(s))
		s.n = behind;
	colon = ends_with_colon(s);
	if (!colon && !end)
		return ATTRIBUTION_NONE;
	if (verb && has_digit(s) && quoteword_opening(s) &&
	    attribution_has_time(s) && (at || has_year(s)))
		return ATTRIBUTION_SURE;
	if (verb && at && (has_year(s) || attribution_has_time(s)) &&
	    s.p[0] != '<')
		return ATTRIBUTION_SURE;
	if (verb || (at && colon && has_digit(s)) || (colon && is_quoting(s)) ||
	    (colon && attribution_has_time(s) && quoteword_opening(s)))
		return ATTRIBUTION_WEAK;
	return ATTRIBUTION_NONE;
}

/* "On Tue, 17 Nov 2026" and below it "at 9:12, Jo Hill": the time of the day
 * above. */
static bool
is_time_of(struct str key, struct str above)
{
	return has_year(above) && !has_clock(above) &&
	       attribution_has_time(key) && !has_year(key);
}

bool
attribution_anew(struct str key, struct str above)
{
	return key.n && !str_is_digit(key.p[0]) && quoteword_opening(key) &&
	       has_digit(key) && !is_time_of(key, above);
}

/* A day with its time, in a language that nobody told of: the line below may
 * say who wrote. The name of the day comes first, where a sentence has more
 * than a word or no comma. */
static bool
is_when(struct str key)
{
	size_t day = 0, words = 0;
	bool comma = false;

	if (!has_year(key) || !attribution_has_time(key) ||
	    strchr(".?!", key.p[key.n - 1]))
		return false;
	for (; day < key.n && !str_is_digit(key.p[day]); day++) {
		words += key.p[day] == ' ';
		comma |= key.p[day] == ',';
	}
	return words <= 1 || (words <= 3 && comma);
}

bool
attribution_may_open(struct str key)
{
	return key.n < ATTRIBUTION_KEY &&
	       (quoteword_opening(key) || str_chr(key, '@') != STR_NPOS ||
		   ends_with_colon(key) || is_ruled(key) || is_when(key));
}
