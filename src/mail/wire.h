#ifndef DUNMAIL_MAIL_WIRE_H
#define DUNMAIL_MAIL_WIRE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "model/message.h"

/*
 * wire: struct message as bytes and back, for the way from the parser child
 * to its parent. The parent trusts nothing: every length is held against what
 * is there, every text is checked to be UTF-8. RC_BAD otherwise. The texts of
 * what wire_get gives are spans of bytes.
 */
void wire_put(struct buf *out, const struct message *m);
enum rc wire_get(
    struct arena *a, struct str bytes, struct message **out, struct err *err);

/* The attached files alone, with their bytes. */
void wire_put_files(struct buf *out, const struct message *m);
enum rc wire_get_files(struct arena *a, struct str bytes,
    struct message_file **out, size_t *count, struct err *err);

#endif
