#ifndef DUNMAIL_BASE_PRINTABLE_H
#define DUNMAIL_BASE_PRINTABLE_H

#include "base/buf.h"
#include "base/str.h"

/*
 * printable: foreign bytes made fit for a page.
 */

/*
 * Append text as well-formed UTF-8: a byte that is not becomes U+FFFD, a
 * control character a blank, and characters that turn the direction of their
 * neighbours round, or cannot be seen, go.
 */
void printable_text(struct buf *out, struct str text);

/*
 * Append an http, https or mailto address with every character that RFC 3986
 * does not allow there, and quotes, brackets and backslashes, as %XX. False,
 * and nothing appended, for any other scheme.
 */
bool printable_url(struct buf *out, struct str url);

#endif
