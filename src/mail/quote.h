#ifndef DUNMAIL_MAIL_QUOTE_H
#define DUNMAIL_MAIL_QUOTE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * quote: what the writer of this mail newly wrote. Quoted mail, attribution
 * lines, header blocks of clients, signatures, device lines and disclaimers
 * go; inline answers stay in their order, joined by blank lines. Losing a
 * customer's word is worse than leaving a quote: in doubt a line stays.
 * Linear in the text.
 */
struct str quote_strip(struct arena *a, struct str text);

/*
 * The same with what else is known of the mail; any of it may be empty. A
 * block that starts with the writer's name is a stored signature, one with
 * another name is not. The HTML of the same words tells which lines its client
 * marked as a signature, and which are bold or coloured as a whole. A line of
 * text may also end with '\x01' to say so itself.
 */
struct quote_hint {
	struct str name;      /* display name in From */
	struct str signature; /* lines */
	struct str styled;    /* lines */
	bool *others;         /* out, true: there is another mail in it */
};

struct str quote_strip_hint(
    struct arena *a, struct str text, const struct quote_hint *hint);

#endif
