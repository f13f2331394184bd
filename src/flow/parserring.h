#ifndef DUNMAIL_FLOW_PARSERRING_H
#define DUNMAIL_FLOW_PARSERRING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/*
 * parserring: memory that the parser's parent shares with its child. Mails go
 * one way and answers come back in their order, without a system call for
 * each: the socket beside it carries single bytes that wake who sleeps, and
 * its end tells that the other side is gone.
 *
 * The parent trusts nothing that stands in there: every figure is read once
 * and held against its own; an answer may change while it is looked at, so it
 * is copied before. Each child gets memory of its own.
 */
struct parserring;

#define PARSERRING_SLOTS 64

/* The parent's side, and the descriptor that its child needs. The socket stays
 * the caller's. */
enum rc parserring_new(
    struct parserring **out, int socket, int *memory, struct err *err);
void parserring_free(struct parserring **r);

/* Hand a mail over; false: no room before another answer is taken. A child that
 * sleeps is woken for some mails at once, or by parserring_sleep. */
bool parserring_put(struct parserring *r, struct str mail);
/* The same; not what it says is wanted, but its attached files. */
bool parserring_put_files(struct parserring *r, struct str mail);

enum parserring_state {
	PARSERRING_NONE,  /* not answered yet */
	PARSERRING_GIVEN, /* *answer is set; until parserring_done */
	PARSERRING_BAD,   /* no honest child says so */
};
/* The answer to the oldest mail, not empty. */
enum parserring_state parserring_look(struct parserring *r, struct str *answer);
void parserring_done(struct parserring *r);

/* To be woken when half of what is on the way is answered, so that two
 * processes on one processor do not take turns at each mail; look again after
 * a few milliseconds all the same. False: an answer is there already. */
bool parserring_sleep(struct parserring *r);

/* The child's side; NULL when the memory cannot be had. The descriptor is not
 * needed any more. */
struct parserring *parserring_join(int memory);
/* The next mail, waiting on the socket; false when the parent is gone. */
bool parserring_next(struct parserring *r, int socket, struct str *mail);
/* Of the mail that was got last: only its files are wanted. */
bool parserring_wants_files(const struct parserring *r);
bool parserring_answer(struct parserring *r, int socket, struct str answer);

#endif
