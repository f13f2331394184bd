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
/* A picture or a link in the place of it: "[cid:image001.png@...]", "[logo]",
 * "<https://www.acme.example/>". */
bool closeword_picture(struct str key);
/* What programs add at the very end: links, marks of virus scanners, where
 * else to find the company, feet of ticket systems. */
bool closeword_tail(struct str key);
/* "Ticket: 123", "Status: open", "[ Helpdesk ]": a frame of a ticket system
 * above the words; and the headline of what it adds below. */
bool closeword_frame(struct str key);
bool closeword_frame_end(struct str key);
/* Fields that such a system adds below: "Short description: ...". */
bool closeword_field(struct str key);
/* Its foot: "Click here to view", "Ref:MSG123". */
bool closeword_ticket_foot(struct str key);
/* "Comments:" above or before the words: the bytes up to behind the colon. */
size_t closeword_comment_label(struct str key);
/* "2026-11-17 15:20:44 - Jo Hill (Additional comments)" above them: the bytes
 * before that label, 0 if it is none. */
size_t closeword_journal(struct str key);
/* "Your request (4711) has been updated"; "Jo Hill commented:". */
bool closeword_update(struct str key);
bool closeword_comment(struct str key);

#endif
