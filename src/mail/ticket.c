#include "mail/ticket.h"

#include <string.h>

#include "mail/card.h"
#include "mail/closeword.h"
#include "mail/quoteword.h"

#define GREETING_WORDS 5

/* People write "Status: paid", too: one line must speak of the ticket. */
static bool
names_ticket(struct str key)
{
	static const char *const words[] = {
	    "[", "ticket", "case", "request", "incident", "queue", "vorgang"};

	return quoteword_starts_any(
	    key, words, sizeof(words) / sizeof(words[0]));
}

/* The frame that a ticket system puts on top: bracketed names, fields. */
static void
mark_frame(struct run *r)
{
	size_t end = 0, fields = 0;
	bool ticket = false;

	for (size_t i = run_skip_blank(r, 0); i < r->n;
	     i = run_skip_blank(r, i + 1)) {
		if (!closeword_frame(r->v[i].key))
			break;
		fields++;
		ticket |= names_ticket(r->v[i].key);
		end = i + 1;
	}
	if (ticket && fields >= 2 && run_skip_blank(r, end) < r->n)
		run_drop(r, 0, end);
}

/* "Dear supplier," right above the headline of a system. */
static bool
greets(const struct run *r, size_t i)
{
	struct str key = i < r->n ? r->v[i].key : STR("");
	size_t next = run_skip_blank(r, i + 1);

	return key.n && strchr(",:!", key.p[key.n - 1]) &&
	       card_words(key) <= GREETING_WORDS && next < r->n &&
	       closeword_update(r->v[next].key);
}

/* Does the headline under a greeting at i speak for a system: announces it
 * words, or is there a foot of one? People say such things, too. */
static bool
greets_for_system(const struct run *r, size_t i)
{
	size_t last = r->n;

	if (!greets(r, i))
		return false;
	if (str_ends(r->v[run_skip_blank(r, i + 1)].key, STR(":")))
		return true;
	while (run_is_blank(r, last - 1))
		last--;
	return closeword_ticket_foot(r->v[last - 1].key);
}

/* The line behind the headline at i, which a program may have wrapped. */
static size_t
headline_end(const struct run *r, size_t i)
{
	bool update = closeword_update(r->v[i].key);

	for (i++; update && run_is_wrapped(r, i);)
		i++;
	return i;
}

bool
ticket_is_headline(const struct run *r)
{
	size_t i = run_skip_blank(r, 0);
	bool sure = i == r->n;

	i = greets(r, i) ? run_skip_blank(r, i + 1) : i;
	for (; i < r->n; i = run_skip_blank(r, headline_end(r, i))) {
		struct str key = r->v[i].key;
		size_t label = closeword_comment_label(key);
		bool system = closeword_update(key) ||
			      closeword_ticket_foot(key) ||
			      (label && label == key.n);

		if (!system && !closeword_field(key) &&
		    quoteword_has_letter(key))
			return false;
		sure |= system;
	}
	return sure;
}

/* "Your request has been updated", "Jo Hill commented:". */
static bool
mark_update(struct run *r)
{
	size_t i = run_skip_blank(r, 0);
	bool found = false;

	if (greets_for_system(r, i) &&
	    run_skip_blank(r, run_skip_blank(r, i + 1) + 1) < r->n)
		r->v[i].drop = true;
	for (i = run_skip_blank(r, i); i < r->n; i = run_skip_blank(r, i)) {
		struct str key = r->v[i].key;
		size_t end = headline_end(r, i);

		if (!closeword_update(key) && !closeword_comment(key))
			return found;
		if (run_skip_blank(r, end) == r->n)
			return found;
		run_drop(r, i, end);
		found = true;
	}
	return found;
}

/* "Comments: words" below the headline: the words stay. */
static void
cut_comment_label(struct run *r)
{
	size_t i = run_skip_blank(r, 0), at;
	struct signature_line *l = &r->v[i];

	if (i == r->n || closeword_comment_label(l->key) == 0)
		return;
	if (closeword_comment_label(l->key) == l->key.n) {
		l->drop = run_skip_blank(r, i + 1) < r->n;
		return;
	}
	at = str_chr(l->text, ':');
	if (at == STR_NPOS)
		return;
	l->text = str_trim(str_sub(l->text, at + 1, l->text.n));
	at = str_chr(l->key, ':');
	l->key = str_trim(str_sub(l->key, at + 1, l->key.n));
}

/* From the foot upwards: the fields of the ticket. */
static void
mark_ticket_fields(struct run *r)
{
	size_t first = run_skip_blank(r, 0), foot = r->n;
	bool ticket = false;

	for (; foot > first + 1; foot--) {
		if (r->v[foot - 1].key.n == 0)
			continue;
		if (!closeword_tail(r->v[foot - 1].key) &&
		    !run_is_rule(r->v[foot - 1].key))
			break;
		ticket |= closeword_ticket_foot(r->v[foot - 1].key);
	}
	for (size_t i = foot; ticket && i > first + 1; i--) {
		if (run_is_blank(r, i - 1))
			continue;
		if (!closeword_field(r->v[i - 1].key))
			return;
		r->v[i - 1].drop = true;
	}
}

void
ticket_mark_head(struct run *r)
{
	mark_frame(r);
	if (mark_update(r)) {
		cut_comment_label(r);
		mark_ticket_fields(r);
	}
}

void
ticket_mark_tail(struct run *r)
{
	size_t first = run_skip_blank(r, 0);

	for (size_t i = r->n; i > first + 1; i--) {
		if (run_is_blank(r, i - 1))
			continue;
		if (!closeword_tail(r->v[i - 1].key) &&
		    !run_is_rule(r->v[i - 1].key))
			return;
		r->v[i - 1].drop = true;
	}
}
