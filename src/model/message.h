#ifndef DUNMAIL_MODEL_MESSAGE_H
#define DUNMAIL_MODEL_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * message: a mail from outside after parsing, as plain values. Every span is
 * valid UTF-8 without NUL, decoded, unfolded, and lives in the job's arena.
 * All of it is foreign: encoders and binds only.
 */
struct message_address {
	struct str name;    /* display name, may be empty */
	struct str address; /* addr-spec, domain lower-cased; may be empty */
};

struct message_header {
	struct str name;  /* as written */
	struct str value; /* unfolded, encoded words decoded but in Received
			   * and Authentication-Results */
};

struct message_addresses {
	struct message_address *v;
	size_t n;
};

struct message_file {
	struct str name;  /* decoded, without any path; may be empty */
	struct str type;  /* lower case "application/pdf" */
	size_t size;      /* decoded bytes */
	struct str bytes; /* them; only where they were asked for */
};

/* One per-recipient block of message/delivery-status (RFC 3464, 2.3). */
struct message_dsn {
	struct str action;          /* failed, delayed, delivered, ... */
	struct str status;          /* "5.1.1" */
	struct str final_recipient; /* address without its type */
	struct str original_recipient;
	struct str diagnostic;
	struct str remote_mta;
};

enum message_flag {
	MESSAGE_TRUNCATED = 1 << 0, /* a limit was met, the rest is unread */
	MESSAGE_AMBIGUOUS = 1 << 1, /* several readings of the structure */
	MESSAGE_ENCRYPTED = 1 << 2,
	MESSAGE_FROM_HTML = 1 << 3, /* text was made from HTML */
	MESSAGE_HAS_CALENDAR = 1 << 4,
	MESSAGE_HAS_HTML = 1 << 5,
	MESSAGE_QUOTES = 1 << 6, /* another mail is in its text */
};

struct message {
	struct message_header *headers; /* in their order, top first */
	size_t header_count;

	struct str message_id;  /* without <>, may be empty */
	struct str *references; /* without <>; oldest first, References only */
	size_t reference_count;
	struct str *in_reply_to; /* ids without <> */
	size_t in_reply_to_count;
	struct str subject;
	struct message_addresses from, sender, reply_to, to, cc;
	struct str return_path; /* "" when absent; "<>" when null */
	bool has_date;
	int64_t date;    /* instant of the Date header */
	int date_offset; /* its zone, minutes east of UTC */

	struct str content_type; /* of the whole, lower case */
	struct str report_type;  /* multipart/report: delivery-status, ... */
	struct message_dsn *dsn;
	size_t dsn_count;
	struct str returned_id;    /* Message-ID of the returned mail */
	struct str returned_to;    /* its first To address */
	struct str returned_rcpts; /* its To and Cc, as written */
	struct str returned_subject;
	struct str feedback_type;   /* ARF (RFC 5965), else empty */
	struct str calendar_method; /* REPLY, REQUEST, ... */
	/* Of its first event (port/itip.h). */
	struct str calendar_uid, calendar_state, calendar_start;
	struct str calendar_zone, calendar_sequence;

	struct str text;  /* the words of the mail, LF line ends */
	struct str reply; /* what its writer newly wrote (mail/quote) */
	struct message_file *files; /* attachments, inline images left out */
	size_t file_count;
	unsigned flags; /* enum message_flag */
};

#endif
