#ifndef DUNMAIL_FLOW_COMPOSE_H
#define DUNMAIL_FLOW_COMPOSE_H

#include "flow/facts.h"
#include "store/outbox.h"

/*
 * compose: one touch to the bytes that will be frozen (a mail, or a file of
 * the spool), in two steps: what the
 * ledger says in the running transaction, and then the letter, which needs
 * the ledger no more and may be written by another thread.
 */
enum compose_verdict {
	COMPOSE_SEND,
	COMPOSE_SKIP,     /* paid, disputed, promised, ... since it was
			   * planned: nothing goes, the planner looks again */
	COMPOSE_POSTPONE, /* a gate is shut: another time, as it is */
	COMPOSE_FAIL,     /* cannot be made: a person has to look */
};

struct compose_result {
	enum compose_verdict verdict;
	struct str reason;
	int64_t not_before; /* of a postponed one; 0: soon */
	bool moot; /* skipped for good: there is nothing left to say, so
		    * that its step is not planned anew */
	struct str message_id;
	struct str subject;
	struct str bytes;
	bool drafted; /* for a folder of drafts: no server gets it */
	const struct contact *const *copies; /* who else gets these bytes */
	size_t copy_count;
};

/* All that one letter is made from. */
struct compose;

/* One touch on its way. */
struct compose_sheet {
	const struct outbox_touch *touch; /* stays the caller's */
	struct compose *compose;          /* there to be written if ... */
	struct compose_result result;     /* ... this says COMPOSE_SEND */
};

#define COMPOSE_PILE FACTS_PILE

struct compose_ask {
	int64_t now;
	const struct facts_gate *gate;
};

/* What the ledger says to each of up to COMPOSE_PILE touches. All of it lives
 * in the arena. */
enum rc compose_load(const struct flow *f, struct arena *a,
    const struct compose_ask *ask, struct compose_sheet *sheets, size_t count,
    struct err *err);

/* How many files it carries so far. */
size_t compose_file_count(const struct compose *c);

/* Before letters that go out together are written: the links of a few
 * reminders share a signature (render/link.h). What is not among these, or
 * has its links already for a document that shows them, signs its own. The
 * links live in `keep`. */
void compose_link(struct compose *const *c, size_t n, struct arena *keep);

/* COMPOSE_SEND or COMPOSE_FAIL, once for a load. The result lives in `keep`,
 * what it is made with in `scratch`; neither need be the arena of the load. */
void compose_write(struct compose *c, struct arena *scratch, struct arena *keep,
    struct compose_result *out);

/* The words of a script that was loaded, as they stand on a list ({{listed}});
 * in the arena of the load. */
struct str compose_words(struct compose *c);

/* What a frozen one leaves in the ledger besides itself, in the transaction
 * that freezes it. */
enum rc compose_record(const struct compose *c, struct err *err);

#endif
