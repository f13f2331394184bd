#include "base/nearest.h"

#include <limits.h>
#include <string.h>

static unsigned
least(unsigned a, unsigned b, unsigned c)
{
	unsigned m = a < b ? a : b;

	return m < c ? m : c;
}

unsigned
nearest_distance(struct str a, struct str b)
{
	unsigned rows[3][NEAREST_MAX + 1]; /* before last, last, this */

	if (a.n > NEAREST_MAX || b.n > NEAREST_MAX)
		return UINT_MAX;
	memset(rows, 0, sizeof(rows));
	for (unsigned j = 0; j <= b.n; j++)
		rows[1][j] = j;
	for (unsigned i = 1; i <= a.n; i++) {
		rows[2][0] = i;
		for (unsigned j = 1; j <= b.n; j++) {
			char x = str_lower(a.p[i - 1]);
			char y = str_lower(b.p[j - 1]);
			unsigned d = least(rows[1][j] + 1, rows[2][j - 1] + 1,
			    rows[1][j - 1] + (x != y));

			if (i > 1 && j > 1 && x == str_lower(b.p[j - 2]) &&
			    y == str_lower(a.p[i - 2]) &&
			    rows[0][j - 2] + 1 < d)
				d = rows[0][j - 2] + 1;
			rows[2][j] = d;
		}
		memcpy(rows[0], rows[1], sizeof(rows[0]));
		memcpy(rows[1], rows[2], sizeof(rows[1]));
	}
	return rows[1][b.n];
}

void
nearest_init(struct nearest *n, struct str wanted)
{
	n->wanted = wanted;
	n->best = NULL;
	n->distance = UINT_MAX;
}

void
nearest_offer(struct nearest *n, const char *name)
{
	unsigned d = nearest_distance(n->wanted, str_of(name));

	if (d < n->distance) {
		n->distance = d;
		n->best = name;
	}
}

const char *
nearest_best(const struct nearest *n)
{
	size_t tolerated = n->wanted.n < 4 ? 1 : 1 + n->wanted.n / 4;

	return n->best != NULL && n->distance <= tolerated ? n->best : NULL;
}
