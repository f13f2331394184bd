#ifndef DUNMAIL_MAIL_AUTHRES_H
#define DUNMAIL_MAIL_AUTHRES_H

#include "model/message.h"

/*
 * authres: Authentication-Results by RFC 8601, with its real grammar
 * (comments, quoted strings, versions). Only fields whose authserv-id equals
 * the pinned one count, and only those above the first Received field that is
 * not ours to trust: the topmost unbroken block of them. Several results for
 * one method: the worst counts.
 */
enum authres {
	AUTHRES_NONE, /* nothing from the pinned server, or no id pinned */
	AUTHRES_PASS, /* dmarc=pass with header.from equal to From's domain, or
		       * without any dmarc result an aligned dkim=pass */
	AUTHRES_FAIL, /* dmarc=fail, or the results contradict */
};

/* authserv_id empty: always AUTHRES_NONE. From must be exactly one address. */
enum authres authres_judge(const struct message *m, struct str authserv_id);

#endif
