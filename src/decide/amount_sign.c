#include "decide/amount_sign.h"

#include <string.h>

/* What "$" and "peso" mean in the country whose letters start it, or NULL. */
const char *
amount_sign_dollar(struct str locale)
{
	static const char *const known[] = {"AUD", "CAD", "NZD", "SGD", "HKD",
	    "MXN", "ARS", "CLP", "COP", "UYU", "DOP"};
	struct str region = str_sub(locale, locale.n < 2 ? 0 : locale.n - 2, 2);

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (str_fold_eq(region, str_sub(str_of(known[i]), 0, 2)))
			return known[i];
	}
	return NULL;
}

/* Longer signs first: "US$" before "$". */
static const struct {
	const char *sign;
	const char *code;
} signs[] = {
    {"US$", "USD"},
    {"U$S", "USD"},
    {"u$s", "USD"},
    {"U$D", "USD"},
    {"u$d", "USD"},
    {"AU$", "AUD"},
    {"CA$", "CAD"},
    {"A$", "AUD"},
    {"C$", "CAD"},
    {"NZ$", "NZD"},
    {"S$", "SGD"},
    {"HK$", "HKD"},
    {"R$", "BRL"},
    {"S/.", "PEN"},
    {"S/", "PEN"},
    {"$", NULL},
    {"\xe2\x82\xac", "EUR"},
    {"\xc2\xa3", "GBP"},
    {"\xe2\x82\xb9", "INR"},
    {"\xc2\xa5", "JPY"},
};

static const char *
sign_code(size_t k, struct str locale)
{
	const char *own = amount_sign_dollar(locale);

	return signs[k].code ? signs[k].code : own ? own : "USD";
}

bool
amount_sign_set(char out[4], const char *code)
{
	memcpy(out, code, 3);
	out[3] = '\0';
	return true;
}

/* "FACTURAS/ 100" has no "S/" in it. */
static bool
inside_word(struct str head, struct str sign)
{
	return str_is_alpha(sign.p[0]) && head.n > sign.n &&
	       str_is_alpha(head.p[head.n - sign.n - 1]);
}

bool
amount_sign_before(
    struct str head, struct str locale, size_t *from, char out[4])
{
	for (size_t k = 0; k < sizeof(signs) / sizeof(*signs); k++) {
		struct str sign = str_of(signs[k].sign);

		if (!str_ends(head, sign) || inside_word(head, sign))
			continue;
		*from = head.n - sign.n;
		return amount_sign_set(out, sign_code(k, locale));
	}
	return false;
}

/* "12 S/N" has no "S/" in it either. */
static bool
goes_on(struct str tail, struct str sign)
{
	return tail.n > sign.n && str_is_alpha(tail.p[0]) &&
	       str_is_alpha(tail.p[sign.n]);
}

bool
amount_sign_after(
    struct str s, size_t at, struct str locale, size_t *end, char out[4])
{
	struct str tail = str_sub(s, at, s.n);

	for (size_t k = 0; k < sizeof(signs) / sizeof(*signs); k++) {
		struct str sign = str_of(signs[k].sign);

		if (!str_starts(tail, sign) || goes_on(tail, sign))
			continue;
		/* "60 $40": the sign belongs to what follows */
		if (sign.n < tail.n && str_is_digit(tail.p[sign.n]))
			return false;
		*end = at + sign.n;
		return amount_sign_set(out, sign_code(k, locale));
	}
	return false;
}
