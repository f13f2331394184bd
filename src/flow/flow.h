#ifndef DUNMAIL_FLOW_FLOW_H
#define DUNMAIL_FLOW_FLOW_H

#include "decide/rules.h"
#include "model/sequence.h"
#include "model/settings.h"
#include "port/seal.h"
#include "store/store.h"

/*
 * flow: what every stage is handed: the store, the settings and the secrets
 * its role may hold. A role that does not need one leaves it NULL. The clock
 * is never in here: now is an argument.
 */
struct library;

struct flow {
	struct store *store;
	const struct settings *set;
	const struct sequence *sequences;
	size_t sequence_count;
	const struct seal_key *key;
	struct library *library;
	const struct rules *rules;
	const char *owner; /* this process, in outbox rows it is sending */
	bool rehearsed;    /* the clock was set by hand: no jump is seen */
};

/* The sequence of that name, or NULL. */
const struct sequence *flow_sequence(const struct flow *f, struct str name);

/* The mailbox of that name; the first one for an empty or unknown name. */
const struct mailbox_settings *flow_mailbox(
    const struct flow *f, struct str name);

#define FLOW_INVOICING "invoicing"

#endif
