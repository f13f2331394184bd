#ifndef DUNMAIL_MAIL_RUN_H
#define DUNMAIL_MAIL_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "mail/signature.h"

/*
 * run: lines in a row that all are the writer's own, of which some are being
 * dropped. What mail/frame, mail/signature and mail/unclosed share.
 */
struct run {
	struct signature_line *v;
	size_t n;
	struct str name; /* of the writer, may be empty */
	bool all_styled; /* the writer types in bold or colour */
	bool below;      /* there are words of the writer above it */
};

bool run_is_blank(const struct run *r, size_t i); /* or dropped */
/* First line that is not blank, at or after i. */
size_t run_skip_blank(const struct run *r, size_t i);
/* Line behind the paragraph that i stands in. */
size_t run_paragraph_end(const struct run *r, size_t i);
void run_drop(struct run *r, size_t from, size_t to);
/* All up to the end but a postscript and the sentences below it; and, when it
 * is not sure that all of it is stored, a sentence about money or goods. */
void run_drop_stored(struct run *r, size_t from, bool sure);
/* Lines [from, to), a paragraph: sentences, and about money or goods? */
bool run_is_dealing(const struct run *r, size_t from, size_t to);
/* Does line i go on where a program broke the one above? */
bool run_is_wrapped(const struct run *r, size_t i);
/* "____" and the like. */
bool run_is_rule(struct str key);
/* "P.S. ..." */
bool run_is_postscript(struct str key);

/* mail/card on line i; does a sentence stand in lines [from, to)? */
bool run_is_name(const struct run *r, size_t i);
bool run_is_card(const struct run *r, size_t i);
bool run_is_prose(const struct run *r, size_t from, size_t to);
bool run_has_digit(const struct run *r, size_t i);
/* Lines that look like a business card, or are set apart from the words. */
size_t run_cards(const struct run *r, size_t from, size_t to);

#endif
