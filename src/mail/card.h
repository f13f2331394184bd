#ifndef DUNMAIL_MAIL_CARD_H
#define DUNMAIL_MAIL_CARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * card: does a line of text look as if it stood on a business card, or as if
 * a person had written it? key is the line's key of mail/quoteword.
 */

/* "T: +44 20 7946 0018", "www.acme.example", "Greg | Controller", "*Acme*". */
bool card_line(struct str text, struct str key);

/* A telephone, an address, a link. */
bool card_contact(struct str key);

/* A sentence, or a piece of one. */
bool card_prose(struct str text, struct str key);

/* "Greg Lindqvist, Controller", "*Craig Belton*": words with capitals. */
bool card_titled(struct str line);
/* The same, with a word of this name in it (if one is given). */
bool card_named(struct str line, struct str name);
/* What of a line can be a name: without emphasis, up to a title behind a
 * comma, a bar or a dash. */
struct str card_name_part(struct str line);

/* "Im Auftrag", "i. V.", "For and on behalf of": the words above a name that
 * signs for somebody else, and nothing else. */
bool card_proxy(struct str line);

size_t card_words(struct str s);

#endif
