#include "mail/card.h"

#include <string.h>

#define NAME_WORDS 5

size_t
card_words(struct str s)
{
	size_t words = 0;

	for (size_t i = 0; i < s.n; i++)
		words += s.p[i] != ' ' && (i == 0 || s.p[i - 1] == ' ');
	return words;
}

static bool
is_capital(struct str s)
{
	unsigned char c = s.n ? (unsigned char)s.p[0] : 0;
	unsigned char d = s.n > 1 ? (unsigned char)s.p[1] : 0;

	/* Scripts without capitals count as such. */
	return (c >= 'A' && c <= 'Z') || (c == 0xc3 && d < 0xa0) || c > 0xc4;
}

/* Is one of the words of the writer's name in s? True if none is known. */
static bool
shares_name(struct str name, struct str s)
{
	struct str rest = name, word;

	if (name.n == 0)
		return true;
	while (str_cut(&rest, ' ', &word)) {
		while (word.n && strchr(",.\"'()", word.p[word.n - 1]))
			word.n--;
		if (word.n >= 2 && str_fold_find(s, word) != STR_NPOS)
			return true;
	}
	return false;
}

/* "For and on behalf of", as German and French letters have it. */
static struct str
without_proxy(struct str s)
{
	static const char *const proxies[] = {"i.a.", "i. a.", "i.v.", "i. v.",
	    "ppa.", "pp.", "p.p.", "p/o", "p.o.", "i.o.", "b.d."};

	s = str_trim(s);
	for (size_t i = 0; i < sizeof(proxies) / sizeof(proxies[0]); i++)
		if (str_fold_starts(s, str_of(proxies[i])))
			return str_trim(str_sub(s, strlen(proxies[i]), s.n));
	return s;
}

bool
card_proxy(struct str line)
{
	static const char *const words[] = {"im auftrag", "im auftrage",
	    "in vertretung", "in vollmacht", "per procura", "pour ordre",
	    "par ordre", "par délégation", "par procuration", "por orden",
	    "por poder", "p.a.", "p.d.", "por procuração", "per delega",
	    "in opdracht", "namens", "for and on behalf of", "on behalf of",
	    "for and behalf of", "per pro", "enligt uppdrag", "efter fuldmagt",
	    "e.f.", "etter fullmakt", "puolesta", "z upoważnienia", "z up.",
	    "v zastoupení", "по поручению", "adına"};

	line = str_trim(line);
	while (line.n && strchr(",:", line.p[line.n - 1]))
		line.n--;
	if (line.n && without_proxy(line).n == 0)
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_fold_eq(line, str_of(words[i])))
			return true;
	return false;
}

struct str
card_name_part(struct str line)
{
	struct str s = str_trim(line);
	size_t cut;

	while (s.n && (s.p[0] == '*' || s.p[0] == '_'))
		s = str_sub(s, 1, s.n);
	s = without_proxy(s);
	for (cut = 0; cut < s.n && !strchr(",|*/", s.p[cut]); cut++)
		if (s.p[cut] == '-' && cut && s.p[cut - 1] == ' ')
			break;
	return str_trim(str_sub(s, 0, cut));
}

bool
card_titled(struct str line)
{
	struct str s = card_name_part(line), word;
	size_t words = 0;

	if (s.n == 0 || s.n > 50)
		return false;
	while (s.n && str_cut(&s, ' ', &word)) {
		if (word.n == 0)
			continue;
		/* "de", "van der" stand between capitals. */
		if (!is_capital(word) &&
		    (words == 0 || word.n > 3 || !str_is_alpha(word.p[0])))
			return false;
		if (++words > NAME_WORDS || strchr("?!:", word.p[word.n - 1]))
			return false;
	}
	return words > 0;
}

bool
card_named(struct str line, struct str name)
{
	return card_titled(line) && shares_name(name, card_name_part(line));
}

/* "1,240.00": lists of invoices have bars, too. */
static bool
has_amount(struct str s)
{
	for (size_t i = 1; i + 2 < s.n; i++)
		if ((s.p[i] == '.' || s.p[i] == ',') &&
		    str_is_digit(s.p[i - 1]) && str_is_digit(s.p[i + 1]) &&
		    str_is_digit(s.p[i + 2]) &&
		    (i + 3 == s.n || !str_is_alnum(s.p[i + 3])) &&
		    (i + 3 == s.n || s.p[i + 3] != s.p[i]))
			return true;
	return false;
}

/* A run of digits and what parts them in a number to call: no day, no
 * number of an invoice that follows letters or a dash, no money. */
static bool
is_number(struct str s, size_t from, size_t to)
{
	size_t digits = 0, slashes = 0;

	while (from < to && s.p[from] == ' ')
		from++;
	for (size_t i = from; i < to; i++) {
		digits += str_is_digit(s.p[i]);
		slashes += s.p[i] == '/';
	}
	if (digits < 7 || digits > 17 || slashes > 1 || s.p[from] == '-')
		return false;
	return from == 0 || !str_is_alnum(s.p[from - 1]);
}

static bool
has_phone(struct str s)
{
	size_t letters = 0, digits = 0;
	bool found = false;

	for (size_t i = 0; i < s.n; i++) {
		letters += str_is_alpha(s.p[i]);
		digits += str_is_digit(s.p[i]);
	}
	if (letters > 14 || digits < letters || has_amount(s))
		return false;
	for (size_t i = 0, end; i < s.n && !found; i = end + 1) {
		end = i;
		while (end < s.n &&
		       (str_is_digit(s.p[end]) || strchr("+()-./ ", s.p[end])))
			end++;
		found = is_number(s, i, end);
	}
	return found;
}

static bool
has_address(struct str key)
{
	size_t words = card_words(key);

	if (words > 5)
		return false;
	return str_find(key, STR("www.")) != STR_NPOS ||
	       str_find(key, STR("http")) != STR_NPOS ||
	       str_chr(key, '@') != STR_NPOS;
}

static bool
has_label(struct str key)
{
	static const char *const labels[] = {"tel", "phone", "mob", "fax",
	    "t:", "m:", "p:", "e:", "w:", "f:", "d:", "ph:", "ph.", "tél",
	    "móvil", "cell", "direct", "t.", "m.", "mobile",
	    "email:", "e-mail:", "web:", "skype", "ust", "vat", "abn", "cnpj",
	    "siret", "p. iva", "p.iva", "c.i.f", "cif", "kvk", "btw"};

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (str_starts(key, str_of(labels[i])) && key.n < 80)
			for (size_t k = 0; k < key.n; k++)
				if (str_is_digit(key.p[k]) || key.p[k] == '@')
					return true;
	return false;
}

/* A way to reach somebody. */
bool
card_contact(struct str key)
{
	return key.n <= 120 &&
	       (has_phone(key) || has_address(key) || has_label(key));
}

/* "Greg | Controller", "Acme · Erie": no list of invoices and no bullet. */
static bool
has_bar(struct str key)
{
	static const char *const bars[] = {"|", "\xc2\xb7", "\xe2\x80\xa2"};

	if (has_amount(key))
		return false;
	for (size_t i = 0; i < sizeof(bars) / sizeof(bars[0]); i++) {
		size_t at = str_find(key, str_of(bars[i])), digits = 0;

		if (at == STR_NPOS || at == 0 || at + strlen(bars[i]) == key.n)
			continue;
		for (size_t k = 0; k < at; k++)
			digits += str_is_digit(key.p[k]);
		if (digits == 0)
			return true;
	}
	return false;
}

bool
card_line(struct str text, struct str key)
{
	text = str_trim(text);
	if (key.n > 120)
		return false;
	if (text.n > 4 && text.p[0] == '*' && text.p[text.n - 1] == '*')
		return true;
	return has_bar(key) || card_contact(key);
}

/* "Shreeji Polymers Pvt. Ltd.": a full stop, but each word with a capital. */
static bool
is_all_capitals(struct str text)
{
	struct str rest = str_trim(text), word;

	while (str_cut(&rest, ' ', &word))
		if (word.n && !is_capital(word) && str_is_alpha(word.p[0]))
			return false;
	return true;
}

bool
card_prose(struct str text, struct str key)
{
	size_t words = card_words(key);

	if (key.n == 0 || card_line(text, key))
		return false;
	if (key.p[key.n - 1] == '?' || words > 8)
		return true;
	if (strchr(".!", key.p[key.n - 1]) && words >= 4)
		return key.p[key.n - 1] == '!' || words > 6 ||
		       !is_all_capitals(text);
	return !is_capital(without_proxy(text)) && words >= 2 &&
	       !str_is_digit(key.p[0]);
}
