#ifndef DUNMAIL_MAIL_QUOTE_H
#define DUNMAIL_MAIL_QUOTE_H

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

/* The same, told the display name of the writer (may be empty): a block that
 * starts with it is a stored signature, one with another name is not. */
struct str quote_strip_named(struct arena *a, struct str text, struct str name);

#endif
