#ifndef DUNMAIL_PORT_REGEX_H
#define DUNMAIL_PORT_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/*
 * regex: PCRE2 with UTF, UCP, limits on pattern, match and depth. Bad UTF-8
 * in a subject never fails a match. Thread-compatible, not thread-safe.
 */
struct regex;

enum regex_flag {
	REGEX_CASELESS = 1 << 0,
	REGEX_MULTILINE = 1 << 1,
	REGEX_DOTALL = 1 << 2,
	REGEX_EXTENDED = 1 << 3,
	REGEX_JIT = 1 << 4, /* worth it for patterns used a thousand times;
			     * falls back silently where JIT is forbidden */
	REGEX_FEW = 1 << 5, /* subjects are few: compiled for ASCII, and again
			     * when another one comes; should the pattern be
			     * wrong then, the search is given up */
};

enum regex_hit {
	REGEX_NO,
	REGEX_YES,
	REGEX_LIMIT, /* gave up: never the same as no; a person decides */
};

#define REGEX_GROUPS 16

/* Spans of the groups; [0] is the whole match; absent groups are {NULL,0}. */
struct regex_match {
	struct str group[REGEX_GROUPS];
	size_t count;
};

/* RC_BAD with PCRE2's message and offset. */
enum rc regex_compile(
    struct str pattern, unsigned flags, struct regex **out, struct err *err);
void regex_free(struct regex **re);

/* Search subject from byte `from` on; m may be NULL. */
enum regex_hit regex_search(
    struct regex *re, struct str subject, size_t from, struct regex_match *m);

/* The first group of that name that took part in m, or {NULL,0}. */
struct str regex_named(
    const struct regex *re, const struct regex_match *m, const char *name);

#endif
