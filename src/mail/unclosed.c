#include "mail/unclosed.h"

#include <string.h>

#include "mail/card.h"
#include "mail/quoteword.h"

#define CARD_LINES 14 /* below a name, with their gaps, at most */

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
	if (end - i < 3 || !card_titled(r->v[i].text) || run_has_digit(r, i) ||
	    card_words(r->v[i].key) < 2 || run_is_prose(r, i, end) ||
	    refers(r, before, i))
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
		if (twice || run_cards(r, i, end) ||
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
	    run_cards(r, at + 1, end) == 0)
		return;
	at += card_words(card_name_part(r->v[at].text)) == 1;
	run_drop(r, at, end);
}

/* The writer's name in a line of its own, typed, and below an empty line
 * nothing but what stands on cards. A number alone is typed, too. */
static void
mark_below_name(struct run *r)
{
	size_t first = run_skip_blank(r, 0), at = r->n, from = r->n, above;

	for (; at > first && r->n - at < CARD_LINES; at--) {
		if (run_is_blank(r, at - 1))
			continue;
		if (!run_is_card(r, at - 1))
			break;
		from = at - 1;
	}
	if (r->name.n == 0 || from == r->n || at == from || at <= first + 1 ||
	    !run_is_name(r, at - 1) || card_words(r->v[at - 1].key) > 3 ||
	    !quoteword_has_letter(r->v[from].key))
		return;
	for (above = at - 1; run_is_blank(r, above - 1);)
		above--;
	if (!goes_on(r->v[above - 1].key) && !announces(r, first, at - 1))
		run_drop(r, from, r->n);
}

void
unclosed_mark(struct run *r)
{
	mark_card(r);
	mark_trailing(r);
	mark_below_name(r);
}
