#ifndef DUNMAIL_MAIL_SIGNATURE_H
#define DUNMAIL_MAIL_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * signature: what a client or a company adds to the words of a writer: stored
 * signatures with or without "-- ", device lines, legal notices, warnings of
 * gateways. A valediction and a name that look typed stay. In doubt a line
 * stays, and something always does when there was anything to read.
 */
struct signature_line {
	struct str text; /* without its end */
	struct str key;  /* of quoteword_key; empty when blank */
	bool styled;     /* bold or coloured as a whole */
	bool marked;     /* its client calls it a signature */
	bool drop;
};

/*
 * Set drop in a run of lines that all are the writer's own (no quotes).
 * name: who wrote the mail, as its From says; may be empty. below: there are
 * words of the writer above the run.
 */
void signature_mark(
    struct signature_line *v, size_t n, struct str name, bool below);

/* Is nothing left of them but a closing and the writer's name? */
bool signature_is_all(
    const struct signature_line *v, size_t n, struct str name);

#endif
