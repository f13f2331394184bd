#ifndef DUNMAIL_MAIL_MESSAGE_H
#define DUNMAIL_MAIL_MESSAGE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/message.h"

/*
 * message: raw bytes of a mail to struct message, within limits.h. Total on
 * anything that is a mail at all: leading "From " lines, blank lines, broken
 * header lines, missing boundaries, unknown charsets lose nothing that
 * follows. RC_BAD only when not one header could be read or raw is larger
 * than LIMIT_MAIL_RAW. Fills everything in struct message, ->reply included.
 *
 * Hostile mail may still kill the process: flow/parser runs this in a child.
 */
enum rc message_parse(
    struct arena *a, struct str raw, struct message **out, struct err *err);

/* The same, with the bytes of its attached files: of each that still fits into
 * max together with those before it. */
enum rc message_parse_files(struct arena *a, struct str raw, size_t max,
    struct message **out, struct err *err);

/* First header of that name (ASCII case ignored), or NULL. */
const struct message_header *message_header(
    const struct message *m, const char *name);
/* The next one after `after`; NULL starts from the top. */
const struct message_header *message_header_next(const struct message *m,
    const char *name, const struct message_header *after);

#endif
