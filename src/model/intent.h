#ifndef DUNMAIL_MODEL_INTENT_H
#define DUNMAIL_MODEL_INTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "base/str.h"

/*
 * intent: what a mail is and what it says. The words are those of the
 * contract; names.c maps each to its text.
 */
enum mail_kind {
	KIND_HUMAN,
	KIND_AUTO_REPLY,
	KIND_BOUNCE,
	KIND_DELAY,
	KIND_COMPLAINT,
	KIND_RECEIPT,
	KIND_CALENDAR,
	KIND_LIST,
	KIND_OTHER,
	KIND_COUNT
};

enum intent_kind {
	INTENT_DISPUTE,
	INTENT_PROMISE,
	INTENT_DOCUMENT,
	INTENT_PAID,
	INTENT_BANK_DETAILS,
	INTENT_PAYMENT_PLAN,
	INTENT_CREDIT_REQUEST,
	INTENT_HOLD_RELEASE,
	INTENT_CONTACT_CHANGE,
	INTENT_UNSUBSCRIBE,
	INTENT_HARDSHIP_LEGAL,
	INTENT_QUESTION,
	INTENT_ACKNOWLEDGEMENT,
	INTENT_CALL_BACK,
	INTENT_NONE,
	INTENT_COUNT
};

enum dispute_reason {
	DISPUTE_PRICING,
	DISPUTE_QUANTITY_SHORTAGE,
	DISPUTE_DAMAGED_DEFECTIVE,
	DISPUTE_NOT_RECEIVED,
	DISPUTE_DUPLICATE,
	DISPUTE_WRONG_PO,
	DISPUTE_TAX,
	DISPUTE_SERVICE_QUALITY,
	DISPUTE_NOT_OURS,
	DISPUTE_CREDIT_MISSING,
	DISPUTE_OTHER,
	DISPUTE_COUNT
};

enum document_type {
	DOCUMENT_INVOICE,
	DOCUMENT_STATEMENT,
	DOCUMENT_PROOF_OF_DELIVERY,
	DOCUMENT_PURCHASE_ORDER,
	DOCUMENT_CREDIT_MEMO,
	DOCUMENT_TAX_FORM,
	DOCUMENT_CONTRACT,
	DOCUMENT_BANK_DETAILS,
	DOCUMENT_RECEIPT,
	DOCUMENT_OTHER,
	DOCUMENT_COUNT
};

enum bounce_severity {
	BOUNCE_NONE,
	BOUNCE_HARD,
	BOUNCE_SOFT,
};

#define INTENT_BIT(kind) (1u << (kind))

struct intent_promise {
	day_t date; /* DAY_NONE: promised without a date */
	bool has_amount;
	int64_t amount_minor; /* in currency, or in hundredths without one */
	char currency[4];     /* "" when none was written */
	bool conditional;
};

struct intent_document {
	enum document_type type;
	struct str ref; /* invoice number as written, or empty */
};

/* One rule that spoke: the audit of a decision. */
struct intent_match {
	struct str rule;
	enum intent_kind intent;
	struct str text; /* the words it matched; foreign */
};

/* References as written, no repeats. */
struct intent_names {
	struct str *v;
	size_t n;
};

/* What classify_message() found. Spans live in the caller's arena. */
struct intent {
	unsigned intents;           /* INTENT_BIT()s; 0 reads as none */
	enum dispute_reason reason; /* if INTENT_DISPUTE */
	bool guess; /* the reason is only the likeliest of unlikely ones */
	struct intent_promise *promises;
	size_t promise_count;
	struct intent_document *documents;
	size_t document_count;
	struct str *invoices; /* references as written, no repeats */
	size_t invoice_count;
	struct intent_names disputed; /* in the sentences that dispute */
	struct intent_names promised; /* and in those that promise */
	struct intent_match *matches;
	size_t match_count;
	double confidence; /* 0..1 for the whole set */
	bool unsure;       /* below the threshold: a person decides */
	bool bank_change;  /* speaks of changed bank details: always a person */
	struct str language; /* "en", or empty when not found out */
};

#endif
