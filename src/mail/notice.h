#ifndef DUNMAIL_MAIL_NOTICE_H
#define DUNMAIL_MAIL_NOTICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * notice: legal notices below the words of a writer and the warnings that
 * gateways put above them, by what such texts cannot do without, in some
 * fifteen languages. All take a key of mail/quoteword.
 */

#define NOTICE_LENGTH 100 /* bytes: none is shorter without its headline */

/* A bit of notice_legal() of its own: a person asks for something in it. */
#define NOTICE_PERSON (1u << 9)

/* Which of the things a legal notice speaks of stand in it: a set of bits,
 * to be joined over the lines of a paragraph. */
unsigned notice_legal(struct str key);
/* Is a paragraph one that starts with this key, has these things in it, and
 * is that long? */
bool notice_is_legal(struct str first, unsigned legal, size_t length);

/* The start of a warning of a gateway; words that stand in such warnings. */
bool notice_banner(struct str key);
/* One that no person would write, whatever stands around it. */
bool notice_banner_sure(struct str key);
bool notice_warning(struct str key);
/* "Your e-mail program cannot show HTML", from a mailer to the reader. */
bool notice_unshown(struct str key);

#endif
