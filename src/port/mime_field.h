#ifndef DUNMAIL_PORT_MIME_FIELD_H
#define DUNMAIL_PORT_MIME_FIELD_H

#include <stdbool.h>

#include "base/str.h"

/*
 * mime_field: the fields of a part as RFC 2045 has them: ASCII, no comments,
 * no encoded words, no parameters in sections (RFC 2231). All spans lie in
 * what was read. Whatever is written otherwise is refused, not guessed at.
 */
struct mime_fields {
	struct str type, coding, disposition, id; /* p NULL: not there */
};

/* The next line without its end; the last one may have none. */
bool mime_field_line(struct str *rest, struct str *line);

/* The fields at the front of *rest and the empty line behind them, if there is
 * one. False: a line is no field, or one of ours stands there twice. */
bool mime_field_read(struct str *rest, struct mime_fields *f);

/* Cut off the front of *s: letters, digits and those of `more`; one sign, if
 * it stands there; blanks. */
struct str mime_field_token(struct str *s, const char *more);
bool mime_field_take(struct str *s, char c);
void mime_field_blanks(struct str *s);
/* Without blanks around it. */
struct str mime_field_bare(struct str value);

/* Is all of it "; name=value", each name once? */
bool mime_field_plain(struct str params);
/* The value of one of those, empty if it is not there. */
struct str mime_field_param(struct str params, const char *name);

#endif
