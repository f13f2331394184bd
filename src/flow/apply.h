#ifndef DUNMAIL_FLOW_APPLY_H
#define DUNMAIL_FLOW_APPLY_H

#include "flow/flow.h"
#include "flow/judge.h"
#include "model/effect.h"
#include "model/facts.h"
#include "model/message.h"

/*
 * apply: a list of effects into the tables, inside the caller's transaction.
 * Keys are the mail's id and the effect's place in the list: a second run
 * changes nothing.
 */
struct apply {
	const struct flow *f;
	struct arena *a;
	struct str inbox;
	struct str mailbox; /* that the mail came to: answers leave by it */
	struct str thread;  /* what names the whole exchange */
	struct str number;  /* of a text: answers without files go there;
			     * empty: to the address on file */
	struct str turn;    /* empty: the mail itself; else which move of it by
			     * a person ("move-2"): its effects have keys of
			     * their own */
	bool again;  /* of a move: what it opens was told to them before */
	bool unsaid; /* of a move: the mail speaks of bank details, which no
		      * mail of ours repeats */
	const struct message *message;       /* NULL: it could not be read */
	const struct facts_account *account; /* NULL: belongs nowhere */
	const struct judge *judge; /* how it was understood; or NULL */
	int64_t now;
};

enum rc apply_effects(
    const struct apply *ap, const struct effects *effects, struct err *err);

#endif
