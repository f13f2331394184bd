#include "decide/autoreply.h"

#include "decide/autopoints.h"
#include "decide/autowords.h"
#include "decide/comeback.h"
#include "decide/deputy.h"
#include "decide/ticketing.h"

#define SHORT_MAIL 900 /* bytes; an automatic answer rarely says more */

#define POINTS_NEEDED 4

/* America's clocks; Brazil's and Argentina's are ahead of them. */
#define AMERICA_WEST (-10 * 60)
#define AMERICA_EAST (-4 * 60)

static struct comeback_mail
dated(struct marks *k)
{
	const struct message *m = k->m;

	return (struct comeback_mail){
	    .text = marks_reply(k),
	    .sent = m->has_date ? day_of_instant(m->date) : DAY_NONE,
	    .american = m->has_date && m->date_offset >= AMERICA_WEST &&
			m->date_offset <= AMERICA_EAST,
	};
}

static void
say(struct marks *k, struct guard *out, const char *rule, struct str evidence)
{
	const struct phrase_hits *hits;
	struct comeback_mail mail = dated(k);
	size_t len;
	struct str what;
	int subject = autowords_subject(k->subject, &len),
	    behind = autowords_behind(k->subject, &what);

	if (behind >= 0)
		subject = behind;
	out->kind = KIND_AUTO_REPLY;
	out->rule = rule;
	out->evidence = evidence;
	hits = marks_words(k);
	out->out_of_office = subject == AUTOWORDS_SUBJECT_AWAY ||
			     subject == AUTOWORDS_SUBJECT_ABSENCE ||
			     phrase_has(hits, AUTOWORDS_AWAY) ||
			     phrase_has(hits, AUTOWORDS_ACCESS);
	out->returns = comeback_read(&mail);
	if (out->out_of_office && out->returns == DAY_NONE)
		out->returns = comeback_latest(&mail);
	/* Says when they are back, in words we don't know. */
	if (!phrase_has(hits, AUTOWORDS_RECEIVED) &&
	    !phrase_has(hits, AUTOWORDS_TICKET) && out->returns != DAY_NONE)
		out->out_of_office = true;
	if (phrase_has(hits, AUTOWORDS_LEFT) ||
	    phrase_has(hits, AUTOWORDS_CHALLENGE))
		out->out_of_office = false;
	if (!out->out_of_office)
		out->returns = DAY_NONE;
	if (out->out_of_office || phrase_has(hits, AUTOWORDS_LEFT) ||
	    phrase_has(hits, AUTOWORDS_MOVED))
		out->deputy = deputy_read(k);
	else if (!phrase_has(hits, AUTOWORDS_RECEIVED) &&
		 !phrase_has(hits, AUTOWORDS_TICKET) &&
		 !phrase_has(hits, AUTOWORDS_CHALLENGE) &&
		 !phrase_has(hits, AUTOWORDS_UNATTENDED) &&
		 !phrase_has(hits, AUTOWORDS_MACHINE))
		out->deputy = deputy_named(k);
}

/* A question to the reader, not "Urgent?" or the '?' of a link. */
static bool
asks(struct str reply)
{
	int blanks = 0;

	for (size_t i = 0; i < reply.n; i++) {
		char c = reply.p[i];
		bool end = i + 1 == reply.n || reply.p[i + 1] == ' ';

		blanks += c == ' ';
		if (c == '?' && end && blanks >= 3)
			return true;
		if (end && (c == '?' || c == '.' || c == '!'))
			blanks = -1;
	}
	return false;
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
	    !((phrase_has(hits, AUTOWORDS_RECEIVED) ||
		  marks_has(k, MARKS_TICKET)) &&
		phrase_has(hits, AUTOWORDS_TICKET)) &&
	    !(phrase_has(hits, AUTOWORDS_RECEIVED) &&
		marks_has(k, MARKS_TICKET)))
		return false;
	say(k, out, "auto-generated-answer", k->submitted_text);
	return true;
}

/* "Away Re: Payment reminder", "Out of office: Payment reminder". */
static bool
answers_below(const struct marks *k, size_t len)
{
	struct str rest = str_sub(k->subject, len, k->subject.n);
	size_t colon = str_chr(rest, ':');

	if (colon == STR_NPOS)
		return len > 0 && k->subject.p[len - 1] == ':' && rest.n > 1;
	return colon + 2 < rest.n;
}

/* Written by a machine, yet not because we wrote to it. */
static bool
is_notice(const struct marks *k, const struct phrase_hits *hits)
{
	static const enum autowords answers[] = {AUTOWORDS_AWAY,
	    AUTOWORDS_ACCESS, AUTOWORDS_RECEIVED, AUTOWORDS_TICKET,
	    AUTOWORDS_CHALLENGE, AUTOWORDS_LEFT};

	if (k->related ||
	    (k->sender == MARKS_SENDER_PLAIN && !marks_has(k, MARKS_CAMPAIGN) &&
		!phrase_has(hits, AUTOWORDS_NOTICE)))
		return false;
	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++)
		if (phrase_has(hits, answers[i]) &&
		    !(answers[i] == AUTOWORDS_ACCESS &&
			phrase_has(hits, AUTOWORDS_NOTICE)))
			return false;
	return true;
}

/* "Re: your invoice (Out of Office)": nobody types that behind our subject. */
static bool
says_behind(struct marks *k, struct guard *out)
{
	struct str what;
	int tag = autowords_behind(k->subject, &what);

	if (k->forward || (tag != AUTOWORDS_SUBJECT_SURE &&
			      tag != AUTOWORDS_SUBJECT_ABSENCE &&
			      tag != AUTOWORDS_SUBJECT_AWAY))
		return false;
	if (asks(marks_reply(k)) ||
	    phrase_has(marks_words(k), AUTOWORDS_PAST) ||
	    phrase_has(marks_words(k), AUTOWORDS_MONEY))
		return false;
	say(k, out, "subject", what);
	return true;
}

bool
autoreply_subject(struct marks *k, struct guard *out)
{
	const struct phrase_hits *hits;
	size_t len;
	struct str subject = k->subject;
	int tag = autowords_subject(subject, &len), points;
	bool sure;

	if (says_behind(k, out))
		return true;
	if (tag < 0) {
		subject = phrase_fold(k->a, k->m->subject, 100);
		tag = autowords_bracket(subject, &len);
	}
	sure =
	    tag == AUTOWORDS_SUBJECT_SURE || tag == AUTOWORDS_SUBJECT_ABSENCE;
	if (tag < 0 || k->forward || (k->re && k->quotes))
		return false;
	/* "Re: Automatic reply: ...", and nobody's words but a person's. */
	if (k->re && marks_robot(k) < MARKS_PERSON && !k->null_path)
		return false;
	/* A list may be closed for holidays, too. */
	if (!sure && !k->related && marks_has(k, MARKS_LIST_UNSUBSCRIBE))
		return false;
	points = autopoints_header(k) +
		 (sure || tag == AUTOWORDS_SUBJECT_ACK ? 4 : 2);
	/* Nobody but a machine puts its own words before our subject. */
	if (tag == AUTOWORDS_SUBJECT_AWAY && !k->re && answers_below(k, len))
		points += 2;
	hits = marks_words(k);
	if (tag == AUTOWORDS_SUBJECT_TICKET && is_notice(k, hits))
		return false;
	points += autopoints_words(hits);
	if (marks_reply(k).n > SHORT_MAIL)
		points--;
	if (asks(marks_reply(k)))
		points--;
	if (k->re || (k->quotes && !answers_below(k, len)))
		points -= 2;
	/* "Automatic reply" speaks for itself, whatever it talks about; only
	 * a person who writes "Re:" before it, or looks back on an absence
	 * below it, has more to say. */
	if (points < POINTS_NEEDED &&
	    (!sure || k->re || k->quotes || phrase_has(hits, AUTOWORDS_PAST)))
		return false;
	say(k, out, "subject", str_sub(subject, 0, len));
	return true;
}

/* The words of an absence and nothing else: its end, somebody to turn to. */
static int
absence_points(struct marks *k, const struct phrase_hits *hits)
{
	struct comeback_mail mail = dated(k);
	bool away = phrase_has(hits, AUTOWORDS_AWAY), named, leads;
	int points = 0;

	if (phrase_has(hits, AUTOWORDS_PAST) ||
	    phrase_has(hits, AUTOWORDS_MONEY) ||
	    marks_reply(k).n >= SHORT_MAIL / 2 || asks(marks_reply(k)))
		return 0;
	/* Without a word of absence all must be there: mail is asked for by
	 * a day and to an address as well. */
	named = !str_is_empty(deputy_read(k));
	leads = named && (autowords_instead(marks_reply(k)) ||
			     (away && phrase_has(hits, AUTOWORDS_DEPUTY)));
	if ((away || leads) && !phrase_has(hits, AUTOWORDS_LEFT) &&
	    comeback_read(&mail) != DAY_NONE)
		points += 2;
	if (!leads || (!away && points == 0))
		return points;
	/* What the table says of a deputy counts beside a word of absence. */
	return points + (away ? 2 : 3);
}

bool
autoreply_words(struct marks *k, struct guard *out)
{
	const struct phrase_hits *hits;
	struct str reply, said;
	int marks = autopoints_header(k), points = marks, absent, robot;

	if (ticketing_acknowledges(k) && !asks(marks_reply(k))) {
		say(k, out, "ticket",
		    marks_words(k)->first[AUTOWORDS_RECEIVED]);
		return true;
	}
	/* Nobody but a person quotes our mail and writes to it. */
	if (k->quotes && marks <= 1)
		return false;
	reply = marks_reply(k);
	if (reply.n == 0)
		return false;
	hits = marks_words(k);
	points += autopoints_words(hits);
	if (reply.n > SHORT_MAIL)
		points--;
	if (k->quotes)
		points -= 3;
	if (k->forward)
		points -= 3;
	absent = absence_points(k, hits);
	robot = autopoints_robot(k, hits);
	points += absent + robot;
	/* No mark at all, below our subject: as a person answers. */
	if (k->re && marks <= 0 && absent <= 2 &&
	    !phrase_has(hits, AUTOWORDS_CHALLENGE) &&
	    !phrase_has(hits, AUTOWORDS_MACHINE) &&
	    !(phrase_has(hits, AUTOWORDS_RECEIVED) &&
		phrase_has(hits, AUTOWORDS_TICKET)))
		points--;
	if (asks(reply))
		points--;
	said = autopoints_best(hits);
	if (said.p == NULL && (absent > 2 || robot > 2))
		said = phrase_has(hits, AUTOWORDS_DEPUTY)
			   ? hits->first[AUTOWORDS_DEPUTY]
			   : reply;
	if (said.p == NULL || points < POINTS_NEEDED)
		return false;
	if (is_notice(k, hits))
		return false;
	say(k, out,
	    phrase_has(hits, AUTOWORDS_CHALLENGE)  ? "challenge"
	    : phrase_has(hits, AUTOWORDS_TICKET)   ? "ticket"
	    : phrase_has(hits, AUTOWORDS_RECEIVED) ? "acknowledgement"
						   : "words",
	    said);
	return true;
}
