#ifndef DUNMAIL_DECIDE_SENTENCE_H
#define DUNMAIL_DECIDE_SENTENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * sentence: a reply as the rules see it. Typographic quotes, dashes and
 * blanks are plain, Latin letters have no accents, lines that a mail program
 * wrapped are one again, and each sentence is a span with single blanks.
 */
struct sentence {
	struct str text;
	bool question;  /* ends with a question mark */
	bool paragraph; /* the first of its paragraph */
};

struct sentences {
	struct sentence *v;
	size_t n;
	struct str text;    /* all of them, with single blanks */
	struct str written; /* as it was handed in */
	const uint32_t *at; /* where each byte of text stands in written */
};

/* True when a full stop after this word ends no sentence ("Rs.", "15. Mai").
 * `next` is the word behind it, empty at the end of a line. */
typedef bool sentence_abbreviation(
    const void *ctx, struct str word, struct str next);

/* Plain marks and letters; patterns are folded like the texts they meet.
 * Never longer than text. */
struct str sentence_fold(struct arena *a, struct str text);
struct sentences sentence_split(struct arena *a, struct str text,
    sentence_abbreviation *abbreviation, const void *ctx);
/* A span of ->text as the writer typed it. */
struct str sentence_written(const struct sentences *s, struct str span);

#endif
