#ifndef DUNMAIL_MAIL_FLOWED_H
#define DUNMAIL_MAIL_FLOWED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * flowed: undo format=flowed (RFC 3676): lines that end with a blank are
 * joined with the next of the same quote depth, space-stuffing goes, quote
 * marks become one "> " a level. With delsp the joining blank goes as well.
 */
struct str flowed_join(struct arena *a, struct str text, bool delsp);

#endif
