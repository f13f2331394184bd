#ifndef DUNMAIL_STORE_LEDGER_H
#define DUNMAIL_STORE_LEDGER_H

#include "base/arena.h"
#include "base/err.h"
#include "model/facts.h"
#include "store/slots.h"

/*
 * ledger: reading accounts, contacts, invoices and what rests on them. All
 * spans go to the arena. RC_MISS: no such row; RC_LATER, RC_DOWN as db.h.
 */
enum rc ledger_account(struct store *st, struct arena *a, struct str id,
    struct account *out, struct err *err);
enum rc ledger_contact(struct store *st, struct arena *a, struct str id,
    struct contact *out, struct err *err);

/* One invoice with its open amount; *account says whose. */
enum rc ledger_invoice(struct store *st, struct arena *a, struct str id,
    struct facts_invoice *out, struct str *account, struct err *err);

/* What was applied to an invoice, oldest first. */
struct ledger_application {
	struct str kind; /* payment, credit */
	struct str source;
	int64_t amount;
	day_t day;
};
enum rc ledger_applications(struct store *st, struct arena *a,
    struct str invoice, struct ledger_application **out, size_t *count,
    struct err *err);

/*
 * Fill what of facts[i] the tables know of the i-th account: account, contacts
 * (usable first, then ap, other, buyer, escalation, executive), open invoices
 * with what holds them, rests, and the parts asked for. Zeroed before, but for
 * the moment (now); its civil reading is the caller's. An account that is not
 * there is left without an id.
 */
enum ledger_part {
	LEDGER_PROMISES = 1 << 0,
	LEDGER_UNAPPLIED = 1 << 1,
	LEDGER_HISTORY = 1 << 2, /* last reminder, last contact, episode, last
				  * steps said */
	LEDGER_ALL = 7,
};

struct ledger_ask {
	struct slots accounts; /* given: the sequence */
	unsigned parts;
};

enum rc ledger_facts(struct store *st, struct arena *a,
    const struct ledger_ask *ask, struct facts_account *facts, struct err *err);

/* The key by which addresses are compared: ASCII-folded, trimmed. */
struct str ledger_email_key(struct arena *a, struct str address);

enum rc ledger_contact_state(struct store *st, struct str contact,
    enum contact_state state, int64_t now, struct err *err);

#endif
