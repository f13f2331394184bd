#ifndef DUNMAIL_DECIDE_BOUNCE_WORDS_H
#define DUNMAIL_DECIDE_BOUNCE_WORDS_H

#include "decide/phrase.h"

/*
 * bounce_words: how mail systems word their reports, folded (decide/phrase).
 * Data, and two look-ups.
 */
enum bounce_subject {
	BOUNCE_SUBJECT_FAILED,
	BOUNCE_SUBJECT_DELAYED,
	BOUNCE_SUBJECT_DELIVERED,
	BOUNCE_SUBJECT_STATUS, /* a report, of whatever */
};

enum bounce_body {
	BOUNCE_BODY_FAILED,
	BOUNCE_BODY_DELAYED,
	BOUNCE_BODY_DELIVERED,
	BOUNCE_BODY_STRUCTURE, /* a report's own frame, not prose about one */
	BOUNCE_BODY_LABEL,     /* a part of one, which others write as well */
};

/* -1: none of them. A daemon's may say so anywhere. */
int bounce_words_subject(struct str subject, bool daemon);
void bounce_words_scan(struct str folded, struct phrase_hits *hits);

#endif
