#ifndef DUNMAIL_MAIL_INSIDE_H
#define DUNMAIL_MAIL_INSIDE_H

#include "mail/lines.h"

/*
 * inside: words of the writer inside of a quoted mail, and what looks like
 * them.
 */

/* "[KD] We paid.", "[Karen Dow] We paid.": an answer that says who gives it. */
bool inside_signed(struct str line, struct str name);

/* ">>", "**", "##" in the words above: the mark of the answers below. */
struct str inside_mark(struct str own);

/* "> When will you pay?   On Friday", "> Who signs? --> Jo": an answer behind
 * what is quoted, parted by more than a sentence is. */
bool inside_answered(struct str line);

/* What a mail program broke off a long quoted line: a word or two between
 * quoted lines that go on in small letters. A short answer looks the same. */
bool inside_broken_off(struct lines *l, size_t i);

#endif
