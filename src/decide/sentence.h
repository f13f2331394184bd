#ifndef DUNMAIL_DECIDE_SENTENCE_H
#define DUNMAIL_DECIDE_SENTENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * sentence: a reply as the rules see it. Typographic quotes, dashes and
 * blanks are plain, lines that a mail program wrapped are one again, and each
 * sentence is a span with single blanks.
 */
struct sentence {
	struct str text;
	bool question;  /* ends with a question mark */
	bool paragraph; /* the first of its paragraph */
};

struct sentences {
	struct sentence *v;
	size_t n;
	struct str text; /* all of them, with single blanks */
};

/* True when a full stop after this word ends no sentence ("Rs."). */
typedef bool sentence_abbreviation(const void *ctx, struct str word);

struct str sentence_fold(struct arena *a, struct str text);
struct sentences sentence_split(struct arena *a, struct str folded,
    sentence_abbreviation *abbreviation, const void *ctx);

#endif
