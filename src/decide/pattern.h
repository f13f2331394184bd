#ifndef DUNMAIL_DECIDE_PATTERN_H
#define DUNMAIL_DECIDE_PATTERN_H

#include <stdbool.h>

#include "base/str.h"

/*
 * pattern: the syntax of a PCRE2 pattern, as far as one must know it to see
 * which literals a match cannot do without (decide/sieve). What it does not
 * know is said by `lost`; then nothing may be concluded.
 */
struct pattern {
	const char *p; /* not read yet */
	const char *end;
	bool lost;
};

enum pattern_times {
	PATTERN_ONCE,
	PATTERN_PERHAPS,
	PATTERN_REPEATED
};

static inline struct pattern
pattern_of(struct str text)
{
	return (struct pattern){text.p, text.p + text.n, false};
}

static inline bool
pattern_at_edge(const struct pattern *in)
{
	return in->p + 1 < in->end && in->p[0] == '\\' && in->p[1] == 'b';
}

/* The quantifier that stands here, and past it. */
enum pattern_times pattern_times(struct pattern *in);
/* Past "(": must its content occur in the text? */
bool pattern_open(struct pattern *in);
/* One atom that is no group: a letter in *c, or false for something else. */
bool pattern_atom(struct pattern *in, char *c, bool *digit);
/* To the end of this branch, or past the others to that of the group. */
void pattern_skip(struct pattern *in, bool others);

#endif
