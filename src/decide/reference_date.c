#include "decide/reference_date.h"

#define MONTHS 12
#define DAYS   31

bool
reference_date_year(const char *p)
{
	return (p[0] == '2' && p[1] == '0') || (p[0] == '1' && p[1] == '9');
}

/* The groups of digits of a token, as numbers. */
struct groups {
	size_t n, longest;
	size_t wide;     /* of more than two digits */
	size_t years;    /* of four digits that look like a year */
	int least, most; /* of the others */
};

static struct groups
groups_of(struct str s)
{
	struct groups g = {.n = 1, .least = 9999};
	size_t len = 0;
	int v = 0;

	for (size_t i = 0; i <= s.n; i++) {
		bool year = len == 4 && reference_date_year(s.p + i - 4);

		if (i < s.n && str_is_digit(s.p[i])) {
			v = len++ < 4 ? v * 10 + s.p[i] - '0' : v;
			continue;
		}
		g.n += i < s.n;
		g.longest = len > g.longest ? len : g.longest;
		g.wide += len > 2;
		g.years += year;
		g.least = !year && v < g.least ? v : g.least;
		g.most = !year && v > g.most ? v : g.most;
		len = 0;
		v = 0;
	}
	return g;
}

bool
reference_date_like(struct str text)
{
	struct groups g = groups_of(text);

	if (g.n == 1)
		return text.n == 4 && reference_date_year(text.p);
	if (g.longest <= 2)
		return g.n > 2 || (g.least <= MONTHS && g.most <= DAYS);
	if (g.longest != 4 || g.years != 1)
		return false;
	/* "2027-0009" is the ninth of its year, "2027-09" a month */
	if (g.wide > 1)
		return false;
	return g.n == 2 ? g.most <= MONTHS : g.n == 3 && g.most <= DAYS;
}
