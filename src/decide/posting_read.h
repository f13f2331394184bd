#ifndef DUNMAIL_DECIDE_POSTING_READ_H
#define DUNMAIL_DECIDE_POSTING_READ_H

#include "base/arena.h"
#include "model/facts.h"

/*
 * posting_read: what a customer filled into a form of the portal. The same
 * reading is made twice: by the page, which shows what has to be corrected,
 * and later by whoever acts on it, on what the ledger says then. Pure and
 * total.
 */
enum posting_kind {
	POSTING_DISPUTE,
	POSTING_PROMISE,
	POSTING_MESSAGE,
	POSTING_REQUEST, /* for a document */
	POSTING_PREFERENCES,
	POSTING_NEW_LINK,
	POSTING_KINDS
};

const char *posting_kind_name(enum posting_kind kind); /* "new-link" */
bool posting_kind_parse(struct str s, enum posting_kind *out);

/* Texts, as typed or as they are kept (amount "120.50", ISO day). */
struct posting_form {
	struct str invoices; /* ids, one a line */
	struct str reason;
	struct str amount;
	struct str date;
	struct str words;
	struct str type, reference; /* of a document */
	struct str name, phone, language;
	struct str from, to; /* hours: "09:00" */
	struct str stop;     /* "mails", "texts", one a line */
	struct str address;
};

/* What has to be corrected: the field, and why, by the name of its word. Both
 * are static. */
struct posting_wrong {
	const char *field, *why;
};
#define POSTING_WRONGS 8

struct posting_read {
	struct str *invoices; /* ids of the facts */
	size_t invoice_count;
	enum dispute_reason reason;
	day_t day; /* DAY_NONE: none */
	bool has_amount;
	struct money amount;
	struct str words;
	enum document_type type;
	struct str reference;
	struct str name, phone;
	struct str language; /* of theirs, if it is to change; else empty */
	bool has_hours;      /* they are to change */
	int from, to;        /* both 0: at any time */
	bool stop_mails, stop_texts;
	struct str address;
	struct posting_wrong wrong[POSTING_WRONGS];
	size_t wrong_count;
};

/* facts: NULL of a form that anybody may send. contact: NULL if the link
 * names none. locale: how numbers and days were typed; "en" reads what is
 * kept. Spans are the form's or the facts'. */
struct posting_ask {
	const struct facts_account *facts;
	const struct contact *contact;
	struct str locale;
};
void posting_read(struct arena *a, enum posting_kind kind,
    const struct posting_form *form, const struct posting_ask *ask,
    struct posting_read *out);

#endif
