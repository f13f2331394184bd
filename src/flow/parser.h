#ifndef DUNMAIL_FLOW_PARSER_H
#define DUNMAIL_FLOW_PARSER_H

#include "base/arena.h"
#include "base/err.h"
#include "model/message.h"

/*
 * parser: message_parse in a sandboxed child (no network, no files, no
 * database, no secrets; limits on memory and time). One child serves many
 * mails and is replaced when it dies.
 *
 * parser_read: RC_BAD when the mail cannot be parsed; RC_LATER when the child
 * died or took longer than its time (the try counts, the next call has a new
 * child).
 */
struct parser;

enum rc parser_open(struct parser **out, struct err *err);
void parser_close(struct parser **p);
enum rc parser_read(struct parser *p, struct arena *a, struct str raw,
    struct message **out, struct err *err);

#endif
