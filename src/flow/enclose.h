#ifndef DUNMAIL_FLOW_ENCLOSE_H
#define DUNMAIL_FLOW_ENCLOSE_H

#include "flow/flow.h"
#include "flow/parser.h"

/*
 * enclose: files that one of our own people sends to a customer with an
 * answer. The mail is decided when it comes; its files are taken out of it
 * after that, by the parser's child and nobody else, and the answer waits for
 * them. An attached mail is no file: it may be ours, with what only our own
 * people know.
 */

/* How many go along. RC_BAD: they are too many or too large. */
enum rc enclose_count(const struct message *m, size_t *count, struct err *err);

/* All that are wanted; no mail may be on its way in the parser. A transaction
 * for each. */
enum rc enclose_round(
    const struct flow *f, struct parser *parser, int64_t now, struct err *err);

#endif
