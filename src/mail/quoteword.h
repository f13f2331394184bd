#ifndef DUNMAIL_MAIL_QUOTEWORD_H
#define DUNMAIL_MAIL_QUOTEWORD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * quoteword: the words by which mail clients mark what is quoted, in some
 * twenty languages. Everything here takes a
 * key: a line in lower case, without marks of emphasis, blanks folded, as
 * quoteword_key() makes it.
 */
/* At most max bytes of line as a key. */
struct str quoteword_key(struct arena *a, struct str line, size_t max);

/* Has it a verb of attribution ("wrote", "a écrit")? *end: it ends with it,
 * but for a colon and brackets. *behind: offset behind the verb and its colon
 * when words follow on the same line, else 0. */
bool quoteword_verb(struct str key, bool *end, size_t *behind);
/* Does it start as attribution lines do ("on ", "le ", "Am ", a weekday)? */
bool quoteword_opening(struct str key);

/* "See below in red", "my answers inline". */
bool quoteword_inline_hint(struct str key);

/* One of the words of a list, at the start of key or anywhere in it. */
bool quoteword_starts_any(struct str key, const char *const *list, size_t n);
bool quoteword_finds_any(struct str key, const char *const *list, size_t n);
/* How many of the list occur; counts no further than enough. */
size_t quoteword_count(
    struct str key, const char *const *list, size_t n, size_t enough);

/* Of which sets does a word occur anywhere in key? A bit for each. */
struct quoteword_set {
	const char *const *words;
	size_t n;
};
unsigned quoteword_sets(
    struct str key, const struct quoteword_set *sets, size_t n);

/* A letter of any script at i; no digit. */
bool quoteword_is_letter(struct str s, size_t i);
bool quoteword_has_letter(struct str s);

#endif
