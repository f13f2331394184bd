#include "decide/order_value.h"

#include "decide/when.h"

#define DIGITS_MAX 15 /* of an amount */

/* Blanks and dashes that mail clients put in the place of ours. */
static const struct {
	struct str from;
	char to;
} marks[] = {
    {STR_INIT("\xc2\xa0"), ' '},
    {STR_INIT("\xe2\x80\xaf"), ' '},
    {STR_INIT("\xe2\x80\x90"), '-'},
    {STR_INIT("\xe2\x80\x91"), '-'},
    {STR_INIT("\xe2\x80\x92"), '-'},
    {STR_INIT("\xe2\x80\x93"), '-'},
    {STR_INIT("\xe2\x80\x94"), '-'},
};

static struct str
plain(struct arena *a, struct str line)
{
	char *p = arena_alloc(a, line.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < line.n;) {
		struct str left = str_sub(line, i, line.n);
		size_t k = 0;

		while (k < sizeof(marks) / sizeof(marks[0]) &&
		       !str_starts(left, marks[k].from))
			k++;
		if (k < sizeof(marks) / sizeof(marks[0])) {
			p[n++] = marks[k].to;
			i += marks[k].from.n;
		} else {
			p[n++] = line.p[i++];
		}
	}
	return (struct str){p, n};
}

void
order_value_words(struct arena *a, struct str line, struct order_words *out)
{
	struct str s = plain(a, line);
	size_t i = 0;

	out->n = 0;
	out->more = false;
	for (;;) {
		size_t from;

		while (i < s.n && str_is_space(s.p[i]))
			i++;
		from = i;
		while (i < s.n && !str_is_space(s.p[i]))
			i++;
		if (i == from)
			return;
		if (out->n == ORDER_VALUE_WORDS) {
			out->more = true;
			return;
		}
		out->v[out->n++] = str_sub(s, from, i - from);
	}
}

/* Numbers with one and the same mark between them; two or three. */
struct parts {
	int64_t v[3];
	size_t width[3];
	size_t n;
	char mark;
};

static bool
is_mark(char c)
{
	return c == '-' || c == '.' || c == '/';
}

static bool
cut_parts(struct str s, struct parts *out)
{
	size_t i = 0;

	*out = (struct parts){.n = 0};
	while (i < s.n) {
		size_t from = i;

		while (i < s.n && str_is_digit(s.p[i]))
			i++;
		if (i == from || i - from > 4 || out->n == 3)
			return false;
		str_to_i64(
		    str_sub(s, from, i - from), 0, 9999, &out->v[out->n]);
		out->width[out->n++] = i - from;
		if (i == s.n)
			break;
		if (!is_mark(s.p[i]) || (out->mark && s.p[i] != out->mark))
			return false;
		out->mark = s.p[i++];
	}
	return out->n >= 2;
}

/* "12.5" may be an amount: a day without its year has a mark at its end
 * (12.5.) or a slash. */
static enum order_found
short_day(const struct parts *p, bool month_first,
    const struct order_context *ctx, day_t *out)
{
	int m = (int)(month_first ? p->v[0] : p->v[1]);
	int d = (int)(month_first ? p->v[1] : p->v[0]);
	int y = day_ymd(ctx->today).y;

	for (int i = 0; i < 5; i++) { /* as far as the 29th of February */
		*out = day_of(y + i, m, d);
		if (*out != DAY_NONE && *out >= ctx->today)
			return ORDER_FOUND;
	}
	return ORDER_WRONG;
}

enum order_found
order_value_day(struct str word, const struct order_context *ctx, day_t *out)
{
	struct parts p;
	bool point = str_ends(word, STR("."));
	bool month_first;
	int64_t year;

	*out = DAY_NONE;
	if (point)
		word.n--;
	if (!cut_parts(word, &p))
		return ORDER_NOT;
	month_first = p.mark == '/' && when_month_first(ctx->locale);
	if (p.n == 2)
		return p.mark == '/' || (p.mark == '.' && point)
			   ? short_day(&p, month_first, ctx, out)
			   : ORDER_NOT;
	if (p.width[0] == 4) {
		*out = day_of((int)p.v[0], (int)p.v[1], (int)p.v[2]);
		return *out == DAY_NONE ? ORDER_WRONG : ORDER_FOUND;
	}
	year = p.width[2] == 2 ? 2000 + p.v[2] : p.v[2];
	if (p.width[2] != 2 && p.width[2] != 4)
		return ORDER_NOT;
	*out = month_first ? day_of((int)year, (int)p.v[0], (int)p.v[1])
			   : day_of((int)year, (int)p.v[1], (int)p.v[0]);
	return *out == DAY_NONE ? ORDER_WRONG : ORDER_FOUND;
}

/* Who writes 1.200,50. */
static bool
comma_decimal(struct str locale)
{
	static const char *const with[] = {
	    "de", "fr", "es", "pt", "it", "nl", "da", "sv", "nb", "fi", "pl"};
	static const char *const but[] = {
	    "es-MX", "es-US", "es-PR", "de-CH", "it-CH", "de-LI"};

	for (size_t i = 0; i < sizeof(but) / sizeof(but[0]); i++)
		if (str_fold_starts(locale, str_of(but[i])))
			return false;
	for (size_t i = 0; i < sizeof(with) / sizeof(with[0]); i++)
		if (str_fold_eqc(str_sub(locale, 0, 2), with[i]))
			return true;
	return false;
}

static struct str
dollars(struct str currency)
{
	static const char *const of[] = {
	    "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"};

	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++)
		if (str_eqc(currency, of[i]))
			return currency;
	return STR("USD");
}

/* The currency that stands at an end of a word, taken off it. */
static struct str
take_currency(struct str *s, const struct order_context *ctx)
{
	static const struct {
		struct str mark, code;
	} signs[] = {
	    {STR_INIT("$"), STR_INIT("")},
	    {STR_INIT("\xe2\x82\xac"), STR_INIT("EUR")},
	    {STR_INIT("\xc2\xa3"), STR_INIT("GBP")},
	};
	struct str head = str_sub(*s, 0, 3), tail = *s;

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		struct str mark = signs[i].mark;
		struct str code =
		    signs[i].code.n ? signs[i].code : dollars(ctx->currency);

		if (str_starts(*s, mark)) {
			*s = str_sub(*s, mark.n, s->n);
			return code;
		}
		if (str_ends(*s, mark)) {
			s->n -= mark.n;
			return code;
		}
	}
	if (s->n < 3)
		return (struct str){NULL, 0};
	tail = str_sub(*s, s->n - 3, 3);
	if (money_currency_ok(head)) {
		*s = str_sub(*s, 3, s->n);
		return head;
	}
	if (money_currency_ok(tail)) {
		s->n -= 3;
		return tail;
	}
	return (struct str){NULL, 0};
}

/* Digits in groups of three behind the first, with one mark between. */
static bool
grouped(struct str s, char mark)
{
	size_t run = 0, groups = 0;

	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && str_is_digit(s.p[i])) {
			run++;
			continue;
		}
		if (i < s.n && s.p[i] != mark)
			return false;
		if (groups == 0 ? run == 0 || run > 3 : run != 3)
			return false;
		groups++;
		run = 0;
	}
	return groups > 1;
}

static bool
all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_digit(s.p[i]))
			return false;
	return s.n > 0;
}

/* What stands before and behind the decimal mark. One that may be either is
 * read as the locale writes it, or not at all. */
static bool
split_number(
    struct str s, bool comma, int exponent, struct str *whole, struct str *part)
{
	char decimal = comma ? ',' : '.', group = comma ? '.' : ',';
	size_t c = str_rchr(s, ','), p = str_rchr(s, '.');
	size_t at = c == STR_NPOS ? p : p == STR_NPOS ? c : c > p ? c : p;
	struct str none = {"", 0};

	*whole = s;
	*part = none;
	if (all_digits(s))
		return true;
	if (at == STR_NPOS)
		return grouped(s, '\'');
	*whole = str_sub(s, 0, at);
	*part = str_sub(s, at + 1, s.n);
	if (c != STR_NPOS && p != STR_NPOS)
		return all_digits(*part) &&
		       grouped(*whole, s.p[at] == ',' ? '.' : ',');
	if (grouped(s, group) && s.p[at] == group) {
		*whole = s;
		*part = none;
		return true;
	}
	if (!all_digits(*part) ||
	    !(all_digits(*whole) || grouped(*whole, '\'')))
		return false;
	/* "1.200" of somebody who writes 1,200: either is possible. */
	return s.p[at] == decimal ? part->n <= (size_t)exponent
				  : part->n != 3 && part->n <= (size_t)exponent;
}

static bool
number(struct str s, const struct order_context *ctx, struct str currency,
    struct money *out)
{
	char text[DIGITS_MAX + 8];
	int exponent = money_exponent(currency);
	struct str whole, part;
	size_t n = 0;

	if (exponent < 0 || !split_number(s, comma_decimal(ctx->locale),
				exponent, &whole, &part))
		return false;
	for (size_t i = 0; i < whole.n; i++)
		if (str_is_digit(whole.p[i])) {
			if (n == DIGITS_MAX)
				return false;
			text[n++] = whole.p[i];
		}
	if (part.n > 0)
		text[n++] = '.';
	for (size_t i = 0; i < part.n && i < 4; i++)
		text[n++] = part.p[i];
	return money_parse((struct str){text, n}, currency, out);
}

/* Digits and what stands between them, a currency aside. */
static bool
looks_like_number(struct str s)
{
	bool digit = false;

	if (s.n > 1 && s.p[0] == '-')
		s = str_sub(s, 1, s.n);
	for (size_t i = 0; i < s.n; i++) {
		if (str_is_digit(s.p[i]))
			digit = true;
		else if (s.p[i] != '.' && s.p[i] != ',' && s.p[i] != '\'')
			return false;
	}
	return digit;
}

enum order_found
order_value_amount(const struct str *words, size_t count,
    const struct order_context *ctx, struct money *out, size_t *used)
{
	struct str currency, s;

	*used = 0;
	if (count == 0)
		return ORDER_NOT;
	s = words[0];
	*used = 1;
	currency = take_currency(&s, ctx);
	if (currency.n > 0 && s.n == 0 && count > 1) { /* USD 500 */
		s = words[1];
		*used = 2;
	}
	if (!looks_like_number(s))
		return ORDER_NOT;
	if (currency.n == 0 && count > 1 && words[1].n <= 3) { /* 500 EUR */
		struct str next = words[1];

		currency = take_currency(&next, ctx);
		if (currency.n > 0 && next.n == 0)
			*used = 2;
		else
			currency = (struct str){NULL, 0};
	}
	if (currency.n == 0)
		currency = ctx->currency;
	return number(s, ctx, currency, out) && out->minor > 0 ? ORDER_FOUND
							       : ORDER_WRONG;
}
