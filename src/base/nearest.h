#ifndef DUNMAIL_BASE_NEAREST_H
#define DUNMAIL_BASE_NEAREST_H

#include "base/str.h"

/*
 * nearest: the known name that somebody probably meant. Feed every candidate,
 * then ask; only a name close enough to be a slip of the fingers is given.
 */
struct nearest {
	struct str wanted;
	const char *best;
	unsigned distance;
};

void nearest_init(struct nearest *n, struct str wanted);
void nearest_offer(struct nearest *n, const char *name);
const char *nearest_best(const struct nearest *n); /* NULL: nothing near */

/* Edits (insert, delete, replace, swap of neighbours), ASCII case ignored.
 * Names over NEAREST_MAX bytes are as far away as can be. */
#define NEAREST_MAX 63
unsigned nearest_distance(struct str a, struct str b);

#endif
