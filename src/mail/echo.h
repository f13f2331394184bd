#ifndef DUNMAIL_MAIL_ECHO_H
#define DUNMAIL_MAIL_ECHO_H

#include "base/arena.h"
#include "base/str.h"

/*
 * echo: our own words in somebody's answer, where no client marked them as a
 * quote: an answer is compared with the texts that we send. Of those only
 * runs of words count, so that values between them, line ends and marks of
 * emphasis do not matter; what stands in {{ }} is no word.
 */
struct echo;

struct echo *echo_new(void);
void echo_free(struct echo **e);
void echo_learn(struct echo *e, struct str text);

/*
 * text without the lines that are ours. A phrase that everybody uses is not
 * enough: a block of such lines must hold a good dozen of our words in a row.
 * Linear.
 */
struct str echo_strip(struct arena *a, const struct echo *e, struct str text);

#endif
