#include "base/money.h"

#include <string.h>

/* ISO 4217 active codes, by digits behind the point; those that most books are
 * kept in come first. */
static const char two[] =
    "USD EUR GBP CAD AUD CHF "
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL "
    "BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP "
    "ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS "
    "INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN "
    "PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD "
    "SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES "
    "WST XCD YER ZAR ZMW ZWL ";
static const char none[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI "
			   "VND VUV XAF XOF XPF ";
static const char three[] = "BHD IQD JOD KWD LYD OMR TND ";

static bool
in_list(const char *list, struct str code)
{
	char want[5];

	memcpy(want, code.p, 3);
	want[3] = ' ';
	want[4] = '\0';
	for (; *list; list += 4)
		if (memcmp(list, want, 4) == 0)
			return true;
	return false;
}

int
money_exponent(struct str currency)
{
	if (currency.n != 3)
		return -1;
	if (in_list(two, currency))
		return 2;
	if (in_list(none, currency))
		return 0;
	if (in_list(three, currency))
		return 3;
	return -1;
}

bool
money_currency_ok(struct str currency)
{
	return money_exponent(currency) >= 0;
}

struct money
money_of(int64_t minor, struct str currency)
{
	struct money m = {.minor = minor};

	if (currency.n == 3)
		memcpy(m.currency, currency.p, 3);
	return m;
}

bool
money_add(struct money a, struct money b, struct money *out)
{
	int64_t sum;

	if (strcmp(a.currency, b.currency) != 0 ||
	    __builtin_add_overflow(a.minor, b.minor, &sum))
		return false;
	*out = a;
	out->minor = sum;
	return true;
}

/* Append the digits of s to *v, as a negative number; false on overflow. */
static bool
push_digits(struct str s, int64_t *v)
{
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_digit(s.p[i]) ||
		    __builtin_mul_overflow(*v, 10, v) ||
		    __builtin_sub_overflow(*v, s.p[i] - '0', v))
			return false;
	return true;
}

bool
money_parse(struct str s, struct str currency, struct money *out)
{
	int exponent = money_exponent(currency);
	bool neg = s.n && s.p[0] == '-';
	struct str whole, part = {NULL, 0};
	int64_t v = 0;
	size_t dot;

	if (exponent < 0)
		return false;
	if (neg)
		s = str_sub(s, 1, s.n);
	dot = str_chr(s, '.');
	whole = str_sub(s, 0, dot);
	if (dot != STR_NPOS) {
		part = str_sub(s, dot + 1, s.n);
		if (part.n == 0 || part.n > (size_t)exponent)
			return false;
	}
	if (whole.n == 0 || !push_digits(whole, &v) || !push_digits(part, &v))
		return false;
	for (size_t i = part.n; i < (size_t)exponent; i++)
		if (__builtin_mul_overflow(v, 10, &v))
			return false;
	if (!neg && __builtin_sub_overflow(0, v, &v))
		return false;
	*out = money_of(v, currency);
	return true;
}

/* Digits of v, at least `least` of them, most significant first. */
static size_t
put_digits(char *to, uint64_t v, int least)
{
	char rev[24];
	size_t n = 0;

	while (v > 0 || (int)n < least) {
		rev[n++] = (char)('0' + v % 10);
		v /= 10;
	}
	for (size_t i = 0; i < n; i++)
		to[i] = rev[n - 1 - i];
	return n;
}

const char *
money_plain(struct money m, char out[MONEY_TEXT])
{
	int exponent = money_exponent(str_of(m.currency));
	uint64_t v = m.minor < 0 ? 0 - (uint64_t)m.minor : (uint64_t)m.minor;
	uint64_t unit = 1;
	size_t n = 0;

	for (int i = 0; i < exponent; i++)
		unit *= 10;
	if (m.minor < 0)
		out[n++] = '-';
	n += put_digits(out + n, v / unit, 1);
	if (exponent > 0) {
		out[n++] = '.';
		n += put_digits(out + n, v % unit, exponent);
	}
	out[n] = '\0';
	return out;
}
