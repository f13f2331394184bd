#include "decide/amount.h"

#include <string.h>

#include "base/money.h"
#include "decide/amount_number.h"
#include "decide/amount_share.h"
#include "decide/amount_sign.h"
#include "decide/amount_word.h"

#define ROUND      50 /* "450 Friday": a number of this kind is a sum */
#define WORDS_MIN  10
#define AGAIN_MAX  24  /* " this Friday, so " */
#define LETTER_MIN 100 /* from here on one letter may be a currency */

struct scan {
	const struct rulebook *book;
	struct str s;
	struct str locale;
	struct amounts *out;
	bool spelled; /* the last one was in words */
};

/* "USD", or a word of the language ("pounds", "Rs"). */
static bool
code_of_word(const struct scan *sc, struct str w, char out[4])
{
	const struct rulebook_word *v;
	const char *code;

	if (w.n == 3 && money_currency_ok(w))
		return amount_sign_set(out, w.p);
	v = w.n ? rulebook_word(sc->book, WORDS_CURRENCIES, w) : NULL;
	code = v ? v->currency : NULL;
	if (v && v->currency[0] == '$')
		code = amount_sign_dollar(sc->locale);
	return code && amount_sign_set(out, code);
}

/* The currency that ends where the number starts. */
static bool
currency_before(const struct scan *sc, size_t *from, char out[4])
{
	struct str s = sc->s;
	size_t i = *from, end;

	/* "sechstausend Euro (6.000)" */
	if (i > 1 && s.p[i - 1] == '(' && s.p[i - 2] == ' ')
		i--;
	if (i > 0 && s.p[i - 1] == ' ')
		i--;
	if (amount_sign_before(str_sub(s, 0, i), sc->locale, from, out))
		return true;
	if (i > 0 && s.p[i - 1] == '.')
		i--;
	end = i;
	while (i > 0 && str_is_alpha(s.p[i - 1]))
		i--;
	if (!code_of_word(sc, str_sub(s, i, end - i), out))
		return false;
	*from = i;
	return true;
}

static struct str
word_at(struct str s, size_t i)
{
	size_t n = 0;

	while (i + n < s.n && str_is_alpha(s.p[i + n]))
		n++;
	return str_sub(s, i, n);
}

static bool
currency_after(const struct scan *sc, const struct amount_number *n,
    size_t *end, char out[4])
{
	size_t at = *end + (*end < sc->s.n && sc->s.p[*end] == ' ');
	struct str w = word_at(sc->s, at);

	if (amount_sign_after(sc->s, at, sc->locale, end, out))
		return true;
	/* "250e" is money, "3e" is the third */
	if (w.n == 1 && n->whole < LETTER_MIN && !n->decimals)
		return false;
	if (!code_of_word(sc, w, out))
		return false;
	*end = at + w.n;
	return true;
}

/* "5 lakhs", "1.2k" */
static int64_t
scale_after(const struct scan *sc, size_t *end)
{
	size_t at = *end + (*end < sc->s.n && sc->s.p[*end] == ' ');
	struct str w = word_at(sc->s, at);
	const struct rulebook_word *v =
	    rulebook_word(sc->book, WORDS_SCALES, w);
	size_t sign_end;
	char sign[4];

	/* "14 k" is no thousand, "14k" and "14 k€" are */
	if (!v ||
	    (w.n == 1 && at != *end &&
		!amount_sign_after(sc->s, at + 1, sc->locale, &sign_end, sign)))
		return 1;
	*end = at + w.n;
	return v->value;
}

/* "2 millones de pesos": where the currency's name starts. */
static size_t
behind_link(struct str s, size_t at)
{
	static const char *const links[] = {" de ", " di ", " d'", " of "};

	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
		struct str link = str_of(links[i]);

		if (str_fold_starts(str_sub(s, at, s.n), link))
			return at + link.n;
	}
	return at;
}

/* Behind a scale the currency may hang on a little word. */
static bool
scaled_currency_after(const struct scan *sc, const struct amount_number *n,
    size_t *end, char out[4])
{
	size_t at = behind_link(sc->s, *end);

	if (at == *end || !currency_after(sc, n, &at, out))
		return false;
	*end = at;
	return true;
}

static bool
role(const struct scan *sc, enum rulebook_role role, struct str text)
{
	const struct rulebook *b = sc->book;
	enum regex_hit hit;

	if (b->roles[role] < 0)
		return false;
	hit = rulebook_search_any(
	    &b->guards[b->roles[role]].patterns, text, NULL);
	sc->out->limit |= hit == REGEX_LIMIT;
	return hit == REGEX_YES;
}

/* Money although no currency is written? */
static bool
bare_amount(const struct scan *sc, const struct amount_number *n, bool scaled)
{
	size_t from = n->from > 60 ? n->from - 60 : 0;
	struct str before = str_sub(sc->s, from, n->from - from);
	struct str after = str_sub(sc->s, n->end, 40);
	bool plausible = n->decimals || n->grouped || scaled || n->whole >= 10;

	if (!plausible || role(sc, ROLE_NOT_AMOUNT_AFTER, after))
		return false;
	/* nothing but money is written as "4.310,00" */
	if (n->decimals && n->grouped)
		return true;
	if (role(sc, ROLE_NOT_AMOUNT_BEFORE, before))
		return false;
	if ((n->decimals && n->whole > 0) || n->grouped || scaled)
		return true;
	return role(sc, ROLE_AMOUNT_BEFORE, before) ||
	       (n->whole % ROUND == 0 && role(sc, ROLE_AMOUNT_AFTER, after));
}

/* "five hundred dollars ($500.00)": the last in words, and now in digits. */
static bool
said_again(const struct scan *sc, const struct amount *v)
{
	const struct amount *last =
	    sc->spelled ? &sc->out->v[sc->out->n - 1] : NULL;

	return last && (last->minor == v->minor || v->text.p[-1] == '(') &&
	       v->text.p - (last->text.p + last->text.n) <= AGAIN_MAX;
}

static void
push(struct scan *sc, struct arena *a, const struct amount *v)
{
	struct amounts *out = sc->out;

	if (said_again(sc, v)) {
		out->v[out->n - 1] = *v;
		return;
	}
	out->v = arena_grow(a, out->v, out->n, &out->cap, sizeof(*out->v));
	out->v[out->n++] = *v;
}

/* "fifteen hundred on Friday": without a currency only where a bare number is
 * a sum, too. */
static bool
words_are_sum(const struct scan *sc, size_t from, const struct amount_word *w)
{
	size_t look = from > 60 ? 60 : from;
	struct str after = str_sub(sc->s, w->end, 40);

	return w->scaled && !role(sc, ROLE_NOT_AMOUNT_AFTER, after) &&
	       (role(sc, ROLE_AMOUNT_BEFORE,
		    str_sub(sc->s, from - look, look)) ||
		   role(sc, ROLE_AMOUNT_AFTER, after));
}

/* A sum that is written in words; where the search goes on. */
static size_t
take_words(struct scan *sc, struct arena *a, size_t from)
{
	struct amount_word w;
	struct amount v = {.minor = 0};
	struct amount_number n = {.from = from};
	size_t end;

	if (!amount_word_read(sc->book, sc->s, from, &w))
		return from + word_at(sc->s, from).n;
	n.whole = w.value;
	n.end = end = w.end;
	if (w.value < WORDS_MIN || !(currency_after(sc, &n, &end, v.currency) ||
				       words_are_sum(sc, from, &w)))
		return w.end;
	v.minor = amount_share_minor(w.value * 100, v.currency);
	v.text = str_sub(sc->s, from, end - from);
	push(sc, a, &v);
	sc->spelled = true;
	return end;
}

static void
take(struct scan *sc, struct arena *a, struct amount_number *n)
{
	size_t from = n->from, end = n->end, unit = n->end;
	struct amount v = {.minor = 0};
	int64_t scale;
	bool known;

	if (from > 0 &&
	    (str_is_alnum(sc->s.p[from - 1]) ||
		strchr("-/#", sc->s.p[from - 1])) &&
	    !((str_is_alpha(sc->s.p[from - 1]) || sc->s.p[from - 1] == '/') &&
		currency_before(sc, &from, v.currency)))
		return;
	known = v.currency[0] || currency_before(sc, &from, v.currency);
	scale = scale_after(sc, &end);
	if (scale > 1 && n->whole > AMOUNT_NUMBER_MAX / scale)
		return;
	/* "5 Mio Euro"; "12 TEUR" says both in one word */
	known = known || currency_after(sc, n, &end, v.currency) ||
		(scale > 1 && (scaled_currency_after(sc, n, &end, v.currency) ||
				  currency_after(sc, n, &unit, v.currency)));
	/* "2 40lb bags": letters right behind are a unit */
	if (end == n->end && end < sc->s.n && str_is_alpha(sc->s.p[end]))
		return;
	if (!known && n->odd)
		return;
	if (!known && !bare_amount(sc, n, scale > 1))
		return;
	v.minor =
	    amount_share_minor((n->whole * 100 + n->cents) * scale, v.currency);
	v.text = str_sub(sc->s, from, end - from);
	push(sc, a, &v);
	sc->spelled = false;
	n->end = end;
}

static const struct str *
taken_at(const struct str *taken, size_t count, const char *p)
{
	for (size_t i = 0; i < count; i++) {
		if (p >= taken[i].p && p < taken[i].p + taken[i].n)
			return &taken[i];
	}
	return NULL;
}

void
amount_find(const struct rulebook *book, struct arena *a, struct str sentence,
    struct str locale, const struct str *taken, size_t taken_count,
    struct amounts *out)
{
	struct scan sc = {book, sentence, locale, out, false};
	bool point_groups = !str_fold_starts(locale, STR("en"));

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < sentence.n;) {
		const struct str *skip;
		struct amount_number n;

		if (!str_is_alnum(sentence.p[i])) {
			i++;
			continue;
		}
		skip = taken_at(taken, taken_count, sentence.p + i);
		if (skip) {
			i = (size_t)(skip->p + skip->n - sentence.p);
			continue;
		}
		if (str_is_alpha(sentence.p[i])) {
			i = take_words(&sc, a, i);
			continue;
		}
		if (amount_number_read(sentence, i, point_groups, &n))
			take(&sc, a, &n);
		i = n.end > i ? n.end : i + 1;
	}
	amount_share_currency(out);
}
