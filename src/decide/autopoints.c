#include "decide/autopoints.h"

#define MONEY_POINTS 2
#define WORDS_LEAST  5

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
    {AUTOWORDS_MOVED, 2},
    {AUTOWORDS_UNATTENDED, 2},
    {AUTOWORDS_THANKS, 1},
    {AUTOWORDS_PAST, -4},
    {AUTOWORDS_MONEY, -MONEY_POINTS},
};

/* What the header adds, none of it enough on its own. */
int
autopoints_header(const struct marks *k)
{
	int points = 0;

	if (k->null_path)
		points += 3;
	/* Ticket systems send what their people write as bulk. */
	if (k->precedence == MARKS_PRECEDENCE_BULK)
		points += k->re && k->m->in_reply_to_count > 0 ? 1 : 2;
	if (k->sender == MARKS_SENDER_NO_REPLY)
		points += 2;
	if (k->sender == MARKS_SENDER_DAEMON)
		points += 1;
	/* Exchange puts it into people's mail as well, yet not "Re:" before
	 * the subject of an absence. */
	if (marks_has(k, MARKS_SUPPRESS) && !k->re)
		points += 1;
	if (marks_has(k, MARKS_TICKET))
		points += 1;
	if (marks_has(k, MARKS_PROGRAM))
		points += 1;
	if (k->submitted == MARKS_AUTO_NO)
		points -= 2;
	return points;
}

int
autopoints_words(const struct phrase_hits *hits)
{
	int points = 0;

	for (size_t i = 0; i < sizeof(weights) / sizeof(*weights); i++)
		if (phrase_has(hits, weights[i].tag))
			points += weights[i].points;
	/* Who says to be a machine may speak of anything. */
	if (phrase_has(hits, AUTOWORDS_MACHINE) &&
	    phrase_has(hits, AUTOWORDS_MONEY))
		points += MONEY_POINTS;
	/* Everybody names somebody to write to; it says more of one away. */
	if (phrase_has(hits, AUTOWORDS_DEPUTY) &&
	    (phrase_has(hits, AUTOWORDS_AWAY) ||
		phrase_has(hits, AUTOWORDS_ACCESS) ||
		phrase_has(hits, AUTOWORDS_LEFT)))
		points++;
	return points;
}

struct str
autopoints_best(const struct phrase_hits *hits)
{
	for (size_t i = 0; i < sizeof(weights) / sizeof(*weights); i++)
		if (weights[i].points > 0 && phrase_has(hits, weights[i].tag))
			return hits->first[weights[i].tag];
	return (struct str){NULL, 0};
}

/* Fewer tell nothing as a whole. Han and kana stand without blanks. */
static bool
has_words(struct str reply)
{
	size_t words = 0, signs = 0;

	for (size_t i = 0; i < reply.n; i++) {
		unsigned char c = (unsigned char)reply.p[i];
		bool first = i == 0 || reply.p[i - 1] == ' ';

		signs += c >= 0xe3 && c <= 0xe9;
		words += first && (str_is_alpha((char)c) || c >= 0x80);
	}
	return words + signs / 2 >= WORDS_LEAST;
}

/* The words as a whole, whichever they are. Who says to be a machine, or
 * complains of one, has been counted. */
int
autopoints_robot(struct marks *k, const struct phrase_hits *hits)
{
	static const struct {
		double above;
		int points;
	} steps[] = {{0.94, 5}, {0.85, 3}, {0.15, 0}, {0.03, -1}, {0, -2}};
	double p = marks_robot(k);
	size_t i = 0;

	while (p < steps[i].above)
		i++;
	if (steps[i].points > 0 &&
	    (phrase_has(hits, AUTOWORDS_MACHINE) || !has_words(marks_reply(k))))
		return 0;
	return steps[i].points;
}
