#ifndef DUNMAIL_FLOW_FLOW_H
#define DUNMAIL_FLOW_FLOW_H

#include "decide/interest.h"
#include "decide/rules.h"
#include "model/facts.h"
#include "model/sequence.h"
#include "model/settings.h"
#include "port/seal.h"
#include "store/store.h"

/*
 * flow: what every stage is handed: the store, the settings and the secrets
 * its role may hold. A role that does not need one leaves it NULL. The clock
 * is never in here: now is an argument.
 */
struct almanac;
struct library;
struct ours;

struct flow {
	struct store *store;
	const struct settings *set;
	const struct sequence *sequences;
	size_t sequence_count;
	const struct seal_key *key;
	struct library *library;
	struct ours *ours; /* with the rules */
	const struct rules *rules;
	const struct almanac *almanac;         /* NULL: no holidays */
	const struct interest_terms *interest; /* NULL: none is asked for */
	const char *owner; /* this process, in outbox rows it is sending */
	bool rehearsed;    /* the clock was set by hand: no jump is seen */
};

/* The sequence of that kind which is for this account: the narrowest that
 * admits it, or one without steps. */
const struct sequence *flow_sequence_for(const struct flow *f,
    enum sequence_kind kind, const struct facts_account *facts);

/* The mailbox of that name; the first one for an empty or unknown name. */
const struct mailbox_settings *flow_mailbox(
    const struct flow *f, struct str name);

/* Whose own mailbox gets their drafts; NULL: we have no access. */
const struct collector_settings *flow_collector(
    const struct flow *f, struct str address);

#define FLOW_INVOICING "invoicing"

#endif
