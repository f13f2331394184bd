#ifndef DUNMAIL_MODEL_EFFECT_H
#define DUNMAIL_MODEL_EFFECT_H

#include "base/arena.h"
#include "base/day.h"
#include "base/money.h"
#include "model/intent.h"
#include "model/party.h"

/*
 * effect: one decided change, not done yet. decide makes a list of them,
 * apply does the list in one transaction; each has a natural key (the mail
 * and its place in the list), so that doing the list twice is doing it once.
 */
enum effect_kind {
	EFFECT_NOTE,     /* text into the timeline */
	EFFECT_REST,     /* reminders rest: invoice or all, until */
	EFFECT_DISPUTE,  /* open it on each of invoices */
	EFFECT_PROMISE,  /* record it for invoices */
	EFFECT_ANSWER,   /* an outbox row: template `what` to contact */
	EFFECT_TASK,     /* a person: kind `what`, text */
	EFFECT_CONTACT,  /* the address of contact is state now */
	EFFECT_BOUNCED,  /* touch `what` came back */
	EFFECT_FACT,     /* the account says: `what` is text */
	EFFECT_HOURS,    /* contact likes to be written to then */
	EFFECT_VISIT,    /* visit `what` is state text, at day and from */
	EFFECT_LANGUAGE, /* contact reads the language `text` */
	EFFECT_NO_TEXTS, /* contact wants no text messages, and no calls */

	/* Undone because a person said so (decide/correct). */
	EFFECT_WITHDRAW, /* dispute `what` was none */
	EFFECT_CANCEL,   /* promise `what` was none */
	EFFECT_CLOSE,    /* task `what` is done */
	EFFECT_LIFT,     /* what rests because of this mail, stops apart */

	EFFECT_DRAFT, /* the draft of touch `what` was sent; text: "changed" if
		       * its words were */
	EFFECT_TELL,  /* our own person `by`: template `what`, text */
	EFFECT_KINDS
};

struct effect {
	enum effect_kind kind;
	struct str what;
	struct str text;
	struct str contact;
	struct str by; /* NOTE: its author, where `what` does not say */
	const struct str *invoices;
	size_t invoice_count;
	int64_t until; /* REST: instant, 0 for good */
	enum dispute_reason reason;
	day_t day;    /* PROMISE, ANSWER about one */
	int from, to; /* HOURS, VISIT: minutes of the day */
	bool has_amount;
	struct money amount;
	bool conditional;
	enum contact_state state;
	const struct intent_document *documents; /* ANSWER */
	size_t document_count;
};

/* A growing list in one job's arena. */
struct effects {
	struct arena *a;
	struct effect *v;
	size_t n, cap;

	/* The mail's own place after this. */
	struct str queue;  /* Disputes, Promises, ... */
	struct str reason; /* why, in words */
};

/* What becomes of a request for a document. */
enum document_answer {
	ANSWER_NONE,
	ANSWER_SEND,
	ANSWER_SEND_ON_FILE, /* to the address on file, not to who asked */
	ANSWER_REFUSE,
};

struct effect *effect_add(struct effects *e, enum effect_kind kind);
const char *effect_kind_name(enum effect_kind kind);
const char *effect_answer_name(enum document_answer answer);

#endif
