#ifndef DUNMAIL_MAIL_LINES_H
#define DUNMAIL_MAIL_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * lines: a text by its lines, each with its key of mail/quoteword, made when
 * it is asked for; and which of them a client marks as quoted.
 */
#define LINES_INITIALS 4

struct lines {
	struct arena *a;
	struct str *v;    /* without ends and blanks behind */
	struct str *keys; /* of each; p NULL until asked for */
	size_t n;
	bool marked; /* some begin with '>': a client quotes in one way only */
	struct lines_initials { /* "JH>", and how many pairs of lines */
		struct str s;
		size_t count;
	} initials[LINES_INITIALS];
};

void lines_split(struct lines *l, struct arena *a, struct str text);
struct str lines_key(struct lines *l, size_t i);
/* Lines [i, i + n) as one key in to, of ATTRIBUTION_MAX bytes; empty if they
 * are longer. */
struct str lines_joined(struct lines *l, size_t i, size_t n, char *to);

bool lines_is_blank(struct lines *l, size_t i);
/* "> words", "| words", "JH> words"; not ">From " and not ">>> Jo >>>". */
bool lines_is_quoted(struct lines *l, size_t i);
/* Is a line quoted that is not in the run at i? *end: the line behind that. */
bool lines_quoted_beyond(struct lines *l, size_t i, size_t *end);
/* The first line with words at or after i. */
size_t lines_next(struct lines *l, size_t i);

#endif
