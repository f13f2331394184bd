#ifndef DUNMAIL_FLOW_PARSERCHILD_H
#define DUNMAIL_FLOW_PARSERCHILD_H

#include <stdint.h>

/*
 * parserchild: the processes behind flow/parser. A keeper takes orders over
 * its control socket and starts one child at a time, each with a socket of
 * its own; the child answers frames.
 *
 * Frame to the child: length (4 bytes, this machine's order), the mail.
 * Frame back: length, one byte enum rc, then the wire form of the message
 * (RC_OK) or the reason (else).
 */

/* Orders: kill the child, if any, and start one on the descriptor that comes
 * along (SCM_RIGHTS); only kill it. Closing the socket ends keeper and child.
 */
#define PARSERCHILD_START 's'
#define PARSERCHILD_END   'e'

/* Run the keeper on this control socket until it closes. */
_Noreturn void parserchild_keep(int control);

/* Be the child of a process that has no keeper. */
_Noreturn void parserchild_serve(int fd);

#endif
