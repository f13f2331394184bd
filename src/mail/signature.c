#include "mail/signature.h"

#include <string.h>

#include "mail/card.h"
#include "mail/frame.h"
#include "mail/quoteword.h"
#include "mail/valediction.h"

#define STORED_LINES 40 /* of a signature with its gaps, at most */

/* Lines that look like a business card, or are set apart from the words. */
static size_t
cards(const struct run *r, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		n += run_is_card(r, i) || (r->v[i].styled && !r->all_styled);
	return n;
}

/* Lines that the client calls a signature, when little else follows. */
static void
mark_marked(struct run *r)
{
	size_t first = 0, marked = 0, all = 0;

	for (size_t i = r->n; i > 0; i--) {
		if (run_is_blank(r, i - 1))
			continue;
		all++;
		marked += r->v[i - 1].marked;
		if (r->v[i - 1].marked && marked * 3 >= all * 2)
			first = i;
	}
	/* Some write into the element that holds their signature. */
	while (
	    first && first <= r->n &&
	    (run_is_blank(r, first - 1) || run_is_prose(r, first - 1, first)))
		first++;
	if (first > r->n)
		return;
	/* Not if these are all the words there are. */
	if (first == 0 || run_skip_blank(r, 0) >= first - 1)
		return;
	first--;
	/* The valediction right above a name is not left without it. */
	if (first > 0 && !run_is_blank(r, first - 1) &&
	    valediction_is(r->v[first - 1].key, r->v[first - 1].text) &&
	    run_skip_blank(r, 0) < first - 1)
		first--;
	run_drop_stored(r, first, true);
}

/* Do the paragraphs from i on look like a stored signature? */
static bool
is_stored(const struct run *r, size_t i)
{
	size_t end = run_paragraph_end(r, i);

	if (i >= r->n || run_is_prose(r, i, i + 1))
		return false;
	if (run_is_name(r, i))
		return end - i > 1 || cards(r, i, end) > 0 ||
		       run_skip_blank(r, end) < r->n;
	return cards(r, i, end) > 0 && !run_is_prose(r, i, end);
}

static bool
has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (str_is_digit(s.p[i]))
			return true;
	return false;
}

/* Behind a valediction and an empty line: a block that reads like a name and
 * what belongs to it, whoever's name it is. */
static bool
is_card_block(const struct run *r, size_t i)
{
	return i < r->n && card_titled(r->v[i].text) &&
	       !has_digit(r->v[i].key) && !run_is_postscript(r->v[i].key) &&
	       !run_is_prose(r, i, run_paragraph_end(r, i));
}

/* The end of the paragraph at i, not looking further than a signature goes. */
static size_t
closing_end(const struct run *r, size_t i)
{
	size_t end = i;

	while (end < r->n && end - i < STORED_LINES && !run_is_blank(r, end))
		end++;
	return end;
}

/* The first line of prose behind a valediction at v, or to. Titles under the
 * writer's own name may be in small letters. */
static size_t
prose_behind(const struct run *r, size_t v, size_t to)
{
	bool named;
	size_t i;

	/* Small letters, but no sentence. */
	v += v + 1 < to && card_proxy(r->v[v + 1].text);
	named = r->name.n && v + 1 < to && run_is_name(r, v + 1);
	for (i = named ? v + 2 : v + 1; i < to; i++) {
		struct str key = r->v[i].key;

		if (run_is_prose(r, i, i + 1) &&
		    (!named || card_words(key) > 5 ||
			strchr(".?!", key.p[key.n - 1])))
			break;
	}
	return i;
}

/* Nothing but what stands on cards behind the paragraph of the name. */
static bool
is_all_card(const struct run *r, size_t v, size_t from)
{
	if (r->name.n == 0 || run_is_blank(r, v + 1) || !run_is_name(r, v + 1))
		return false;
	if (r->n - from > STORED_LINES)
		return false;
	for (size_t i = from; i < r->n; i++)
		if (!run_is_blank(r, i) && (run_is_prose(r, i, i + 1) ||
					       run_is_postscript(r->v[i].key)))
			return false;
	return cards(r, from, r->n) > 0;
}

/* A valediction at line v: what of it and behind it goes? True if the
 * question is settled, false if v is none. */
static bool
close_at(struct run *r, size_t v, bool first)
{
	size_t typed = closing_end(r, v + 1), rest, lines = typed - (v + 1);
	bool plain = lines <= 2 && cards(r, v + 1, typed) == 0;

	if (lines >= STORED_LINES)
		return false;
	rest = prose_behind(r, v, typed);
	if (rest < typed) {
		/* The writer's name and card, and words under them. */
		if (r->name.n == 0 || rest < v + 3 || !run_is_name(r, v + 1))
			return false;
		run_drop(r, first ? v + 1 : v, rest);
		return true;
	}
	rest = run_skip_blank(r, typed);
	if (lines == 0 && rest < r->n && run_is_name(r, rest) &&
	    card_words(r->v[rest].key) == 1 && !run_is_card(r, rest)) {
		/* A first name after an empty line is typed. */
		typed = run_paragraph_end(r, rest);
		if (typed == rest + 1) {
			rest = run_skip_blank(r, typed);
			lines = 1;
		}
	}
	if (rest == r->n) {
		/* A name and a line more may be typed or stored; without
		 * them the words are whole in either case. */
		if ((!plain || lines == 2) && !first)
			run_drop(r, v, r->n);
		return true;
	}
	if (run_is_postscript(r->v[rest].key) && lines > 1) {
		run_drop(r, v + 2, typed);
		return true;
	}
	if (!is_stored(r, rest) && !is_card_block(r, rest) &&
	    !is_all_card(r, v, rest))
		return false;
	/* Who signs for somebody else writes that above the name. */
	plain &= lines == 1 && !card_proxy(r->v[v + 1].text);
	run_drop_stored(r, plain ? rest : first ? v + 1 : v, false);
	return true;
}

static bool
mark_closing(struct run *r)
{
	size_t first = run_skip_blank(r, 0);

	for (size_t i = first; i < r->n; i++)
		if (!run_is_blank(r, i) &&
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

/* Do lines [from, to) say that something of interest stands below? */
static bool
announces(const struct run *r, size_t from, size_t to)
{
	static const char *const words[] = {"below", "follow", "new address",
	    "new contact", "new details", "replaced by", "contact is", "unten",
	    "folgend", "neue adresse", "suivant", "ci-dessous",
	    "nouvelle adresse", "abajo", "siguiente", "nueva direcc", "abaixo",
	    "seguinte", "novo endereço", "seguente", "di seguito",
	    "nuovo indirizzo", "hieronder", "volgende", "nieuw adres", "nedan",
	    "ny adress", "ny kontakt", "nedenfor", "ny adresse", "følgende",
	    "uusi osoite", "seuraav", "poniż", "nowy adres", "następując",
	    "níže", "nová adresa", "následující", "ниже", "новый адрес",
	    "следующ", "aşağıda", "yeni adres"};

	for (size_t i = from; i < to; i++)
		if (!quoteword_inline_hint(r->v[i].key) &&
		    quoteword_finds_any(
			r->v[i].key, words, sizeof(words) / sizeof(words[0])))
			return true;
	return false;
}

/* Do lines [from, to) speak of somebody to turn to? */
static bool
refers(const struct run *r, size_t from, size_t to)
{
	static const char *const words[] = {"contact", "kontakt", "send ",
	    "write to", "reach", "call ", "e-mail", "email", "address", "adres",
	    "handled by", "colleague", "kolleg", "ansprech", "wenden", "schick",
	    "zuständig", "envoy", "adress", "écri", "collègue", "direcc",
	    "envi", "contacto", "endereço", "compañer", "colega", "indirizz",
	    "inviat", "collega", "stuur", "skicka", "send", "lähet", "wyśl",
	    "pošl", "отправ", "gönder", "replaced", "left", "instead", "new ",
	    "retired", "took over", "nachfolg", "remplac", "sustitu", "sostitu",
	    "opvolg"};

	for (size_t i = from; i < to; i++) {
		struct str key = r->v[i].key;

		if (key.n && (key.p[key.n - 1] == ':' ||
				 quoteword_finds_any(key, words,
				     sizeof(words) / sizeof(words[0]))))
			return true;
	}
	return false;
}

/* A card of another name than the mail's: mailboxes that people share. */
static bool
is_strange_card(const struct run *r, size_t before, size_t i, size_t end)
{
	size_t contacts = 0, last = i;

	while (last > before && run_is_blank(r, last - 1))
		last--;
	/* What goes on without a full stop may go on with a name. */
	if (last == before ||
	    !strchr(".!?", r->v[last - 1].key.p[r->v[last - 1].key.n - 1]))
		return false;
	if (end - i < 3 || !card_titled(r->v[i].text) ||
	    has_digit(r->v[i].key) || card_words(r->v[i].key) < 2 ||
	    run_is_prose(r, i, end) || refers(r, before, i))
		return false;
	for (size_t k = i; k < end; k++)
		contacts += card_contact(r->v[k].key);
	return contacts > 0;
}

/* Does a sentence go on below this line, with a name maybe? */
static bool
goes_on(struct str key)
{
	static const char *const words[] = {" to", " for", " at", " is", " as",
	    " be", " from", " of", " by", " with", " named", " called", " and",
	    " an", " auf", " als", " bei", " für", " von", " ist", " lautet",
	    " und", " à", " au", " de", " est", " pour", " par", " et", " es",
	    " para", " por", " y", " é", " para o", " em", " per", " da", " è",
	    " su", " naar", " op", " voor", " van", " till", " til", " på",
	    " av", " af", " na", " do", " pro", " на", " для"};

	if (key.p[key.n - 1] == ':')
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_ends(key, str_of(words[i])))
			return true;
	return false;
}

/* Without a valediction: a paragraph that starts with the writer's name. */
static void
mark_card(struct run *r)
{
	size_t before, i = run_skip_blank(r, 0), end = run_paragraph_end(r, i);

	for (;;) {
		struct str key;
		bool twice;

		before = i;
		i = run_skip_blank(r, end);
		if (i >= r->n)
			return;
		key = r->v[end - 1].key;
		twice = end == before + 1 && run_is_name(r, before) &&
			repeats(r, before, i);
		end = run_paragraph_end(r, i);
		/* A first name and a number under it are typed. */
		if (!twice && end - i <= 2 &&
		    card_words(card_name_part(r->v[i].text)) == 1)
			continue;
		if (is_strange_card(r, before, i, end))
			break;
		if (!run_is_name(r, i) || goes_on(key) ||
		    run_is_prose(r, i, i + 1))
			continue;
		/* A person or a place that the words speak of. */
		if (announces(r, before, i))
			continue;
		/* With a title or a company behind it, or below it. */
		if (twice || cards(r, i, end) ||
		    (r->name.n && (end - i > 1 || has_more(r, i))))
			break;
	}
	run_drop_stored(r, i, false);
}

/* The writer's name in the last paragraph and a card under it. A first name
 * alone is typed. */
static void
mark_trailing(struct run *r)
{
	size_t end = r->n, from, at = 0;

	while (end > 0 && run_is_blank(r, end - 1))
		end--;
	for (from = end; from > 0 && !run_is_blank(r, from - 1);)
		from--;
	for (size_t i = end; i > from + 1; i--) {
		if (run_is_prose(r, i - 1, i))
			break;
		if (run_is_name(r, i - 1))
			at = i - 1;
	}
	if (at == 0 || r->name.n == 0 || at + 1 == end ||
	    cards(r, at + 1, end) == 0)
		return;
	at += card_words(card_name_part(r->v[at].text)) == 1;
	run_drop(r, at, end);
}

static bool
is_empty(const struct run *r)
{
	return run_skip_blank(r, 0) == r->n;
}

void
signature_mark(struct signature_line *v, size_t n, struct str name, bool below)
{
	struct run r = {.v = v, .n = n, .name = name, .below = below};

	frame_mark(&r);
	if (is_empty(&r))
		return;
	r.all_styled = v[run_skip_blank(&r, 0)].styled;
	mark_marked(&r);
	if (!mark_closing(&r)) {
		mark_card(&r);
		mark_trailing(&r);
	}
}
