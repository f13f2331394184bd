#include "decide/bankwords.h"

#define IBAN_MIN   15
#define IBAN_MAX   34
#define NUMBER_MIN 6

/* Folded; what stands before the number of an account. */
static const char *const names[] = {"account number", "account no", "acct no",
    "account #", "bank account", "bank details", "routing", "sort code", "iban",
    "bic", "swift", "kontonummer", "konto-nr", "kontonr", "bankverbindung",
    "blz", "bankleitzahl", "de compte", "compte bancaire", "coordonn", "rib",
    "cuenta bancaria", "de cuenta", "datos bancarios", "clabe",
    "rekeningnummer", "bankrekening", "numero di conto", "conto corrente",
    "coordinate bancarie"};

static const char *const changes[] = {"new bank", "changed bank",
    "changed our bank", "updated bank", "bank details have changed",
    "bank details has changed", "bank account has changed", "bank has changed",
    "banking details have changed", "new account details", "new banking",
    "different bank account", "another bank account", "new iban",
    "new account number", "neue bankverbindung", "neuen bankverbindung",
    "neue iban", "neues konto", "neue kontonummer", "neue kontodaten",
    "bankverbindung hat sich ge", "nouveau compte", "nouvelles coordonn",
    "nouvel iban", "nouveau rib", "nueva cuenta", "nuevos datos bancarios",
    "nuevo iban", "nieuw rekeningnummer", "nieuwe bankrekening", "nuovo iban",
    "nuovo conto", "nuove coordinate bancarie"};

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

/* Are these letters and digits in ours, whatever stands between them there? */
static bool
is_ours(struct str ours, const char *v, size_t n)
{
	for (size_t from = 0; from < ours.n; from++) {
		size_t i = from, k = 0;

		while (i < ours.n && k < n) {
			if (!str_is_alnum(ours.p[i])) {
				i++;
				continue;
			}
			if (upper(ours.p[i]) != v[k])
				break;
			i++;
			k++;
		}
		if (k == n)
			return true;
	}
	return false;
}

/* ISO 7064: the remainder is 1, with the first four moved to the end. */
static bool
iban_checks(const char *v, size_t n)
{
	unsigned rest = 0;

	for (size_t i = 0; i < n; i++) {
		char c = v[(i + 4) % n];

		if (str_is_digit(c))
			rest = (rest * 10 + (unsigned)(c - '0')) % 97;
		else
			rest = (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
	}
	return rest == 1;
}

/* Letters and digits from there on, in capitals; single blanks and hyphens
 * between them do not count. end[n]: behind the n-th of them. */
static size_t
gather(struct str s, size_t at, bool digits_only, char *v, size_t *end)
{
	size_t n = 0;
	bool gap = false;

	for (size_t i = at; i < s.n && n < IBAN_MAX; i++) {
		char c = s.p[i];

		if (digits_only ? str_is_digit(c) : str_is_alnum(c)) {
			v[n++] = upper(c);
			end[n] = i + 1;
			gap = false;
		} else if ((c == ' ' || c == '-') && !gap && n) {
			gap = true;
		} else {
			break;
		}
	}
	return n;
}

static bool
starts_word(struct str s, size_t at)
{
	return at == 0 || !str_is_alnum(s.p[at - 1]);
}

static bool
find_iban(struct str line, struct str ours, struct str *words)
{
	size_t end[IBAN_MAX + 1] = {0};
	char v[IBAN_MAX];

	for (size_t i = 0; i + IBAN_MIN <= line.n; i++) {
		size_t n;

		if (!str_is_alpha(line.p[i]) || !str_is_alpha(line.p[i + 1]) ||
		    !str_is_digit(line.p[i + 2]) || !starts_word(line, i))
			continue;
		n = gather(line, i, false, v, end);
		/* Other words may follow it. */
		for (; n >= IBAN_MIN; n--)
			if (str_is_digit(v[3]) && iban_checks(v, n) &&
			    !is_ours(ours, v, n)) {
				*words = str_sub(line, i, end[n] - i);
				return true;
			}
	}
	return false;
}

/* Short names may be the beginning of other words. */
static bool
ends_word(struct str s, size_t end, size_t n)
{
	return n > 5 || end >= s.n || !str_is_alpha(s.p[end]);
}

static bool
has_word(struct str line, const char *const *v, size_t count, struct str *hit)
{
	for (size_t i = 0; i < count; i++) {
		struct str w = str_of(v[i]), rest = line;
		size_t from = 0, at;

		while ((at = str_fold_find(rest, w)) != STR_NPOS) {
			if (starts_word(line, from + at) &&
			    ends_word(line, from + at + w.n, w.n)) {
				*hit = str_sub(line, from + at, w.n);
				return true;
			}
			from += at + 1;
			rest = str_sub(line, from, line.n);
		}
	}
	return false;
}

static bool
is_date(struct str s)
{
	return s.n == 10 && s.p[4] == '-' && s.p[7] == '-';
}

static bool
find_number(struct str line, struct str ours, struct str *words)
{
	size_t end[IBAN_MAX + 1] = {0};
	char v[IBAN_MAX];

	for (size_t i = 0; i < line.n; i++) {
		size_t n;

		if (!str_is_digit(line.p[i]) || !starts_word(line, i))
			continue;
		n = gather(line, i, true, v, end);
		*words = str_sub(line, i, end[n] - i);
		if (n >= NUMBER_MIN && !is_date(*words) && !is_ours(ours, v, n))
			return true;
		i = end[n] - 1;
	}
	return false;
}

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))

/* A number may stand on the line below its name. */
bool
bankwords_find(struct str text, struct str ours, struct bankwords *out)
{
	struct str rest = text, line, hit;
	bool named = false;

	*out = (struct bankwords){0};
	while (str_line(&rest, &line)) {
		bool name = has_word(line, names, COUNT(names), &hit);

		out->line++;
		if (has_word(line, changes, COUNT(changes), &out->words) ||
		    find_iban(line, ours, &out->words) ||
		    ((name || named) && find_number(line, ours, &out->words)))
			return true;
		named = name;
	}
	return false;
}
