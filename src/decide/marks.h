#ifndef DUNMAIL_DECIDE_MARKS_H
#define DUNMAIL_DECIDE_MARKS_H

#include <stdbool.h>

#include "base/arena.h"
#include "decide/phrase.h"
#include "model/message.h"

/*
 * marks: what the header of a mail shows about the hand that sent it, read
 * once, for the rules of the guard. Nothing is decided here.
 */
enum marks_auto { /* Auto-Submitted (RFC 3834, RFC 5436) */
	MARKS_AUTO_ABSENT,
	MARKS_AUTO_NO,
	MARKS_AUTO_REPLIED,
	MARKS_AUTO_GENERATED, /* and every word we don't know */
};

enum marks_header {
	MARKS_AUTORESPONDER, /* a field only an autoresponder writes */
	MARKS_TICKET,        /* a field only a ticket system writes */
	MARKS_FAILED,        /* X-Failed-Recipients */
	MARKS_NDR,           /* says of itself that it is a report */
	MARKS_LIST_ID,
	MARKS_LIST_POST,
	MARKS_LIST_UNSUBSCRIBE,
	MARKS_CAMPAIGN, /* a field of mass mailers */
	MARKS_PROGRAM,  /* sent by a program, though at times for a person */
	MARKS_ACCUSED,  /* whom a complaint's mail had gone to */
	MARKS_GROUP,    /* written through a group address */
	MARKS_SUPPRESS, /* X-Auto-Response-Suppress: weak at most */
	MARKS_OWN,      /* a mail of ours that came back */
	MARKS_HEADERS
};

enum marks_precedence {
	MARKS_PRECEDENCE_NONE,
	MARKS_PRECEDENCE_BULK, /* bulk, junk */
	MARKS_PRECEDENCE_LIST,
	MARKS_PRECEDENCE_REPLY, /* auto_reply */
};

enum marks_sender {
	MARKS_SENDER_PLAIN,
	MARKS_SENDER_DAEMON,   /* mailer-daemon, postmaster, ... */
	MARKS_SENDER_NO_REPLY, /* says that nobody reads answers */
	MARKS_SENDER_SYSTEM,   /* notifications@, alerts@, ... */
};

struct marks {
	const struct message *m;
	struct arena *a;

	enum marks_auto submitted;
	struct str submitted_text; /* as written */
	enum marks_precedence precedence;
	struct str precedence_text;
	struct str header[MARKS_HEADERS]; /* value; its name if empty */
	bool null_path;                   /* envelope sender "<>" */

	enum marks_sender sender;
	struct str sender_text; /* the address, or else the name */

	struct str subject; /* folded, without Re:, Fwd: and [tags] */
	bool re;
	bool forward;
	bool related; /* Re:, In-Reply-To or References */
	bool quotes;  /* quotes a mail and has new words beside it */

	struct str reply;         /* ->reply folded; only after marks_reply() */
	struct phrase_hits words; /* only after marks_words() */
	bool has_words;
	struct str text; /* ->text folded; only after marks_text() */
	double robot;    /* only after marks_robot() */
	bool has_robot;
};

void marks_read(struct arena *a, const struct message *m, struct marks *k);

/* Folded on first use: most mail never needs them. */
struct str marks_reply(struct marks *k);
struct str marks_text(struct marks *k);
/* What autowords finds in the reply. */
const struct phrase_hits *marks_words(struct marks *k);

/* What the second reader makes of the reply: how likely a machine wrote it, 0
 * to 1. */
double marks_robot(struct marks *k);
#define MARKS_PERSON 0.3 /* less: hardly a machine */

bool marks_has(const struct marks *k, enum marks_header h);

#endif
