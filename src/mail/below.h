#ifndef DUNMAIL_MAIL_BELOW_H
#define DUNMAIL_MAIL_BELOW_H

#include "mail/lines.h"

/*
 * below: a header block or an attribution without marks of a quote, below
 * which the writer's own words stand nevertheless.
 */

/*
 * Line i begins such a mail and nothing stands above it: the line from which
 * on words of the writer may stand, when a mail ends with the writer's name.
 * The end of all if it does not. Nothing tells where the other's words end but
 * a closing of theirs: without it all of them are taken.
 */
size_t below_answer(struct lines *l, size_t i, struct str name);

/*
 * Line i is an attribution and nothing stands above it: did the writer type
 * it? What their client quotes stands marked at the very end, and over it
 * their name.
 */
bool below_typed(struct lines *l, size_t i, struct str name);

/*
 * Line i begins a header block: is it one of the writer's own mails, that they
 * put among their words? above: the line before it. What the client quotes
 * must come later.
 */
bool below_pasted(struct lines *l, size_t i, struct str above, struct str name);

#endif
