#include "decide/autoreply.h"

#include "decide/autowords.h"
#include "decide/comeback.h"

#define SHORT_MAIL 900 /* bytes; an automatic answer rarely says more */

struct weight {
	enum autowords tag;
	int points;
};

/* What each kind of wording is worth; POINTS_NEEDED decide. */
static const struct weight weights[] = {
    {AUTOWORDS_MACHINE, 4},
    {AUTOWORDS_CHALLENGE, 4},
    {AUTOWORDS_AWAY, 2},
    {AUTOWORDS_ACCESS, 2},
    {AUTOWORDS_RECEIVED, 2},
    {AUTOWORDS_TICKET, 2},
    {AUTOWORDS_LEFT, 2},
    {AUTOWORDS_DEPUTY, 1},
    {AUTOWORDS_THANKS, 1},
    {AUTOWORDS_PAST, -4},
    {AUTOWORDS_MONEY, -2},
};

#define POINTS_NEEDED 4

static void
say(struct marks *k, struct guard *out, const char *rule, struct str evidence)
{
	const struct phrase_hits *hits;
	day_t sent = k->m->has_date ? day_of_instant(k->m->date) : DAY_NONE;
	size_t len;
	int subject = autowords_subject(k->subject, &len);

	out->kind = KIND_AUTO_REPLY;
	out->rule = rule;
	out->evidence = evidence;
	hits = marks_words(k);
	out->out_of_office = subject == AUTOWORDS_SUBJECT_AWAY ||
			     subject == AUTOWORDS_SUBJECT_ABSENCE ||
			     phrase_has(hits, AUTOWORDS_AWAY) ||
			     phrase_has(hits, AUTOWORDS_ACCESS);
	if (phrase_has(hits, AUTOWORDS_LEFT) ||
	    phrase_has(hits, AUTOWORDS_CHALLENGE))
		out->out_of_office = false;
	if (out->out_of_office)
		out->returns = comeback_read(marks_reply(k), sent);
}

/* Header and subject: does this answer something of ours? */
static bool
is_answer(const struct marks *k)
{
	size_t len;

	return k->related || autowords_subject(k->subject, &len) >= 0;
}

bool
autoreply_header(struct marks *k, struct guard *out)
{
	const struct phrase_hits *hits;

	if (k->submitted == MARKS_AUTO_REPLIED) {
		say(k, out, "auto-submitted", k->submitted_text);
		return true;
	}
	if (marks_has(k, MARKS_AUTORESPONDER)) {
		say(k, out, "autoresponder-field",
		    k->header[MARKS_AUTORESPONDER]);
		return true;
	}
	if (k->precedence == MARKS_PRECEDENCE_REPLY) {
		say(k, out, "precedence-auto-reply", k->precedence_text);
		return true;
	}
	if (k->submitted != MARKS_AUTO_GENERATED)
		return false;
	/* Generated, yet about our mail: Exchange writes its absences so. */
	hits = marks_words(k);
	if (!is_answer(k) && !phrase_has(hits, AUTOWORDS_AWAY) &&
	    !phrase_has(hits, AUTOWORDS_CHALLENGE) &&
	    !(phrase_has(hits, AUTOWORDS_RECEIVED) &&
		phrase_has(hits, AUTOWORDS_TICKET)))
		return false;
	say(k, out, "auto-generated-answer", k->submitted_text);
	return true;
}

/* What the header adds, none of it enough on its own. */
static int
header_points(const struct marks *k)
{
	int points = 0;

	if (k->null_path)
		points += 3;
	if (k->precedence == MARKS_PRECEDENCE_BULK)
		points += 2;
	if (k->sender == MARKS_SENDER_NO_REPLY)
		points += 2;
	if (k->sender == MARKS_SENDER_DAEMON)
		points += 1;
	if (marks_has(k, MARKS_SUPPRESS))
		points += 1;
	if (marks_has(k, MARKS_TICKET))
		points += 1;
	if (k->submitted == MARKS_AUTO_NO)
		points -= 2;
	return points;
}

static int
word_points(const struct phrase_hits *hits)
{
	int points = 0;

	for (size_t i = 0; i < sizeof(weights) / sizeof(*weights); i++)
		if (phrase_has(hits, weights[i].tag))
			points += weights[i].points;
	return points;
}

bool
autoreply_subject(struct marks *k, struct guard *out)
{
	const struct phrase_hits *hits;
	size_t len;
	int tag = autowords_subject(k->subject, &len);
	bool sure =
	    tag == AUTOWORDS_SUBJECT_SURE || tag == AUTOWORDS_SUBJECT_ABSENCE;
	int points;

	if (tag < 0 || k->forward || (k->re && k->quotes))
		return false;
	points = header_points(k) + (sure ? 4 : 2);
	hits = marks_words(k);
	points += word_points(hits);
	if (marks_reply(k).n > SHORT_MAIL)
		points--;
	if (k->re || k->quotes)
		points -= 2;
	/* "Automatic reply" speaks for itself, whatever it talks about; only
	 * a person who writes "Re:" before it has more to say. */
	if (points < POINTS_NEEDED && (!sure || k->re || k->quotes))
		return false;
	say(k, out, "subject", str_sub(k->subject, 0, len));
	return true;
}

static struct str
best_words(const struct phrase_hits *hits)
{
	for (size_t i = 0; i < sizeof(weights) / sizeof(*weights); i++)
		if (weights[i].points > 0 && phrase_has(hits, weights[i].tag))
			return hits->first[weights[i].tag];
	return (struct str){NULL, 0};
}

bool
autoreply_words(struct marks *k, struct guard *out)
{
	const struct phrase_hits *hits;
	struct str reply;
	int points = header_points(k);

	/* Nobody but a person quotes our mail and writes to it. */
	if (k->quotes && points <= 1)
		return false;
	reply = marks_reply(k);
	if (reply.n == 0)
		return false;
	hits = marks_words(k);
	points += word_points(hits);
	if (reply.n > SHORT_MAIL)
		points--;
	if (k->quotes)
		points -= 3;
	if (k->forward)
		points -= 3;
	if (str_chr(reply, '?') != STR_NPOS)
		points--;
	if (best_words(hits).p == NULL || points < POINTS_NEEDED)
		return false;
	say(k, out,
	    phrase_has(hits, AUTOWORDS_CHALLENGE)  ? "challenge"
	    : phrase_has(hits, AUTOWORDS_TICKET)   ? "ticket"
	    : phrase_has(hits, AUTOWORDS_RECEIVED) ? "acknowledgement"
						   : "words",
	    best_words(hits));
	return true;
}
