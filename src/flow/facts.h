#ifndef DUNMAIL_FLOW_FACTS_H
#define DUNMAIL_FLOW_FACTS_H

#include "base/arena.h"
#include "decide/dun.h"
#include "flow/flow.h"
#include "model/facts.h"
#include "store/ledger.h"

/*
 * facts: from the store to what decisions look at, in the account's own civil
 * time. Call inside the transaction that will act on the decision.
 */
struct facts_gate {
	bool stale; /* no import within the configured hours */
	bool held;  /* a jump of the clock or a restore waits for a person, or
		     * one of ours holds everything */
	bool texts_full; /* no more texts and calls today */
};

enum rc facts_gate(const struct flow *f, struct arena *a, int64_t now,
    struct facts_gate *out, struct err *err);

struct facts_ask {
	struct str account;
	int64_t now;
	const struct facts_gate *gate; /* NULL: none is shut */
	unsigned parts;                /* enum ledger_part */
};

/* RC_MISS: there is no such account. */
enum rc facts_load(const struct flow *f, struct arena *a,
    const struct facts_ask *ask, struct facts_account *out, struct err *err);

/*
 * The same for a pile of accounts at once, which costs each of them less than
 * half. An account may be empty (nobody) or unknown: then its facts are those
 * of nobody, without an id, in the company's language and time.
 */
#define FACTS_PILE SLOTS_MAX

struct facts_pile {
	const struct str *accounts;
	size_t count; /* FACTS_PILE at most */
	int64_t now;
	const struct facts_gate *gate; /* NULL: none is shut */
	unsigned parts;                /* enum ledger_part */
};

enum rc facts_load_pile(const struct flow *f, struct arena *a,
    const struct facts_pile *pile, struct facts_account *out, struct err *err);

/* The civil reading of `at` in the account's zone, into the facts. */
void facts_set_moment(
    const struct flow *f, struct facts_account *facts, int64_t at);

/* What the settings and the account's calendar allow. */
void facts_limits(const struct flow *f, const struct facts_account *facts,
    struct dun_limits *out);

/* When to look again after a decision; 0: not before something changes. */
int64_t facts_next(const struct flow *f, const struct facts_account *facts,
    const struct dun *dun);

/* The same for a day (or DAY_NONE) and an instant (or 0); the day from a
 * minute on, where 0 is the opening of the window. */
int64_t facts_next_from(const struct flow *f, const struct facts_account *facts,
    day_t day, int minute, int64_t at);
int64_t facts_next_at(const struct flow *f, const struct facts_account *facts,
    day_t day, int64_t at);

/* Midnight of a civil day where the account is. */
int64_t facts_midnight(
    const struct flow *f, const struct facts_account *facts, day_t day);
/* The instant of a civil time there. */
int64_t facts_instant(const struct flow *f, const struct facts_account *facts,
    day_t day, int minute);
/* The civil day there. */
day_t facts_day(
    const struct flow *f, const struct facts_account *facts, int64_t at);

/* Names of meta facts. */
#define FACTS_META_LAST_ROUND "last_round"
#define FACTS_META_HOLD       "hold"

#endif
