#ifndef DUNMAIL_RENDER_MIMEOUT_H
#define DUNMAIL_RENDER_MIMEOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/*
 * mimeout: the pieces of an outgoing mail as bytes on the wire. Header values
 * are checked first (mimeout_check_*: nothing that passes them can end
 * a line), then written; what is written is folded at 78 columns where it can
 * be, ends with CRLF, and is ASCII save for an address that is not.
 */

/* UTF-8 without any control character, C1 and line separators included. */
bool mimeout_check_value(struct str s);

/* One addr-spec (RFC 5321 lengths; UTF-8 as in RFC 6531): no display name, no
 * comment, no route, no domain literal. */
bool mimeout_check_address(struct str s);

/* The inside of <>: one id that a header can carry (RFC 5322, no blanks). */
bool mimeout_check_id(struct str s);

/* "image/png". */
bool mimeout_check_type(struct str s);

/* "Name: value", encoded words (RFC 2047) when the value is not plain. */
void mimeout_text(struct buf *out, const char *name, struct str value);

/* "Name: display <address>"; the display name may be empty. */
void mimeout_mailbox(
    struct buf *out, const char *name, struct str display, struct str address);

/* "Name: <id> <id> ...", one a line. */
void mimeout_ids(
    struct buf *out, const char *name, const struct str *ids, size_t count);

/* "Date: Sun, 22 Nov 2026 09:00:00 +0000". */
void mimeout_date(struct buf *out, int64_t t, int offset_minutes);

/* "; name=...": an ASCII form and, where that says less, the whole name before
 * it (RFC 2231). Path separators become '_'. */
void mimeout_file_name(struct buf *out, const char *name, struct str value);

/* Quoted-printable (RFC 2045 6.7) of text; LF or CRLF end a line there. */
void mimeout_quoted(struct buf *out, struct str text);

/* Base64 in lines of 76. */
void mimeout_base64(struct buf *out, struct str bytes);

#endif
