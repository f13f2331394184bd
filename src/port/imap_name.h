#ifndef DUNMAIL_PORT_IMAP_NAME_H
#define DUNMAIL_PORT_IMAP_NAME_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* Append the folder name in modified UTF-7 (RFC 3501, 5.1.3). False: empty,
 * too long, not UTF-8, or with control characters; *out is then worthless. */
bool imap_name_encode(struct str name, struct buf *out);

/* Append the UTF-8 of such a name. False: it is none, or not the one that
 * imap_name_encode gives; *out is then worthless. */
bool imap_name_decode(struct str wire, struct buf *out);

#endif
