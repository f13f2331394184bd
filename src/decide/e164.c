#include "decide/e164.h"

#include <string.h>

struct plan {
	const char *country, *code, *trunk, *abroad;
	size_t min, max;
	const char *mobile, *costly;
};

static const struct plan plans[] = {
#include "decide/e164_table.def"
};

#define PLANS (sizeof(plans) / sizeof(*plans))

/* Area codes of +1 that are Canada's; those of neither are other countries',
 * some of which live on calls that nobody wanted to pay for. */
static const char canada[] =
    "204,226,236,249,250,257,263,289,306,343,354,365,367,368,382,387,403,416,"
    "418,428,431,437,438,450,460,468,474,506,514,519,537,548,568,579,581,584,"
    "587,604,613,639,647,672,683,705,709,742,753,778,780,782,807,819,825,851,"
    "867,873,879,902,905,942";
static const char others[] =
    "242,246,264,268,284,340,345,441,473,600,649,658,664,670,671,684,700,710,"
    "721,758,767,784,787,809,829,849,868,869,876,939";

/* Does it begin with one of a list parted by commas? Its length, or 0. */
static size_t
begins(struct str digits, const char *list)
{
	struct str rest = str_of(list), one;

	while (str_cut(&rest, ',', &one))
		if (one.n > 0 && str_starts(digits, one))
			return one.n;
	return 0;
}

static const struct plan *
plan_named(struct str country)
{
	for (size_t i = 0; i < PLANS; i++)
		if (str_fold_eqc(country, plans[i].country))
			return &plans[i];
	return NULL;
}

/* Codes are such that at most one is the beginning of a number. */
static const struct plan *
plan_of(struct str digits)
{
	for (size_t i = 0; i < PLANS; i++) {
		if (!str_starts(digits, str_of(plans[i].code)))
			continue;
		if (plans[i].code[0] != '1')
			return &plans[i];
		digits = str_sub(digits, 1, digits.n);
		if (begins(digits, others))
			return NULL;
		return plan_named(
		    begins(digits, canada) ? STR("CA") : STR("US"));
	}
	return NULL;
}

/* Of +1: neither area nor exchange begins with 0 or 1. */
static bool
is_american(struct str national)
{
	return national.p[0] >= '2' && national.p[3] >= '2';
}

static bool
fits(const struct plan *plan, struct str national)
{
	if (national.n < plan->min || national.n > plan->max)
		return false;
	if (plan->code[0] == '1')
		return is_american(national) && !begins(national, plan->costly);
	/* "+49 0171": somebody left the trunk prefix in, or dropped a digit. */
	if (plan->trunk[0] == '0' && national.p[0] == '0')
		return false;
	return !begins(national, plan->costly);
}

static bool
write_out(const char *code, struct str national, char out[E164_MAX])
{
	size_t n = strlen(code);

	if (n + national.n > E164_MAX - 2)
		return false;
	out[0] = '+';
	memcpy(out + 1, code, n);
	memcpy(out + 1 + n, national.p, national.n);
	out[1 + n + national.n] = '\0';
	return true;
}

/* Digits that begin with the code of a country. */
static bool
international(struct str digits, char out[E164_MAX])
{
	const struct plan *plan = plan_of(digits);
	struct str national;

	if (plan == NULL)
		return false;
	national = str_sub(digits, strlen(plan->code), digits.n);
	return fits(plan, national) && write_out(plan->code, national, out);
}

static bool
at_home(const struct plan *plan, struct str digits, char out[E164_MAX])
{
	size_t abroad = begins(digits, plan->abroad), trunk;
	const struct plan *theirs;

	if (abroad > 0)
		return international(str_sub(digits, abroad, digits.n), out);
	trunk = begins(digits, plan->trunk);
	if (trunk == 0 && plan->trunk[0] == '0')
		return false; /* without an area: not sure */
	if (plan->trunk[0] == '1' && digits.n != plan->max + 1)
		trunk = 0;
	digits = str_sub(digits, trunk, digits.n);
	if (!fits(plan, digits))
		return false;
	if (plan->code[0] != '1')
		return write_out(plan->code, digits, out);
	/* Of the countries with that code only these two are known. */
	if (!write_out(plan->code, digits, out))
		return false;
	theirs = plan_of(str_of(out + 1));
	return theirs != NULL && fits(theirs, digits);
}

/* What stands between digits: blanks, dashes, stops, slashes, brackets. */
static size_t
filler(struct str s)
{
	static const struct str wide[] = {STR_INIT("\xc2\xa0"),
	    STR_INIT("\xe2\x80\xaf"), STR_INIT("\xe2\x80\x89"),
	    STR_INIT("\xe2\x80\x90"), STR_INIT("\xe2\x80\x91"),
	    STR_INIT("\xe2\x80\x92"), STR_INIT("\xe2\x80\x93"),
	    STR_INIT("\xe2\x80\x8e"), STR_INIT("\xe2\x80\xac"),
	    STR_INIT("\xe2\x80\xad"), STR_INIT("\xe2\x80\xaa")};

	if (strchr(" \t-./()", s.p[0]) && s.p[0] != '\0')
		return 1;
	for (size_t i = 0; i < sizeof(wide) / sizeof(*wide); i++)
		if (str_starts(s, wide[i]))
			return wide[i].n;
	return 0;
}

#define DIGITS_MAX 24

/* The digits alone; "(0)" behind a country code is a trunk prefix that is not
 * dialled from abroad. False: there is something else. */
static bool
digits_of(struct str s, bool plus, char out[DIGITS_MAX + 1], size_t *n)
{
	*n = 0;
	while (s.n > 0) {
		size_t skip = filler(s);

		if (plus && *n > 0 && *n <= 3 && str_starts(s, STR("(0)")))
			skip = 3;
		if (skip == 0 && (!str_is_digit(s.p[0]) || *n == DIGITS_MAX))
			return false;
		if (skip == 0)
			out[(*n)++] = s.p[0];
		s = str_sub(s, skip ? skip : 1, s.n);
	}
	out[*n] = '\0';
	return *n > 0;
}

bool
e164_read(struct str written, struct str country, char out[E164_MAX])
{
	const struct plan *plan = plan_named(country);
	char digits[DIGITS_MAX + 1];
	bool plus;
	size_t n;

	out[0] = '\0';
	written = str_trim(written);
	if (str_fold_starts(written, STR("tel:")))
		written = str_trim(str_sub(written, 4, written.n));
	plus = str_starts(written, STR("+"));
	if (!plus && str_starts(written, STR("(+"))) {
		plus = true;
		written = str_sub(written, 1, written.n);
	}
	if (plus)
		written = str_sub(written, 1, written.n);
	if (written.n == 0 || !digits_of(written, plus, digits, &n))
		return false;
	if (plus ? international(str_of(digits), out)
		 : plan != NULL && at_home(plan, str_of(digits), out))
		return true;
	out[0] = '\0';
	return false;
}

static struct str
without_plus(struct str number)
{
	return str_starts(number, STR("+")) ? str_sub(number, 1, number.n)
					    : STR("");
}

const char *
e164_country(struct str number)
{
	const struct plan *plan = plan_of(without_plus(number));

	return plan ? plan->country : NULL;
}

bool
e164_takes_texts(struct str number)
{
	struct str digits = without_plus(number);
	const struct plan *plan = plan_of(digits);

	if (plan == NULL)
		return false;
	digits = str_sub(digits, strlen(plan->code), digits.n);
	return plan->mobile[0] == '\0' || begins(digits, plan->mobile) > 0;
}

static bool
is_beginning(struct str entry)
{
	if (!str_starts(entry, STR("+")) || entry.n < 2 || entry.n > 15)
		return false;
	for (size_t i = 1; i < entry.n; i++)
		if (!str_is_digit(entry.p[i]))
			return false;
	return true;
}

bool
e164_is_listed(struct str number, struct str list)
{
	const char *country = e164_country(number);
	struct str entry;

	while (country != NULL && str_cut(&list, ',', &entry)) {
		entry = str_trim(entry);
		if (is_beginning(entry) ? str_starts(number, entry)
					: str_fold_eqc(entry, country))
			return true;
	}
	return false;
}

bool
e164_list_mistake(struct str list, struct str *entry)
{
	while (str_cut(&list, ',', entry)) {
		*entry = str_trim(*entry);
		if (entry->n > 0 && !is_beginning(*entry) &&
		    plan_named(*entry) == NULL)
			return true;
	}
	return false;
}

void
e164_mask(struct str number, char out[E164_MAX])
{
	size_t head = number.n > 9 ? 5 : number.n / 2;
	size_t tail = number.n > 9 ? 2 : 0, n = 0;

	for (size_t i = 0; i < head; i++)
		out[n++] = number.p[i];
	for (size_t i = 0; i < 4; i++)
		out[n++] = '*';
	for (size_t i = 0; i < tail; i++)
		out[n++] = number.p[number.n - tail + i];
	out[n] = '\0';
	for (size_t i = 0; i < n; i++)
		if (!str_is_digit(out[i]) && out[i] != '+' && out[i] != '*')
			out[i] = '?';
}
