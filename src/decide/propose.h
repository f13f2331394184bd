#ifndef DUNMAIL_DECIDE_PROPOSE_H
#define DUNMAIL_DECIDE_PROPOSE_H

#include "decide/reading.h"
#include "decide/second.h"

/*
 * propose: what the second reader sees and no rule does joins the reading, by
 * a rule named "second-reader" that is just enough to be said. It stands at
 * the sentence that speaks most for it.
 */
#define PROPOSE_SENTENCES 40 /* looked at one by one */

struct propose {
	const struct second_model *model;
	struct second second; /* of the whole reply */
	uint16_t *words;      /* room for SECOND_MAX */
};

/* False: no model of the reading's language. */
bool propose_read(struct reading *r, struct propose *out);

/* How likely each column is in the sentence that says it most. */
void propose_strongest(
    const struct reading *r, const struct propose *p, struct second *out);

/* Each of `set`. */
void propose_intents(struct reading *r, const struct propose *p, unsigned set);
/* Documents of each kind that no rule names yet. */
void propose_documents(
    struct reading *r, const struct propose *p, unsigned kinds);

#endif
