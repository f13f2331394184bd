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

/* "Jo Hill (Larkspur AP)" is Jo Hill to those who read the ticket. */
static struct str
person_of(struct marks *k, struct str name)
{
	struct str who = phrase_fold(k->a, name, FRAME_MAX);

	return str_trim(str_sub(who, 0, str_chr(who, '(')));
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
		who = person_of(k, k->m->from.v[0].name);
	if (who.n < 4 || phrase_has(hits, AUTOWORDS_TICKET) ||
	    phrase_has(hits, AUTOWORDS_MACHINE) ||
	    str_find(above, who) == STR_NPOS)
		return (struct str){NULL, 0};
	return k->m->from.v[0].name;
}

/* Marked as generated, as such systems mark whatever they send, and without a
 * word of theirs: what is left is somebody's. */
static bool
speaks_as_person(struct marks *k, const struct phrase_hits *hits)
{
	static const enum autowords theirs[] = {AUTOWORDS_MACHINE,
	    AUTOWORDS_TICKET, AUTOWORDS_UNATTENDED, AUTOWORDS_CHALLENGE,
	    AUTOWORDS_ACCESS, AUTOWORDS_LEFT, AUTOWORDS_MOVED, AUTOWORDS_NOTICE,
	    AUTOWORDS_PORTAL};

	for (size_t i = 0; i < sizeof(theirs) / sizeof(*theirs); i++)
		if (phrase_has(hits, theirs[i]))
			return false;
	return k->submitted == MARKS_AUTO_GENERATED && k->related &&
	       marks_reply(k).n > 0 && marks_robot(k) < MARKS_PERSON;
}

/* In a system that leaves no mark, yet says who wrote above their words. */
static bool
in_some_frame(struct marks *k)
{
	struct phrase_hits found;

	if (!k->related || marks_reply(k).n == 0)
		return false;
	autowords_scan(frame(k), &found);
	return (phrase_has(&found, AUTOWORDS_COMMENT) ||
		   phrase_has(marks_words(k), AUTOWORDS_COMMENT)) &&
	       marks_robot(k) < MARKS_PERSON;
}

/* Sent by a ticket system for a person who wrote something in it. */
bool
ticketing_passed_on(struct marks *k, struct guard *out)
{
	const struct phrase_hits *hits;

	if (k->submitted == MARKS_AUTO_REPLIED)
		return false;
	hits = marks_words(k);
	if (phrase_has(hits, AUTOWORDS_RECEIVED) ||
	    phrase_has(hits, AUTOWORDS_AWAY))
		return false;
	if (!marks_has(k, MARKS_TICKET) && !in_some_frame(k))
		return false;
	out->evidence = commented(k, hits);
	if (str_is_empty(out->evidence) && speaks_as_person(k, hits))
		out->evidence = marks_reply(k);
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
