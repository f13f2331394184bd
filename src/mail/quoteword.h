#ifndef DUNMAIL_MAIL_QUOTEWORD_H
#define DUNMAIL_MAIL_QUOTEWORD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * quoteword: the words by which mail clients, and people who end a letter,
 * give themselves away, in some twenty languages. Everything here takes a
 * key: a line in lower case, without marks of emphasis, blanks folded, as
 * quoteword_key() makes it.
 */
enum quoteword_label {
	LABEL_NONE,
	LABEL_FROM,
	LABEL_DATE,
	LABEL_TO,
	LABEL_CC,
	LABEL_SUBJECT,
	LABEL_OTHER, /* Importance:, Attachments:, Reply-To: */
};

/* At most max bytes of line as a key. */
struct str quoteword_key(struct arena *a, struct str line, size_t max);

/* The header label a key starts with ("from: ...", "objet : ..."). */
enum quoteword_label quoteword_label(struct str key);

/* "-----Original Message-----", "---------- Forwarded message ---------",
 * "Begin forwarded message:", "reply above this line". */
bool quoteword_separator(struct str key);
/* The same words without any dash. */
bool quoteword_bare_separator(struct str key);
bool quoteword_reply_above(struct str key);

/* Has it a verb of attribution ("wrote", "a écrit")? *end: it ends with it,
 * but for a colon and brackets. *behind: offset behind the verb and its colon
 * when words follow on the same line, else 0. */
bool quoteword_verb(struct str key, bool *end, size_t *behind);
/* Does it start as attribution lines do ("on ", "le ", "Am ", a weekday)? */
bool quoteword_opening(struct str key);

/* "Sent from my iPhone", "Get Outlook for iOS". */
bool quoteword_device(struct str key);
/* The start of a legal notice or of an advertisement for paperless trees. */
bool quoteword_disclaimer(struct str key);
/* How many words of legal notices stand in it. */
size_t quoteword_legal(struct str key);
/* "Ticket: 123", "Status: open", "[ Helpdesk ]": a frame of a ticket system
 * above the words; and the headline of what it adds below. */
bool quoteword_frame(struct str key);
bool quoteword_frame_end(struct str key);
/* A warning that a gateway put on top; words that stand in such warnings. */
bool quoteword_banner(struct str key);
bool quoteword_warning(struct str key);
/* "Kind regards,", "Thanks, Karen": a closing line and nothing else. */
bool quoteword_valediction(struct str key, struct str line);
/* A word that stands in a job title or behind a company's name. */
bool quoteword_title(struct str key);
/* "See below in red", "my answers inline". */
bool quoteword_inline_hint(struct str key);

#endif
