#include "mail/signature.h"

#include <string.h>

#include "mail/card.h"
#include "mail/closeword.h"
#include "mail/valediction.h"

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

static bool
is_name(const struct run *r, size_t i)
{
	return card_named(r->v[i].text, r->name);
}

static bool
is_card(const struct run *r, size_t i)
{
	return card_line(r->v[i].text, r->v[i].key);
}

/* Does a sentence stand in lines [from, to)? */
static bool
is_prose(const struct run *r, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (card_prose(r->v[i].text, r->v[i].key))
			return true;
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
	if (s.n == 0 || closeword_warning(key))
		return false;
	l->text = s;
	l->key = key;
	return true;
}

static void
mark_banners(struct run *r)
{
	size_t i = skip_blank(r, 0), end;

	while (i < r->n && closeword_banner(r->v[i].key)) {
		if (cut_tag(&r->v[i]))
			return;
		/* The warning goes on where its lines are wrapped; words that
		 * follow without an empty line are not part of it. */
		end = i + 1;
		while (end < r->n && !is_blank(r, end) &&
		       (r->v[end - 1].text.n > 60 ||
			   closeword_warning(r->v[end].key)))
			end++;
		drop(r, i, end);
		i = skip_blank(r, end);
	}
}

/* The frame that a ticket system puts on top: bracketed names, fields. */
static void
mark_frame(struct run *r)
{
	size_t end = 0, fields = 0;

	for (size_t i = skip_blank(r, 0); i < r->n; i = skip_blank(r, i + 1)) {
		if (!closeword_frame(r->v[i].key))
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
		if (closeword_device(r->v[i].key) ||
		    closeword_picture(r->v[i].key))
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
	    valediction_is(r->v[first - 1].key, r->v[first - 1].text) &&
	    skip_blank(r, 0) < first - 1)
		first--;
	drop(r, first, r->n);
}

static bool
is_notice(const struct run *r, size_t from, size_t to)
{
	size_t legal = 0, length = 0;

	if (closeword_disclaimer(r->v[from].key))
		return true;
	for (size_t i = from; i < to; i++)
		length += r->v[i].key.n;
	for (size_t i = from; i < to && length > 120; i++)
		legal += closeword_legal(r->v[i].key);
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
	return i < r->n && card_titled(r->v[i].text) &&
	       !is_postscript(r->v[i].key) &&
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
	    card_words(r->v[rest].key) == 1 && !is_card(r, rest)) {
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
		    valediction_is(r->v[i].key, r->v[i].text) &&
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
	return a.n >= 2 && card_words(r->v[typed].key) <= 3 && str_starts(b, a);
}

/* Does more than a name stand in the line? */
static bool
has_more(const struct run *r, size_t i)
{
	struct str s = str_trim(r->v[i].text);

	return card_name_part(s).n + 3 < s.n &&
	       card_words(card_name_part(s)) > 1;
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
		/* A first name and a number under it are typed. */
		if (!twice && end - i <= 2 &&
		    card_words(card_name_part(r->v[i].text)) == 1)
			continue;
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
