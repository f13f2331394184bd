#ifndef DUNMAIL_DECIDE_AUTOPOINTS_H
#define DUNMAIL_DECIDE_AUTOPOINTS_H

#include "decide/autowords.h"
#include "decide/marks.h"

/*
 * autopoints: what speaks for a machine (above zero) or for a person, in
 * points that decide/autoreply adds up: marks of the header, wordings of
 * automatic answers, and the words as a whole.
 */
int autopoints_header(const struct marks *k);
int autopoints_words(const struct phrase_hits *hits);
int autopoints_robot(struct marks *k, const struct phrase_hits *hits);

/* The wording that says most, empty when none speaks for a machine. */
struct str autopoints_best(const struct phrase_hits *hits);

#endif
