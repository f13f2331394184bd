#include "decide/amount_share.h"

#include <string.h>

#include "base/money.h"

int64_t
amount_share_minor(int64_t minor, const char currency[4])
{
	int exponent = currency[0] ? money_exponent(str_of(currency)) : 2;

	if (exponent == 0)
		return minor / 100;
	return exponent == 3 ? minor * 10 : minor;
}

void
amount_share_currency(struct amounts *found)
{
	const char *one = NULL;

	for (size_t i = 0; i < found->n; i++) {
		const char *c = found->v[i].currency;

		if (c[0] && one && strcmp(c, one))
			return;
		if (c[0])
			one = c;
	}
	for (size_t i = 0; one && i < found->n; i++) {
		if (found->v[i].currency[0])
			continue;
		found->v[i].minor = amount_share_minor(found->v[i].minor, one);
		memcpy(found->v[i].currency, one, 4);
	}
}
