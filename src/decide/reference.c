#include "decide/reference.h"

#include <string.h>

#include "decide/reference_date.h"
#include "decide/reference_look.h"
#include "decide/reference_shape.h"

#define LETTERS_MAX 6
#define LOOK_BACK   40
#define DIGITS_MIN  3
#define BARE_MIN    5
#define BARE_MAX    8
#define SERIAL_MAX  6

static bool
joint(char c)
{
	return c == '-' || c == '/' || c == '.' || c == '_';
}

static struct str
next_word(struct str s, size_t *at)
{
	size_t from, end;

	while (*at < s.n && !str_is_alnum(s.p[*at]))
		++*at;
	from = end = *at;
	while (end < s.n && (str_is_alnum(s.p[end]) || s.p[end] == '@' ||
				(joint(s.p[end]) && end + 1 < s.n &&
				    str_is_alnum(s.p[end + 1]))))
		end++;
	*at = end;
	return str_sub(s, from, end - from);
}

static bool
role_before(const struct rulebook *book, enum rulebook_role role,
    struct str before, struct references *out)
{
	enum regex_hit hit;

	if (book->roles[role] < 0)
		return false;
	hit = rulebook_search_any(&book->guards[book->roles[role]].patterns,
	    before.n > LOOK_BACK
		? str_sub(before, before.n - LOOK_BACK, LOOK_BACK)
		: before,
	    NULL);
	out->limit |= hit == REGEX_LIMIT;
	return hit == REGEX_YES;
}

/* "12500 Euro", "EUR 12500": money although it looks like a number. */
static bool
beside_currency(const struct rulebook *book, struct str s, struct str w)
{
	size_t from = (size_t)(w.p - s.p), end = from + w.n, n = 0;
	size_t i = from;

	if (end < s.n && s.p[end] == ' ')
		end++;
	/* "975 EUR" with the sign: no letter is left with its accent */
	if (end < s.n && (s.p[end] == '$' || (unsigned char)s.p[end] >= 0x80))
		return true;
	while (end + n < s.n && str_is_alpha(s.p[end + n]))
		n++;
	if (n && rulebook_word(book, WORDS_CURRENCIES, str_sub(s, end, n)))
		return true;
	while (i > 0 && (s.p[i - 1] == ' ' || s.p[i - 1] == '.'))
		i--;
	for (n = 0; n < i && str_is_alpha(s.p[i - n - 1]);)
		n++;
	return n && rulebook_word(book, WORDS_CURRENCIES, str_sub(s, i - n, n));
}

/* "R500", "USD8,300": money, too. */
static bool
led_by_currency(const struct rulebook *book, const struct reference_token *t)
{
	size_t n = 0;

	while (n < t->text.n && str_is_alpha(t->text.p[n]))
		n++;
	return n && n == t->lead &&
	       rulebook_word(book, WORDS_CURRENCIES, str_sub(t->text, 0, n));
}

/* "26-1411", "2026/553", "10-88214", "112-27": a year or a series, and a
 * number. */
static bool
has_series(const struct reference_token *t)
{
	struct str s = t->text;
	size_t lead = 0, rest;
	bool dash;

	while (lead < s.n && str_is_digit(s.p[lead]))
		lead++;
	rest = t->digits - lead;
	if (t->joints != 1 || s.p[0] == '0' || rest < 2 || rest > SERIAL_MAX)
		return false;
	dash = s.p[lead] == '-';
	if ((lead == 4 && reference_date_year(s.p)) ||
	    (lead == 2 && s.p[0] == '2'))
		return rest >= DIGITS_MIN;
	if (lead >= DIGITS_MIN && lead <= SERIAL_MAX && rest == 2)
		return dash && s.p[lead + 1] == '2';
	return lead == 2 && dash && rest > DIGITS_MIN;
}

/* Does the number alone look like an invoice's? */
static bool
looks_like_one(struct str s, const struct reference_token *t)
{
	if (t->dotted || reference_like_date(t) || t->digits < DIGITS_MIN)
		return false;
	if (t->upper && !t->lower)
		return t->lead > 0 && t->upper <= LETTERS_MAX &&
		       t->text.n - t->lead >= DIGITS_MIN;
	if (t->upper || t->lower || reference_among_digits(s, t->text) ||
	    reference_like_amount(s, t->text))
		return false;
	if (has_series(t))
		return true;
	if (t->joints)
		return t->joints == 1 && t->digits >= 8 &&
		       !reference_like_telephone(t) &&
		       str_chr(t->text, '/') == STR_NPOS &&
		       str_chr(t->text, '-') >= 4;
	return t->digits >= BARE_MIN && t->digits <= BARE_MAX;
}

/* "10482, 10483 and 10499": what stands between two of a list. */
static bool
list_gap(struct str gap)
{
	static const char *const words[] = {",", "and", "&", "/", "or", "+",
	    ", and", ", #", "#", "and #", "& #", "und", "et", "y", "e", "en",
	    "plus", ", inv", "and inv"};

	gap = str_trim(gap);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (str_fold_eqc(gap, words[i]))
			return true;
	}
	return false;
}

static bool
same_kind(const struct reference_token *a, const struct reference_token *b)
{
	return a->digits == b->digits && (a->upper > 0) == (b->upper > 0);
}

/* What stands from there on. */
static bool
role_at(const struct rulebook *book, enum rulebook_role role, struct str s,
    size_t from, struct references *out)
{
	enum regex_hit hit;

	if (book->roles[role] < 0)
		return false;
	hit = rulebook_search_any(&book->guards[book->roles[role]].patterns,
	    str_sub(s, from, LOOK_BACK), NULL);
	out->limit |= hit == REGEX_LIMIT;
	return hit == REGEX_YES;
}

static bool
role_after(const struct rulebook *book, enum rulebook_role role, struct str s,
    const struct reference_token *t, struct references *out)
{
	return role_at(
	    book, role, s, (size_t)(t->text.p - s.p) + t->text.n, out);
}

/* "la 3302", "a 27/602", "1811 pagada": the number of a thing that has not
 * to be named can only be the invoice's. */
static bool
pointed_at(const struct rulebook *book, struct str s,
    const struct reference_token *t, struct references *out)
{
	struct str before = {s.p, (size_t)(t->text.p - s.p)};
	size_t from = before.n;
	bool year = t->digits == 4 && !t->joints;

	return (!t->dotted || reference_in_threes(t->text)) &&
	       t->digits >= DIGITS_MIN && t->digits <= 2 * BARE_MAX &&
	       t->lower <= 1 && (year || !reference_like_date(t)) &&
	       !reference_like_amount(s, t->text) &&
	       !reference_among_digits(s, t->text) &&
	       (role_before(book, ROLE_INVOICE_ARTICLE, before, out) ||
		   (role_after(book, ROLE_INVOICE_AFTER, s, t, out) &&
		       !role_before(book, ROLE_AMOUNT_BEFORE, before, out))) &&
	       !beside_currency(book, s, t->text) &&
	       !role_after(book, ROLE_NOT_AMOUNT_AFTER, s, t, out) &&
	       !role_at(book, ROLE_NOT_POINTED_AT, s, from, out);
}

/* A few bare digits may number anything; "4500012877" or "45-7781" tell what
 * series they are of. */
static bool
tells_shape(const struct reference_token *t)
{
	return t->digits > BARE_MAX || (t->joints && t->digits >= BARE_MIN);
}

/* "la K-1 está pagada", "nota 88 foi paga": too short to be taken for one,
 * were it not for what is said of it. */
static bool
short_one(const struct rulebook *book, struct str s,
    const struct reference_token *t, bool named, struct references *out)
{
	struct str before = {s.p, (size_t)(t->text.p - s.p)};

	return t->digits < DIGITS_MIN && !t->lower && !t->dotted &&
	       (t->upper ? t->upper <= LETTERS_MAX && t->joints <= 1
			 : t->digits == 2 && !t->joints) &&
	       !reference_like_amount(s, t->text) &&
	       !reference_among_digits(s, t->text) &&
	       role_after(book, ROLE_INVOICE_AFTER, s, t, out) &&
	       (named || role_before(book, ROLE_INVOICE_ARTICLE, before, out));
}

/* "7/2026" behind "invoice": a month is written with two digits. */
static bool
serial_of_year(const struct reference_token *t)
{
	struct str s = t->text;

	return t->joints == 1 && t->digits == 5 && s.n == 6 && s.p[1] == '/' &&
	       s.p[0] != '0' && reference_date_year(s.p + 2);
}

static bool
is_reference(const struct rulebook *book, struct str s,
    const struct reference_token *t, const struct reference_shapes *shapes,
    struct references *out, enum reference_trust *trust)
{
	struct str before = {s.p, (size_t)(t->text.p - s.p)};
	struct str lead = {s.p, before.n + t->lead};
	bool named = role_before(book, ROLE_INVOICE_BEFORE, before, out);
	/* "invoice 12 boxes short" names no invoice, "invoice 120" does */
	bool fits =
	    (!t->dotted && t->upper && t->digits >= 2) ||
	    (t->digits >= DIGITS_MIN &&
		(!t->dotted ||
		    (reference_in_threes(t->text) &&
			!beside_currency(book, s, t->text) &&
			!role_after(book, ROLE_NOT_AMOUNT_AFTER, s, t, out))));

	*trust = REFERENCE_NAMED;
	if (named && fits && !reference_like_amount(s, t->text) &&
	    (serial_of_year(t) || !(reference_like_date(t) && t->joints))) {
		if (role_before(book, ROLE_INVOICE_ARTICLE, before, out))
			*trust = REFERENCE_POINTED;
		return true;
	}
	if (t->lead && !t->address &&
	    (t->digits >= DIGITS_MIN || (t->upper && t->digits == 2)) &&
	    role_before(book, ROLE_INVOICE_BEFORE, lead, out))
		return true;
	if (role_before(book, ROLE_NOT_INVOICE_BEFORE, before, out) ||
	    (t->lead &&
		role_before(book, ROLE_NOT_INVOICE_BEFORE, lead, out))) {
		if (tells_shape(t))
			reference_add_shape(&out->others, t->text);
		return false;
	}
	if (reference_has_shape(shapes, t->text) && !reference_like_date(t) &&
	    !reference_like_amount(s, t->text) &&
	    !reference_among_digits(s, t->text))
		return true;
	*trust = REFERENCE_LOOKS;
	return short_one(book, s, t, named, out) ||
	       pointed_at(book, s, t, out) ||
	       ((looks_like_one(s, t) || reference_heads_line(s, t)) &&
		   !beside_currency(book, s, t->text) &&
		   !led_by_currency(book, t));
}

void
reference_learn(const struct rulebook *book, struct str text,
    struct reference_shapes *shapes)
{
	struct references unused = {0};
	struct reference_shapes none = {.n = 0};
	struct str w;
	size_t at = 0;

	while ((w = next_word(text, &at)).n) {
		struct reference_token t = reference_token_of(w);
		enum reference_trust trust;

		if (t.digits >= DIGITS_MIN &&
		    is_reference(book, text, &t, &none, &unused, &trust))
			reference_add_shape(shapes, w);
	}
}

void
reference_find(const struct rulebook *book, struct arena *a,
    struct str sentence, const struct reference_shapes *shapes, size_t *asked,
    struct references *out)
{
	struct reference_token last = {0};
	enum reference_trust trust = REFERENCE_LOOKS;
	bool taken = false;
	size_t at = 0, trust_cap = 0;
	struct str w;

	memset(out, 0, sizeof(*out));
	while ((w = next_word(sentence, &at)).n) {
		struct reference_token t = reference_token_of(w);
		struct str gap = {NULL, 0};

		if (!t.digits)
			continue;
		/* too short to be one: no need to ask what stands before */
		if (t.digits < 2 && !(t.upper && t.joints)) {
			last = t;
			taken = false;
			continue;
		}
		if (last.text.p) {
			gap.p = last.text.p + last.text.n;
			gap.n = (size_t)(w.p - gap.p);
		}
		if (gap.p && list_gap(gap) && same_kind(&last, &t)) {
			; /* what its neighbour is */
		} else if ((*asked)++ < REFERENCE_ASKS) {
			taken = is_reference(
			    book, sentence, &t, shapes, out, &trust);
		} else {
			out->limit = true;
			taken = false;
		}
		last = t;
		if (!taken)
			continue;
		out->v =
		    arena_grow(a, out->v, out->n, &out->cap, sizeof(*out->v));
		out->trust = arena_grow(
		    a, out->trust, out->n, &trust_cap, sizeof(*out->trust));
		out->trust[out->n] = trust;
		out->v[out->n++] = w;
	}
}
