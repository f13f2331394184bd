#include "decide/reference_look.h"

#include <string.h>

struct reference_token
reference_token_of(struct str text)
{
	struct reference_token t = {.text = text};

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (str_is_digit(c))
			t.digits++;
		else if (c >= 'A' && c <= 'Z')
			t.upper++;
		else if (str_is_alpha(c))
			t.lower++;
		else
			t.joints++;
		t.dotted |= c == '.' || c == '@';
		t.address |= c == '@';
		if (!t.digits)
			t.lead = i + 1;
	}
	return t;
}

static bool
like_year(const char *p)
{
	return (p[0] == '2' && p[1] == '0') || (p[0] == '1' && p[1] == '9');
}

/* "27/88", "44/2027": no calendar has such a day or month. */
static bool
no_day(const struct reference_token *t)
{
	int n[2] = {0, 0}, at = 0, low;

	if (t->joints != 1 || t->digits > 6)
		return false;
	for (size_t i = 0; i < t->text.n; i++) {
		if (str_is_digit(t->text.p[i]))
			n[at] = n[at] * 10 + t->text.p[i] - '0';
		else
			at = 1;
	}
	low = n[0] < n[1] ? n[0] : n[1];
	return low < 1 || low > 12 || (n[0] > 31 && n[0] < 100) ||
	       (n[1] > 31 && n[1] < 100);
}

/* 03/12/2026, 2026-12-03, 11/25, 2026 */
bool
reference_like_date(const struct reference_token *t)
{
	size_t group = 0, longest = 0, four = 0, groups = 1;

	if (t->upper || t->lower || no_day(t))
		return false;
	for (size_t i = 0; i <= t->text.n; i++) {
		if (i < t->text.n && str_is_digit(t->text.p[i])) {
			group++;
			continue;
		}
		groups += i < t->text.n;
		longest = group > longest ? group : longest;
		four += group == 4 && like_year(t->text.p + i - 4);
		group = 0;
	}
	if (groups == 1)
		return t->digits == 4 && like_year(t->text.p);
	return longest <= 2 ||
	       (longest == 4 && four == 1 && groups == 3 && t->digits <= 8) ||
	       (longest == 4 && four == 1 && groups == 2 && t->digits <= 6);
}

/* "(47) " right before the number. */
static bool
area_code(struct str before)
{
	size_t n = before.n;

	n -= n > 0 && before.p[n - 1] == ' ';
	return n > 1 && before.p[n - 1] == ')' && str_is_digit(before.p[n - 2]);
}

/* One of several groups of digits: a telephone or card number. */
bool
reference_among_digits(struct str s, struct str w)
{
	size_t from = (size_t)(w.p - s.p), end = from + w.n;
	bool before = from >= 2 && str_is_digit(s.p[from - 2]) &&
		      (s.p[from - 1] == ' ' || s.p[from - 1] == '-');
	bool after = end + 1 < s.n && str_is_digit(s.p[end + 1]) &&
		     (s.p[end] == ' ' || s.p[end] == '-');

	return before || after ||
	       (from > 0 && (s.p[from - 1] == '+' || s.p[from - 1] == '(')) ||
	       area_code(str_sub(s, 0, from));
}

/* Money, a share, a decimal: what stands right beside the digits says so. */
bool
reference_like_amount(struct str s, struct str w)
{
	size_t from = (size_t)(w.p - s.p), end = from + w.n;

	if (from > 0 && (strchr("$*:,", s.p[from - 1]) ||
			    (unsigned char)s.p[from - 1] >= 0x80))
		return true;
	if (from > 1 && s.p[from - 1] == ' ' &&
	    (s.p[from - 2] == '$' || (unsigned char)s.p[from - 2] >= 0x80))
		return true;
	return end < s.n &&
	       (s.p[end] == '%' ||
		   (strchr(",/", s.p[end]) && end + 1 < s.n &&
		       (str_is_digit(s.p[end + 1]) || s.p[end + 1] == '-')) ||
		   (s.p[end] == '.' && end + 1 < s.n && s.p[end + 1] == '-'));
}

/* "0570-555012": as it is dialled in its country. */
bool
reference_like_telephone(const struct reference_token *t)
{
	return t->text.p[0] == '0' && t->digits >= 9 && t->digits <= 11;
}

/* "4.512" of "nota 4.512": digits in threes, as a sum is written. */
bool
reference_in_threes(struct str s)
{
	size_t group = 0, groups = 0;

	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && str_is_digit(s.p[i])) {
			group++;
			continue;
		}
		if ((i < s.n && s.p[i] != '.') || group > 3 ||
		    (groups ? group != 3 : !group))
			return false;
		groups++;
		group = 0;
	}
	return groups > 1;
}

/* "4471: not ours", the first thing of a line. */
bool
reference_heads_line(struct str s, struct str w)
{
	size_t from = (size_t)(w.p - s.p), end = from + w.n;

	while (from > 0 && !str_is_alnum(s.p[from - 1]))
		from--;
	return from == 0 && end + 1 < s.n && s.p[end] == ':' &&
	       s.p[end + 1] == ' ';
}
