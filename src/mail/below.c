#include "mail/below.h"

#include "mail/card.h"
#include "mail/label.h"
#include "mail/rest.h"
#include "mail/valediction.h"

#define FOOT_LINES 6  /* of a signature below a name, at most */
#define HEAD_LINES 12 /* of a header block */

/* Who wrote the mail of the header block at i: without the address. */
static struct str
sender(struct lines *l, size_t i)
{
	for (size_t k = i; k < l->n && k < i + HEAD_LINES; k++) {
		struct str s = l->v[k];

		if (lines_is_blank(l, k) && k > i)
			break;
		if (label_of(lines_key(l, k)) != LABEL_FROM)
			continue;
		s = str_sub(s, str_chr(s, ':') + 1, s.n);
		s = str_trim(str_sub(s, 0, str_chr(s, '<')));
		while (s.n > 1 && (s.p[0] == '"' || s.p[0] == '*'))
			s = str_trim(str_sub(s, 1, s.n));
		while (s.n && s.p[s.n - 1] == '"')
			s.n--;
		return s;
	}
	return STR("");
}

/* The line of the writer's name near the end; l->n if there is none. */
static size_t
signed_at(struct lines *l, size_t from, struct str name)
{
	size_t seen = 0;

	for (size_t i = l->n; i > from && seen < FOOT_LINES; i--) {
		if (lines_is_blank(l, i - 1))
			continue;
		if (lines_is_quoted(l, i - 1))
			break;
		seen++;
		if (card_words(l->v[i - 1]) <= 4 &&
		    card_named(l->v[i - 1], name))
			return i - 1;
	}
	return l->n;
}

static size_t
paragraph_end(struct lines *l, size_t i)
{
	while (i < l->n && !lines_is_blank(l, i))
		i++;
	return i;
}

/* Behind the last closing in [from, to) and the name under it. */
static size_t
behind_closing(struct lines *l, size_t from, size_t to, struct str who)
{
	size_t at = from;

	for (size_t i = from; i < to; i++) {
		size_t end, next;

		if (!valediction_is(lines_key(l, i), l->v[i]))
			continue;
		end = paragraph_end(l, i);
		next = lines_next(l, end);
		if (end == i + 1 && next < to && who.n &&
		    card_named(l->v[next], who))
			end = paragraph_end(l, next);
		if (lines_next(l, end) < to)
			at = end;
		i = end - 1;
	}
	return at;
}

size_t
below_answer(struct lines *l, size_t i, struct str name)
{
	struct str who = sender(l, i);
	size_t from = lines_next(l, paragraph_end(l, i)), to;

	if (name.n == 0 || str_fold_eq(who, name))
		return l->n;
	to = signed_at(l, from, name);
	if (to == l->n || to == from)
		return l->n;
	return lines_next(l, behind_closing(l, from, to, who));
}

bool
below_typed(struct lines *l, size_t i, struct str name)
{
	struct lines above = *l;
	bool quoted = false;

	while (above.n > i && (lines_is_blank(l, above.n - 1) ||
				  lines_is_quoted(l, above.n - 1))) {
		quoted |= lines_is_quoted(l, above.n - 1);
		above.n--;
	}
	/* Over it stands an attribution, maybe in two lines. */
	while (above.n > i && !lines_is_blank(l, above.n - 1))
		above.n--;
	return quoted && name.n && above.n > i &&
	       signed_at(&above, i, name) < above.n;
}

bool
below_pasted(struct lines *l, size_t i, struct str above, struct str name)
{
	above = str_trim(above);
	if (above.n == 0 || above.p[above.n - 1] != ':' || name.n == 0 ||
	    !str_fold_eq(sender(l, i), name))
		return false;
	for (i = paragraph_end(l, i); i < l->n; i++)
		if (!lines_is_blank(l, i) &&
		    (lines_is_quoted(l, i) || rest_begins(l, i, true)))
			return true;
	return false;
}
