#ifndef DUNMAIL_PORT_IMAP_TREE_H
#define DUNMAIL_PORT_IMAP_TREE_H

#include "port/imap_session.h"

/*
 * imap_tree: how this server writes the name of a folder. Ours has "/"
 * between its levels; there it has the server's separator and, unless it
 * stands there already, the prefix of own folders (RFC 2342). A separator
 * inside a level becomes '_', but a name without any "/" stays as it is: it
 * may be in the server's own notation. INBOX is always INBOX.
 */
#define IMAP_WIRE_MAX 8192

/* Learn separator and prefix, once a log-in. */
enum rc imap_tree_ask(struct imap *s, struct err *err);

/* *out is made here, and only with RC_OK. RC_BAD: no name of a folder. */
enum rc imap_tree_wire(
    struct imap *s, struct str folder, struct buf *out, struct err *err);

/* The reverse, into name. False: it cannot be written so, or has no room. */
bool imap_tree_plain(struct imap *s, const char *wire, char *name, size_t size);

/* Can mails lie in it, or only other folders (or is it gone)? */
bool imap_tree_real(const struct mailimap_mailbox_list *mb);

/* Is a mail to be had from a folder of that name (on the wire)? RC_MISS: no */
enum rc imap_tree_has(struct imap *s, const char *wire, struct err *err);

/* CREATE with all parents, and SUBSCRIBE; a name on the wire. */
enum rc imap_tree_make(struct imap *s, const char *wire, struct err *err);

#endif
