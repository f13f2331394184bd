#ifndef DUNMAIL_DECIDE_PROPOSE_H
#define DUNMAIL_DECIDE_PROPOSE_H

#include "decide/reading.h"
#include "decide/second.h"

/*
 * propose: what the second reader sees and no rule does joins the reading, by
 * a rule named "second-reader" that is just enough to be said. It stands at
 * the sentence that speaks most for it.
 */
struct propose {
	struct second second;          /* of the whole reply */
	const struct second_says *one; /* of its sentences */
	size_t n;                      /* how many were read */
};

/* False: no model of the reading's language. */
bool propose_read(struct reading *r, struct propose *out);

/* Each of `set`. */
void propose_intents(struct reading *r, const struct propose *p, unsigned set);
/* Documents of each kind that no rule names yet. */
void propose_documents(
    struct reading *r, const struct propose *p, unsigned kinds);

#endif
