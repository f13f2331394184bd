#ifndef DUNMAIL_FLOW_PARSERCHILD_H
#define DUNMAIL_FLOW_PARSERCHILD_H

#include <stdbool.h>
#include <stdint.h>

/*
 * parserchild: the processes behind flow/parser. A keeper takes orders over
 * its control socket and starts one child at a time, each with a socket and
 * memory of its own (flow/parserring); the child answers mail by mail.
 *
 * An answer: one byte enum rc, then the wire form of the message, or of its
 * files where those were wanted (RC_OK), or the reason (else).
 */

/* Orders: kill the child, if any, and start one on the descriptors that come
 * along (SCM_RIGHTS), its socket and its memory; only kill it. Closing the
 * socket ends keeper and child. */
#define PARSERCHILD_FILES 2
#define PARSERCHILD_START 's'
#define PARSERCHILD_END   'e'

/* Run the keeper on this control socket until it closes. */
_Noreturn void parserchild_keep(int control);

/* Be the child of a process that has no keeper. A cold one is ready at once
 * and knows the commonest character sets only: it ends at a mail in another. */
_Noreturn void parserchild_serve(const int fd[PARSERCHILD_FILES], bool cold);

#endif
