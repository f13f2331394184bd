#include "decide/reference_look.h"

#include <string.h>

#include "decide/reference_date.h"

#define HEADING_MIN 4 /* digits */

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

bool
reference_like_date(const struct reference_token *t)
{
	return !t->upper && !t->lower && reference_date_like(t->text);
}

/* "(47) " right before the number; "2) " counts the lines of a list. */
static bool
area_code(struct str before)
{
	size_t n = before.n;

	n -= n > 0 && before.p[n - 1] == ' ';
	if (n < 2 || before.p[--n] != ')' || !str_is_digit(before.p[n - 1]))
		return false;
	while (n > 0 && (str_is_digit(before.p[n - 1]) ||
			    before.p[n - 1] == ' ' || before.p[n - 1] == '+'))
		n--;
	return n > 0 && before.p[n - 1] == '(';
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

	/* "(514) 555", but not "(41190)" */
	if (end + 2 < s.n && s.p[end] == ')')
		after |= str_is_digit(s.p[end + 1 + (s.p[end + 1] == ' ')]);
	return before || after || (from > 0 && s.p[from - 1] == '+') ||
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

/* "4402: paid", "4402 - paid": what a line is about. */
bool
reference_heads_line(struct str s, const struct reference_token *t)
{
	size_t end = (size_t)(t->text.p - s.p) + t->text.n;
	bool dash;

	for (const char *p = s.p; p < t->text.p; p++) {
		if (!strchr(" -*#(", *p))
			return false;
	}
	if (end < s.n && s.p[end] == ' ')
		end++;
	dash = end + 1 < s.n && s.p[end] == '-' && s.p[end - 1] == ' ';
	/* "31/PA" says with its letters what it is */
	return end + 1 < s.n && (s.p[end] == ':' || dash) &&
	       s.p[end + 1] == ' ' &&
	       t->digits >= (t->upper && t->joints ? 2 : HEADING_MIN) &&
	       !t->lower && !t->dotted && !reference_like_date(t) &&
	       !reference_like_telephone(t);
}
