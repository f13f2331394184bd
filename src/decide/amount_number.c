#include "decide/amount_number.h"

#include <string.h>

static bool
digit_at(struct str s, size_t i)
{
	return i < s.n && str_is_digit(s.p[i]);
}

static size_t
digits_from(struct str s, size_t i)
{
	size_t n = 0;

	while (digit_at(s, i + n))
		n++;
	return n;
}

/* A separator that goes on with the number: ',', '.', ''' or one blank
 * before exactly three digits. */
static bool
continues(struct str s, size_t i)
{
	size_t n = digits_from(s, i + 1);

	if (i >= s.n || !n)
		return false;
	if (s.p[i] == ' ' || s.p[i] == '\'')
		return n == 3;
	return (s.p[i] == ',' || s.p[i] == '.') && n <= 3;
}

static bool
add_digits(struct str s, size_t i, size_t n, int64_t *v)
{
	for (size_t k = 0; k < n; k++) {
		*v = *v * 10 + (s.p[i + k] - '0');
		if (*v > AMOUNT_NUMBER_MAX)
			return false;
	}
	return true;
}

/* "500,-" and "7'650.--": where it ends. */
static size_t
no_cents(struct str s, size_t i, struct amount_number *n)
{
	size_t end = i + 1;

	if (n->decimals || i + 1 >= s.n || (s.p[i] != ',' && s.p[i] != '.'))
		return i;
	while (end < s.n && s.p[end] == '-')
		end++;
	if (end == i + 1)
		return i;
	n->decimals = true;
	return end;
}

bool
amount_number_read(
    struct str s, size_t from, bool point_groups, struct amount_number *n)
{
	size_t i = from, len = digits_from(s, from);
	char last = '\0';

	memset(n, 0, sizeof(*n));
	n->from = from;
	n->end = from + len;
	if (!add_digits(s, i, len, &n->whole))
		return false;
	i += len;
	while (continues(s, i)) {
		size_t group = digits_from(s, i + 1);
		bool more = continues(s, i + 1 + group);
		char c = s.p[i];

		/* "paid 3 100 mm pipes" is two numbers, "1 245,30" one */
		if (c == ' ' && (len > 3 || (last && last != ' ')))
			break;
		if (group <= 2 &&
		    !(c == ',' && more && s.p[i + 1 + group] == ',')) {
			n->decimals = true;
			n->cents = s.p[i + 1] - '0';
			n->cents =
			    n->cents * 10 + (group == 2 ? s.p[i + 2] - '0' : 0);
			i += 1 + group;
			break;
		}
		n->odd |= group == 3 && c == '.' && !point_groups;
		n->grouped = true;
		if (!add_digits(s, i + 1, group, &n->whole))
			return false;
		len = group;
		last = c;
		i += 1 + group;
	}
	n->end = no_cents(s, i, n);
	return true;
}
