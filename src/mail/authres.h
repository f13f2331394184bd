#ifndef DUNMAIL_MAIL_AUTHRES_H
#define DUNMAIL_MAIL_AUTHRES_H

#include "model/message.h"
#include "model/thread.h"

/*
 * authres: Authentication-Results by RFC 8601, with its real grammar
 * (comments, quoted strings, versions). Only fields whose authserv-id equals
 * the pinned one count, and only those above the border: the first Received
 * field that took the mail from another network. What stands below it came
 * with the mail. ARC-Authentication-Results (RFC 8617) above the border counts
 * the same; large providers write only that one there. Several results for
 * one method: the worst counts. A broken field never passes anything.
 *
 * authserv_id empty: always AUTHRES_NONE. Only exactly one From with exactly
 * one address can pass; dmarc=fail fails in any case. Aligned is a dkim domain
 * equal to From's domain or a parent of it.
 */
enum authres authres_judge(const struct message *m, struct str authserv_id);

#endif
