#ifndef DUNMAIL_MAIL_CHARSET_H
#define DUNMAIL_MAIL_CHARSET_H

#include "base/arena.h"
#include "base/str.h"

/*
 * charset: bytes in a named charset to clean UTF-8: valid, without NUL and
 * byte order marks. Names by the WHATWG aliases (mail/charsetname). Never
 * fails: bytes that fit nowhere become U+FFFD, an unknown name is read as
 * UTF-8 if the bytes are, else windows-1252.
 * Keeps open converters in the process: not thread-safe.
 */
struct str charset_utf8(struct arena *a, struct str bytes, struct str name);

/* The same with line ends CRLF and CR made LF. */
struct str charset_text(struct arena *a, struct str bytes, struct str name);

/* Same answer as str_is_utf8(), a word at a time over ASCII. */
bool charset_is_utf8(struct str s);

/* Open every converter now: later opens would load files. */
void charset_warm(void);

/* Open none: where one is needed `missing` is called, and does not return. */
void charset_cold(void (*missing)(void));

#endif
