#include "decide/posting_value.h"

#include "decide/when.h"

/* Where the comma stands before the cents. */
static bool
comma_is_point(struct str locale)
{
	static const char *const points[] = {"en", "zh", "ja", "ko", "he", "th",
	    "de-CH", "de-LI", "it-CH", "es-MX", "es-US", "es-GT", "es-HN",
	    "es-NI", "es-PA", "es-PE", "es-PR", "es-SV", "es-DO"};

	for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
		struct str p = str_of(points[i]);

		if (str_fold_starts(locale, p) &&
		    (locale.n == p.n || !str_is_alnum(locale.p[p.n])))
			return false;
	}
	return true;
}

#define DIGITS 18

/* What was typed without blanks, currency and apostrophes: digits and signs
 * between them. */
struct typed {
	char text[DIGITS * 2];
	size_t n;
};

static size_t
blank(struct str s)
{
	static const char *const blanks[] = {" ", "\t", "\xc2\xa0",
	    "\xe2\x80\xaf", "\xe2\x80\x89", "'", "\xe2\x80\x99"};

	for (size_t i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++)
		if (str_starts(s, str_of(blanks[i])))
			return strlen(blanks[i]);
	return 0;
}

/* The name or sign of that currency at one end of it. */
static struct str
without_currency(struct str s, struct str currency)
{
	static const struct {
		const char *code, *sign;
	} signs[] = {{"EUR", "\xe2\x82\xac"}, {"USD", "US$"}, {"USD", "$"},
	    {"CAD", "CA$"}, {"CAD", "$"}, {"AUD", "A$"}, {"AUD", "$"},
	    {"GBP", "\xc2\xa3"}, {"JPY", "\xc2\xa5"}, {"MXN", "$"},
	    {"CHF", "Fr."}, {"BRL", "R$"}};

	s = str_trim(s);
	if (str_fold_starts(s, currency))
		return str_trim(str_sub(s, currency.n, s.n));
	if (s.n > currency.n &&
	    str_fold_eq(str_sub(s, s.n - currency.n, s.n), currency))
		return str_rtrim(str_sub(s, 0, s.n - currency.n));
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		struct str sign = str_of(signs[i].sign);

		if (!str_eqc(currency, signs[i].code))
			continue;
		if (str_starts(s, sign))
			return str_trim(str_sub(s, sign.n, s.n));
		if (str_ends(s, sign))
			return str_rtrim(str_sub(s, 0, s.n - sign.n));
	}
	return s;
}

static bool
squeeze(struct str s, struct typed *out)
{
	out->n = 0;
	while (s.n > 0) {
		size_t skip = blank(s);

		if (skip > 0) {
			s = str_sub(s, skip, s.n);
			continue;
		}
		if (out->n == sizeof(out->text) ||
		    (!str_is_digit(s.p[0]) && s.p[0] != '.' && s.p[0] != ','))
			return false;
		out->text[out->n++] = s.p[0];
		s = str_sub(s, 1, s.n);
	}
	return out->n > 0 && str_is_digit(out->text[0]);
}

static size_t
count(const struct typed *t, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += t->text[i] == c;
	return n;
}

/* Which of its signs ends the whole units; '\0': none does. False: it could
 * be either, or neither. */
static bool
find_point(const struct typed *t, char point, int places, char *out)
{
	size_t dot = str_rchr((struct str){t->text, t->n}, '.');
	size_t comma = str_rchr((struct str){t->text, t->n}, ',');
	bool has_dot = dot != STR_NPOS, has_comma = comma != STR_NPOS;
	char last = has_dot && (!has_comma || dot > comma) ? '.' : ',';
	size_t behind;

	*out = '\0';
	if (!has_dot && !has_comma)
		return true;
	behind = t->n - 1 - (last == '.' ? dot : comma);
	if (count(t, last) > 1) /* 1.234.567 */
		return !(has_dot && has_comma) && behind == 3;
	if (has_dot && has_comma) {
		*out = last;
		return true;
	}
	if (behind == 3 && !(last == point && places == 3))
		return last != point; /* 1.234 where the comma is the point */
	*out = last;
	return true;
}

/* Groups before the point have three digits, the first one to three. */
static bool
groups_fit(const struct typed *t, size_t end)
{
	size_t group = 0;
	bool grouped = false;

	for (size_t i = 0; i < end; i++) {
		if (str_is_digit(t->text[i])) {
			group++;
			continue;
		}
		if (grouped ? group != 3 : group == 0 || group > 3)
			return false;
		grouped = true;
		group = 0;
	}
	return grouped ? group == 3 : group > 0;
}

bool
posting_value_amount(
    struct str typed, struct str locale, struct str currency, struct money *out)
{
	int places = money_exponent(currency);
	char plain[DIGITS * 2 + 1], point;
	size_t n = 0, end;
	struct typed t;

	if (places < 0 || !squeeze(without_currency(typed, currency), &t) ||
	    !find_point(&t, comma_is_point(locale) ? ',' : '.', places, &point))
		return false;
	end = point ? str_rchr((struct str){t.text, t.n}, point) : t.n;
	if (!groups_fit(&t, end))
		return false;
	for (size_t i = 0; i < t.n; i++)
		if (str_is_digit(t.text[i]))
			plain[n++] = t.text[i];
		else if (i == end)
			plain[n++] = '.';
	if (plain[n - 1] == '.')
		n--;
	return n <= DIGITS &&
	       money_parse((struct str){plain, n}, currency, out);
}

/* Three numbers with the same sign between them. */
static bool
three(struct str s, int64_t v[3], size_t digits[3])
{
	char sign = '\0';

	for (int i = 0; i < 3; i++) {
		size_t n = 0;

		while (n < s.n && str_is_digit(s.p[n]))
			n++;
		if (n == 0 || n > 4 ||
		    !str_to_i64(str_sub(s, 0, n), 0, 9999, &v[i]))
			return false;
		digits[i] = n;
		s = str_sub(s, n, s.n);
		if (i == 2)
			break;
		if (s.n == 0 || (sign && s.p[0] != sign) ||
		    (s.p[0] != '.' && s.p[0] != '/' && s.p[0] != '-'))
			return false;
		sign = s.p[0];
		s = str_sub(s, 1, s.n);
		while (s.n > 0 && s.p[0] == ' ')
			s = str_sub(s, 1, s.n);
	}
	return str_is_empty(s);
}

day_t
posting_value_day(struct str typed, struct str locale)
{
	bool month_first = when_month_first(locale);
	int64_t v[3];
	size_t digits[3];

	if (!three(str_trim(typed), v, digits))
		return DAY_NONE;
	if (digits[0] == 4)
		return digits[1] < 3 && digits[2] < 3
			   ? day_of((int)v[0], (int)v[1], (int)v[2])
			   : DAY_NONE;
	if (digits[0] > 2 || digits[1] > 2 || digits[2] == 1 || digits[2] == 3)
		return DAY_NONE;
	if (digits[2] == 2)
		v[2] += 2000;
	return day_of((int)v[2], (int)v[month_first ? 0 : 1],
	    (int)v[month_first ? 1 : 0]);
}

bool
posting_value_time(struct str typed, int *out)
{
	int64_t hour, minute;
	struct str s = str_trim(typed), first;

	if (!str_cut(&s, ':', &first) || first.n > 2 || s.n < 2 ||
	    !str_to_i64(first, 0, 24, &hour) ||
	    !str_to_i64(str_sub(s, 0, 2), 0, 59, &minute))
		return false;
	/* A browser may send seconds. */
	if (s.n > 2 && !str_eqc(str_sub(s, 2, s.n), ":00"))
		return false;
	*out = (int)(hour * 60 + minute);
	return *out <= 1440;
}
