#include "mail/signature.h"

#include <string.h>

#include "mail/card.h"
#include "mail/frame.h"
#include "mail/unclosed.h"
#include "mail/valediction.h"

#define STORED_LINES 40 /* of a signature with its gaps, at most */

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
		return end - i > 1 || run_cards(r, i, end) > 0 ||
		       run_skip_blank(r, end) < r->n;
	return run_cards(r, i, end) > 0 && !run_is_prose(r, i, end);
}

/* Behind a valediction and an empty line: a block that reads like a name and
 * what belongs to it, whoever's name it is. */
static bool
is_card_block(const struct run *r, size_t i)
{
	return i < r->n && card_titled(r->v[i].text) && !run_has_digit(r, i) &&
	       !run_is_postscript(r->v[i].key) &&
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
	return run_cards(r, from, r->n) > 0;
}

/* A valediction at line v: what of it and behind it goes? True if the
 * question is settled, false if v is none. */
static bool
close_at(struct run *r, size_t v, bool first)
{
	size_t typed = closing_end(r, v + 1), rest, lines = typed - (v + 1);
	bool plain = lines <= 2 && run_cards(r, v + 1, typed) == 0;

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
	if (!mark_closing(&r))
		unclosed_mark(&r);
}

/* Where no blanks part the words, a sentence may hold the name. */
static bool
is_bare_name(struct str line, struct str name)
{
	return card_named(line, name) && str_trim(line).n <= name.n;
}

bool
signature_is_all(const struct signature_line *v, size_t n, struct str name)
{
	bool named = false;

	for (size_t i = 0; i < n && name.n; i++) {
		if (v[i].drop || v[i].key.n == 0)
			continue;
		named = is_bare_name(v[i].text, name);
		if (!named && !valediction_is(v[i].key, v[i].text))
			return false;
	}
	return named;
}
