#ifndef DUNMAIL_MODEL_THREAD_H
#define DUNMAIL_MODEL_THREAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * thread: where a reply belongs, and who wrote it. Three facts that never
 * stand in for one another: the thread (a keyed id of ours was in the mail),
 * the sender (the company's own mail server authenticated it) and the
 * authority (what that sender may do on this account).
 */

/* What the pinned server said of the sender (mail/authres). */
enum authres {
	AUTHRES_NONE, /* nothing from the pinned server, or no id pinned */
	AUTHRES_PASS, /* dmarc=pass with header.from equal to From's domain, or
		       * without any dmarc result an aligned dkim=pass */
	AUTHRES_FAIL, /* dmarc=fail, or the results contradict */
};

enum thread_place {
	THREAD_IN_ADDRESS, /* To, Cc, Delivered-To, X-Original-To, ... */
	THREAD_IN_REPLY_TO,
	THREAD_IN_REFERENCES,
};

/* A touch whose keyed id stood in the mail; the caller checked the key. */
struct thread_touch {
	struct str touch;
	enum thread_place place;
	struct str account; /* empty: the ledger does not know the touch */
	struct str contact; /* to whom it went; may be empty */
	struct str address; /* where it went; may be empty */
};

/* An account on which the From address is on file as a contact. */
struct thread_owner {
	struct str account;
	struct str contact;
};

/* An invoice number seen in the mail that the ledger knows. */
struct thread_invoice {
	struct str number;
	struct str account;
};

/* An account whose keyed note address stood in the mail. */
struct thread_note {
	struct str account;
};

struct thread_facts {
	const struct thread_touch *touches; /* addresses first, then
					     * In-Reply-To, then References
					     * newest first */
	size_t touch_count;
	const struct thread_owner *owners;
	size_t owner_count;
	const struct thread_invoice *invoices;
	size_t invoice_count;
	const struct thread_note *notes;
	size_t note_count;
	bool staff; /* From is on the list of staff */
	enum authres auth;
};

enum thread_how {
	THREAD_NONE,
	THREAD_TAG,            /* keyed tag in a recipient address */
	THREAD_REPLY,          /* In-Reply-To names a mail of ours */
	THREAD_REFERENCE,      /* References does */
	THREAD_NOTE,           /* the keyed note address of an account */
	THREAD_SENDER_INVOICE, /* a contact who names an invoice */
	THREAD_SENDER,         /* a contact of exactly one account */
	THREAD_RECIPIENT,      /* of a colleague's mail: one in To or Cc */
	THREAD_INVOICE,        /* of a colleague's mail: it names one */
	THREAD_MADE,           /* we made the mail: of a form, of a text */
};

enum thread_trust {
	THREAD_UNVERIFIED,
	THREAD_VERIFIED,
	THREAD_FORGED,
};

enum thread_role {
	THREAD_STRANGER,
	THREAD_CONTACT, /* a contact on file of this very account */
	THREAD_STAFF,
};

struct thread_hit {
	struct str account; /* empty: a person must say */
	enum thread_how how;
	struct str touch;   /* empty when it was threaded by sender */
	struct str contact; /* the sender, if on file for the account */
	bool ambiguous;     /* several accounts fit equally */
	bool proven;        /* by a keyed id of ours */
	bool authenticated; /* our own server passed the sender */
	enum thread_trust trust;
	enum thread_role role;
};

#endif
