#ifndef DUNMAIL_DECIDE_STOPWORD_H
#define DUNMAIL_DECIDE_STOPWORD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * stopword: what a text message says that counts before anything else is
 * understood. Not to be texted is said in any wording and language, and where
 * it may be meant it is: who did not mean it says so by a word. To be texted
 * again takes that word, alone. Pure.
 */
enum stopword {
	STOPWORD_NONE,
	STOPWORD_STOP,
	STOPWORD_WRONG, /* "wrong number": stop, and it is not theirs */
	STOPWORD_START, /* START, UNSTOP, ... */
	STOPWORD_YES,   /* YES, JA, ...: as START, of a number that stopped */
	STOPWORD_HELP,
};

enum stopword stopword_read(struct arena *a, struct str text);

/* Of one that means to stop: does it say anything else? */
bool stopword_says_more(struct arena *a, struct str text);

#endif
