#include "decide/ticketing.h"

#include "decide/autowords.h"

#define FRAME_MAX 2000 /* bytes above what a ticket system passes on */

/* What a ticket system puts above the newest words: "Jo Hill commented:". */
static struct str
frame(struct marks *k)
{
	struct str rest = k->m->reply, line;
	size_t at;

	if (!str_line(&rest, &line))
		return (struct str){NULL, 0};
	at = str_find(k->m->text, line);
	return phrase_fold(
	    k->a, str_sub(k->m->text, 0, at == STR_NPOS ? 0 : at), FRAME_MAX);
}

/* The words, or the name of the sender, that say so; empty otherwise. */
static struct str
commented(struct marks *k, const struct phrase_hits *hits)
{
	struct str above = frame(k), who = {NULL, 0};
	struct phrase_hits found;

	autowords_scan(k->subject, &found);
	if (!phrase_has(&found, AUTOWORDS_COMMENT))
		autowords_scan(above, &found);
	if (!phrase_has(&found, AUTOWORDS_COMMENT))
		found = *hits;
	if (phrase_has(&found, AUTOWORDS_COMMENT))
		return found.first[AUTOWORDS_COMMENT];
	if (k->m->from.n > 0)
		who = phrase_fold(k->a, k->m->from.v[0].name, FRAME_MAX);
	if (who.n < 4 || phrase_has(hits, AUTOWORDS_TICKET) ||
	    phrase_has(hits, AUTOWORDS_MACHINE) ||
	    str_find(above, who) == STR_NPOS)
		return (struct str){NULL, 0};
	return k->m->from.v[0].name;
}

/* Sent by a ticket system for a person who wrote something in it. */
bool
ticketing_passed_on(struct marks *k, struct guard *out)
{
	const struct phrase_hits *hits;

	if (!marks_has(k, MARKS_TICKET) || k->submitted == MARKS_AUTO_REPLIED)
		return false;
	hits = marks_words(k);
	if (phrase_has(hits, AUTOWORDS_RECEIVED) ||
	    phrase_has(hits, AUTOWORDS_AWAY))
		return false;
	out->evidence = commented(k, hits);
	if (str_is_empty(out->evidence))
		return false;
	out->kind = KIND_HUMAN;
	out->rule = "ticket-comment";
	return true;
}

bool
ticketing_acknowledges(struct marks *k)
{
	const struct phrase_hits *hits;

	if (!marks_has(k, MARKS_TICKET))
		return false;
	hits = marks_words(k);
	return phrase_has(hits, AUTOWORDS_RECEIVED) &&
	       phrase_has(hits, AUTOWORDS_TICKET) &&
	       !phrase_has(hits, AUTOWORDS_COMMENT);
}
