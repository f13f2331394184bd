#include "mail/signature.h"

#include <string.h>

#include "mail/quoteword.h"

#define NAME_WORDS 5

struct run {
	struct signature_line *v;
	size_t n;
	struct str name;
	bool all_styled; /* the writer types in bold or colour */
};

static bool
is_blank(const struct run *r, size_t i)
{
	return r->v[i].key.n == 0 || r->v[i].drop;
}

/* First line that is not blank, at or after i. */
static size_t
skip_blank(const struct run *r, size_t i)
{
	while (i < r->n && is_blank(r, i))
		i++;
	return i;
}

/* Line behind the paragraph that i stands in. */
static size_t
paragraph_end(const struct run *r, size_t i)
{
	while (i < r->n && !is_blank(r, i))
		i++;
	return i;
}

static void
drop(struct run *r, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		r->v[i].drop = true;
}

static size_t
words_of(struct str s)
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
shares_name(const struct run *r, struct str s)
{
	struct str rest = r->name, word;

	if (r->name.n == 0)
		return true;
	while (str_cut(&rest, ' ', &word)) {
		while (word.n && strchr(",.\"'()", word.p[word.n - 1]))
			word.n--;
		if (word.n >= 2 && str_fold_find(s, word) != STR_NPOS)
			return true;
	}
	return false;
}

/* What of a line can be a name: without emphasis, up to a title behind a
 * comma, a bar or a dash. */
static struct str
name_part(struct str line)
{
	struct str s = str_trim(line);
	size_t cut;

	while (s.n && (s.p[0] == '*' || s.p[0] == '_'))
		s = str_sub(s, 1, s.n);
	for (cut = 0; cut < s.n && !strchr(",|*/", s.p[cut]); cut++)
		if (s.p[cut] == '-' && cut && s.p[cut - 1] == ' ')
			break;
	return str_trim(str_sub(s, 0, cut));
}

/* "Greg Lindqvist, Controller", "*Craig Belton*": words with capitals. */
static bool
is_titled(const struct run *r, size_t i)
{
	struct str s = name_part(r->v[i].text), word;
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

/* The same with a word of the writer's name, as far as that is known. */
static bool
is_name(const struct run *r, size_t i)
{
	return is_titled(r, i) && shares_name(r, name_part(r->v[i].text));
}

static bool
has_phone(struct str s)
{
	size_t digits = 0, letters = 0;

	for (size_t i = 0; i < s.n; i++) {
		digits += str_is_digit(s.p[i]);
		letters += str_is_alpha(s.p[i]);
	}
	return digits >= 7 && letters <= 14 && digits >= letters;
}

static bool
has_address(struct str key)
{
	size_t words = words_of(key);

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

/* Does the line look as if it stood on a business card? */
static bool
is_card(const struct run *r, size_t i)
{
	struct str key = r->v[i].key, text = str_trim(r->v[i].text);
	size_t bar = str_chr(key, '|');

	if (key.n > 120)
		return false;
	if (bar != STR_NPOS && bar > 0 && bar + 1 < key.n)
		return true;
	if (str_find(key, STR("\xc2\xb7")) != STR_NPOS ||
	    str_find(key, STR("\xe2\x80\xa2")) != STR_NPOS)
		return true;
	if (text.n > 4 && text.p[0] == '*' && text.p[text.n - 1] == '*')
		return true;
	return has_phone(key) || has_address(key) || has_label(key);
}

/* Does a sentence stand in lines [from, to)? */
static bool
is_prose(const struct run *r, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		struct str key = r->v[i].key;
		size_t words = words_of(key);

		if (key.n == 0 || is_card(r, i))
			continue;
		if (key.p[key.n - 1] == '?' || words > 8)
			return true;
		if (strchr(".!", key.p[key.n - 1]) && words >= 4)
			return true;
		if (!is_capital(str_trim(r->v[i].text)) && words >= 2 &&
		    !str_is_digit(key.p[0]))
			return true;
	}
	return false;
}

/* Lines that look like a business card, or are set apart from the words. */
static size_t
cards(const struct run *r, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		n += is_card(r, i) || (r->v[i].styled && !r->all_styled);
	return n;
}

static bool
is_delimiter(struct str text)
{
	struct str s = str_trim(text);

	/* RFC 3676, 4.3, and what loses its blank on the way. */
	return str_eqc(s, "--") || str_eqc(s, "\xe2\x80\x94") ||
	       str_eqc(s, "- --");
}

static bool
is_rule(struct str key)
{
	size_t n = 0;

	for (size_t i = 0; i < key.n; i++) {
		if (!strchr("_-=~ ", key.p[i]))
			return false;
		n += key.p[i] != ' ';
	}
	return n >= 3;
}

/* "[External] words": the tag goes, the words stay. False if the line is all
 * warning. */
static bool
cut_tag(struct signature_line *l)
{
	struct str s = str_trim(l->text), key = l->key;
	size_t end = str_chr(s, ']'), key_end = str_chr(key, ']');

	if (s.n == 0 || s.p[0] != '[' || end == STR_NPOS ||
	    key_end == STR_NPOS || end + 1 == s.n)
		return false;
	s = str_trim(str_sub(s, end + 1, s.n));
	key = str_trim(str_sub(key, key_end + 1, key.n));
	if (s.n == 0 || quoteword_warning(key))
		return false;
	l->text = s;
	l->key = key;
	return true;
}

static void
mark_banners(struct run *r)
{
	size_t i = skip_blank(r, 0), end;

	while (i < r->n && quoteword_banner(r->v[i].key)) {
		if (cut_tag(&r->v[i]))
			return;
		/* The warning goes on where its lines are wrapped; words that
		 * follow without an empty line are not part of it. */
		end = i + 1;
		while (end < r->n && !is_blank(r, end) &&
		       (r->v[end - 1].text.n > 60 ||
			   quoteword_warning(r->v[end].key)))
			end++;
		drop(r, i, end);
		i = skip_blank(r, end);
	}
}

/* A picture in the place of its bytes: "[cid:image001.png@...]", "[logo]". */
static bool
is_picture(struct str key)
{
	static const char *const words[] = {"cid:", "logo", "image",
	    "signature", "icon", "banner", "description:", "picture", "bild",
	    "imagen", "imagem", "immagine", "afbeelding"};

	if (key.n < 3 || key.n > 160 || key.p[0] != '[' ||
	    key.p[key.n - 1] != ']')
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_find(key, str_of(words[i])) != STR_NPOS)
			return true;
	return false;
}

/* The frame that a ticket system puts on top: bracketed names, fields. */
static void
mark_frame(struct run *r)
{
	size_t end = 0, fields = 0;

	for (size_t i = skip_blank(r, 0); i < r->n; i = skip_blank(r, i + 1)) {
		if (!quoteword_frame(r->v[i].key))
			break;
		fields++;
		end = i + 1;
	}
	if (fields >= 2 && skip_blank(r, end) < r->n)
		drop(r, 0, end);
}

static void
mark_devices(struct run *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (quoteword_device(r->v[i].key) || is_picture(r->v[i].key))
			r->v[i].drop = true;
}

static void
mark_delimiter(struct run *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (is_delimiter(r->v[i].text)) {
			drop(r, i, r->n);
			return;
		}
}

/* Lines that the client calls a signature, when little else follows. */
static void
mark_marked(struct run *r)
{
	size_t first = 0, marked = 0, all = 0;

	for (size_t i = r->n; i > 0; i--) {
		if (is_blank(r, i - 1))
			continue;
		all++;
		marked += r->v[i - 1].marked;
		if (r->v[i - 1].marked && marked * 3 >= all * 2)
			first = i;
	}
	/* Not if these are all the words there are. */
	if (first == 0 || skip_blank(r, 0) >= first - 1)
		return;
	first--;
	/* The valediction right above a name is not left without it. */
	if (first > 0 && !is_blank(r, first - 1) &&
	    quoteword_valediction(r->v[first - 1].key, r->v[first - 1].text) &&
	    skip_blank(r, 0) < first - 1)
		first--;
	drop(r, first, r->n);
}

static bool
is_notice(const struct run *r, size_t from, size_t to)
{
	size_t legal = 0, length = 0;

	if (quoteword_disclaimer(r->v[from].key))
		return true;
	for (size_t i = from; i < to; i++)
		length += r->v[i].key.n;
	for (size_t i = from; i < to && length > 120; i++)
		legal += quoteword_legal(r->v[i].key);
	return legal >= 4;
}

static void
mark_notices(struct run *r)
{
	size_t i = skip_blank(r, 0), end = paragraph_end(r, i);

	/* The first paragraph is never one: it would be all there is. */
	for (i = skip_blank(r, end); i < r->n; i = skip_blank(r, end)) {
		end = paragraph_end(r, i);
		if (is_notice(r, i, end)) {
			drop(r, i, r->n);
			return;
		}
	}
}

/* Do the paragraphs from i on look like a stored signature? */
static bool
is_stored(const struct run *r, size_t i)
{
	size_t end = paragraph_end(r, i);

	if (i >= r->n || is_prose(r, i, i + 1))
		return false;
	if (is_name(r, i))
		return end - i > 1 || cards(r, i, end) > 0 ||
		       skip_blank(r, end) < r->n;
	return cards(r, i, end) > 0 && !is_prose(r, i, end);
}

static bool
is_postscript(struct str key)
{
	static const char *const marks[] = {
	    "ps", "p.s", "pps", "pd", "p.d", "nb", "n.b"};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t n = strlen(marks[i]);

		if (str_starts(key, str_of(marks[i])) &&
		    (key.n == n || !str_is_alpha(key.p[n])))
			return true;
	}
	return false;
}

/* Behind a valediction and an empty line: a block that reads like a name and
 * what belongs to it, whoever's name it is. */
static bool
is_card_block(const struct run *r, size_t i)
{
	return i < r->n && is_titled(r, i) && !is_postscript(r->v[i].key) &&
	       !is_prose(r, i, paragraph_end(r, i));
}

/* A valediction at line v: what of it and behind it goes? True if the
 * question is settled, false if v is none. */
static bool
close_at(struct run *r, size_t v, bool first)
{
	size_t typed = paragraph_end(r, v + 1), rest = skip_blank(r, typed);
	size_t lines = typed - (v + 1);
	bool plain = lines <= 2 && cards(r, v + 1, typed) == 0;

	if (is_prose(r, v + 1, typed))
		return false;
	if (lines == 0 && rest < r->n && is_name(r, rest) &&
	    words_of(r->v[rest].key) == 1 && !is_card(r, rest)) {
		/* A first name after an empty line is typed. */
		typed = paragraph_end(r, rest);
		if (typed == rest + 1) {
			rest = skip_blank(r, typed);
			lines = 1;
		}
	}
	if (rest == r->n) {
		if (!plain && !first)
			drop(r, v, r->n);
		return true;
	}
	if (!is_stored(r, rest) && !is_card_block(r, rest))
		return false;
	drop(r, plain && lines > 0 ? rest : first ? v + 1 : v, r->n);
	return true;
}

static bool
mark_closing(struct run *r)
{
	size_t first = skip_blank(r, 0);

	for (size_t i = first; i < r->n; i++)
		if (!is_blank(r, i) &&
		    quoteword_valediction(r->v[i].key, r->v[i].text) &&
		    close_at(r, i, i == first))
			return true;
	return false;
}

/* The same first word in two names: typed "Beth", stored "Beth Cavanaugh". */
static bool
repeats(const struct run *r, size_t typed, size_t stored)
{
	struct str a = r->v[typed].key, b = r->v[stored].key;
	size_t n = str_chr(a, ' ');

	a = str_sub(a, 0, n == STR_NPOS ? a.n : n);
	while (a.n && strchr(".,", a.p[a.n - 1]))
		a.n--;
	return a.n >= 2 && words_of(r->v[typed].key) <= 3 && str_starts(b, a);
}

/* Does more than a name stand in the line? */
static bool
has_more(const struct run *r, size_t i)
{
	struct str s = str_trim(r->v[i].text);

	return name_part(s).n + 3 < s.n && words_of(name_part(s)) > 1;
}

/* Without a valediction: a paragraph that starts with the writer's name. */
static void
mark_card(struct run *r)
{
	size_t before, i = skip_blank(r, 0), end = paragraph_end(r, i);

	for (;;) {
		struct str key;
		bool twice;

		before = i;
		i = skip_blank(r, end);
		if (i >= r->n)
			return;
		key = r->v[end - 1].key;
		twice = end == before + 1 && is_name(r, before) &&
			repeats(r, before, i);
		end = paragraph_end(r, i);
		if (!is_name(r, i) || key.p[key.n - 1] == ':' ||
		    is_prose(r, i, i + 1))
			continue;
		/* With a title or a company behind it, or below it. */
		if (twice || cards(r, i, end) ||
		    (r->name.n && (end - i > 1 || has_more(r, i))))
			break;
	}
	drop(r, i, r->n);
}

static bool
is_empty(const struct run *r)
{
	return skip_blank(r, 0) == r->n;
}

void
signature_mark(struct signature_line *v, size_t n, struct str name)
{
	struct run r = {.v = v, .n = n, .name = name};

	mark_banners(&r);
	mark_frame(&r);
	mark_delimiter(&r);
	mark_devices(&r);
	if (is_empty(&r))
		return;
	r.all_styled = v[skip_blank(&r, 0)].styled;
	mark_marked(&r);
	mark_notices(&r);
	for (size_t i = 0; i < n; i++)
		if (is_rule(v[i].key))
			v[i].drop = true;
	if (!mark_closing(&r))
		mark_card(&r);
}
