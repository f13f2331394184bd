#include "flow/stripe_money.h"

#include <string.h>

/* Digits behind the point where Stripe and ISO 4217 differ. */
static const struct {
	char currency[4];
	int digits;
} odd[] = {{"MGA", 0}, {"ISK", 2}, {"UGX", 2}};

/* Money that it takes no payments in. */
static const char *const unknown[] = {"BTN", "CUP", "ERN", "GHS", "IQD", "IRR",
    "KPW", "LYD", "MRU", "SDG", "SSP", "STN", "SYP", "TMT", "UYI", "VES",
    "ZWL"};

/* The least in its own units, where it is not half a unit (50). */
static const struct {
	char currency[4];
	int64_t least;
} leasts[] = {{"AED", 200}, {"BGN", 100}, {"CZK", 1500}, {"DKK", 250},
    {"GBP", 30}, {"HKD", 400}, {"HUF", 17500}, {"MXN", 1000}, {"MYR", 200},
    {"NOK", 300}, {"PLN", 200}, {"RON", 200}, {"SEK", 300}, {"THB", 1000}};

#define LEAST      50
#define MOST       INT64_C(99999999)
#define MOST_IDR   INT64_C(999999999999)
#define THREE_STEP 10

static bool
is(const char a[4], struct str currency)
{
	return str_eqc(currency, a);
}

/* -1: it takes none. */
static int
digits_of(struct str currency)
{
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		if (is(odd[i].currency, currency))
			return odd[i].digits;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		if (is(unknown[i], currency))
			return -1;
	return money_exponent(currency);
}

bool
stripe_money_out(struct money m, int64_t *out)
{
	struct str currency = str_of(m.currency);
	int theirs = digits_of(currency), ours = money_exponent(currency);
	int64_t v = m.minor;

	if (theirs < 0 || ours < 0 || v < 0)
		return false;
	for (; ours < theirs; ours++)
		if (__builtin_mul_overflow(v, 10, &v))
			return false;
	for (; ours > theirs; ours--) {
		if (v % 10 != 0)
			return false;
		v /= 10;
	}
	if (theirs == 3 && v % THREE_STEP != 0)
		return false;
	*out = v;
	return true;
}

bool
stripe_money_in(int64_t amount, struct str currency, struct money *out)
{
	char code[4] = "";
	int theirs, ours;

	if (currency.n != 3 || amount < 0)
		return false;
	for (size_t i = 0; i < 3; i++) {
		if (currency.p[i] < 'a' || currency.p[i] > 'z')
			return false;
		code[i] = (char)(currency.p[i] - 'a' + 'A');
	}
	theirs = digits_of(str_of(code));
	ours = money_exponent(str_of(code));
	if (theirs < 0 || ours < 0)
		return false;
	for (; theirs > ours; theirs--) {
		if (amount % 10 != 0)
			return false;
		amount /= 10;
	}
	for (; theirs < ours; theirs++)
		if (__builtin_mul_overflow(amount, 10, &amount))
			return false;
	*out = money_of(amount, str_of(code));
	return true;
}

static int64_t
least_of(struct str currency)
{
	for (size_t i = 0; i < sizeof(leasts) / sizeof(leasts[0]); i++)
		if (is(leasts[i].currency, currency))
			return leasts[i].least;
	return LEAST;
}

/* In our minor units: what they count, rounded inwards. */
static int64_t
ours_of(int64_t v, struct str currency, int64_t up)
{
	int by = money_exponent(currency) - digits_of(currency);

	for (; by > 0; by--)
		v *= 10;
	for (; by < 0; by++)
		v = (v + up * 9) / 10;
	return v;
}

bool
stripe_money_takes(struct money m, int64_t *least, int64_t *most)
{
	struct str currency = str_of(m.currency);
	int64_t v;

	if (digits_of(currency) < 0 || !stripe_money_out(m, &v))
		return false;
	*least = ours_of(least_of(currency), currency, 1);
	*most = ours_of(is("IDR", currency) ? MOST_IDR : MOST, currency, 0);
	return true;
}
