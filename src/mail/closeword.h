#ifndef DUNMAIL_MAIL_CLOSEWORD_H
#define DUNMAIL_MAIL_CLOSEWORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * closeword: the words by which devices, lawyers, gateways and ticket systems
 * give themselves away around the words of a writer. All take a key of
 * mail/quoteword.
 */

/* "Sent from my iPhone", "Get Outlook for iOS". */
bool closeword_device(struct str key);
/* A picture in the place of its bytes: "[cid:image001.png@...]", "[logo]". */
bool closeword_picture(struct str key);
/* The start of a legal notice or of a call to save trees. */
bool closeword_disclaimer(struct str key);
/* How many words of legal notices stand in it. */
size_t closeword_legal(struct str key);
/* "Ticket: 123", "Status: open", "[ Helpdesk ]": a frame of a ticket system
 * above the words; and the headline of what it adds below. */
bool closeword_frame(struct str key);
bool closeword_frame_end(struct str key);
/* A warning that a gateway put on top; words that stand in such warnings. */
bool closeword_banner(struct str key);
bool closeword_warning(struct str key);

#endif
