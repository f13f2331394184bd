#ifndef DUNMAIL_MAIL_WORD_H
#define DUNMAIL_MAIL_WORD_H

#include "base/arena.h"
#include "base/str.h"

/*
 * word: the text of an unfolded header value: encoded words (RFC 2047) and
 * raw 8-bit bytes (UTF-8 if they are, else windows-1252) to clean UTF-8
 * without control characters. Neighbouring words of one charset are joined
 * before they are converted, as broken senders cut inside a character. What
 * only looks like an encoded word stays as it is. Linear.
 */
struct str word_decode(struct arena *a, struct str raw);

/*
 * A value in which nothing may be decoded, as servers wrote it (RFC 2047, 5:
 * no encoded word in a trace field, whose grammar it could break open): clean
 * UTF-8, and of the controls only the tab of a fold.
 */
struct str word_plain(struct arena *a, struct str raw);

/* Base64 (blanks and rubbish skipped) into out, which has room for n bytes;
 * returns how many came out. */
size_t word_base64(struct str in, char *out);

#endif
