#ifndef DUNMAIL_MAIL_REPLY_H
#define DUNMAIL_MAIL_REPLY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * reply: which of the texts of a mail to take the writer's words from. The
 * plain text is the base: what a person typed is in it, word for word. HTML is
 * read where there is no plain text, where the end of the words may be a
 * signature without a sign, and where the words point to answers in colour.
 * name is the display name of the writer, may be empty.
 */

/* Nothing, or text for a reader without HTML. */
bool reply_is_stub(struct arena *a, struct str plain);

/* Text signed inline (RFC 9580, 7) without its armour; flags an encrypted
 * one (enum message_flag). */
struct str reply_unarmoured(struct arena *a, struct str text, unsigned *flags);

/* Flags another mail in it. */
struct str reply_of_plain(
    struct arena *a, struct str text, struct str name, unsigned *flags);

/* Would the HTML tell more of this reply? And then: what it tells. */
bool reply_wants_html(struct arena *a, struct str reply);
struct str reply_with_html(struct arena *a, struct str text, struct str reply,
    struct str html, struct str name);

/* HTML alone; *text is all of its words. Flags another mail in it. */
struct str reply_of_html(struct arena *a, struct str html, struct str name,
    struct str *text, unsigned *flags);

#endif
