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
 * parser_open forks a keeper that stays as small as the process is then, and
 * from which all children come: call it first thing, before secrets are read
 * and threads are started. Not thread-safe.
 *
 * parser_open_brief does without the keeper: for a process that has no secrets
 * and soon ends.
 *
 * parser_read: RC_BAD when the mail cannot be parsed; RC_LATER when the child
 * died or took longer than its time (the try counts, the next call has a new
 * child).
 */
struct parser;

enum rc parser_open(struct parser **out, struct err *err);
enum rc parser_open_brief(struct parser **out, struct err *err);
void parser_close(struct parser **p);
enum rc parser_read(struct parser *p, struct arena *a, struct str raw,
    struct message **out, struct err *err);

/*
 * The same in two halves, so that the child reads one mail while the caller
 * works on another: parser_submit hands a mail over, parser_next gives the
 * results in the order of the submits, with the codes of parser_read. The
 * bytes must stay where they are until their result is there. At most
 * PARSER_WINDOW mails are on the way: parser_submit is RC_LATER beyond that,
 * parser_next RC_MISS when none is. Do not mix with parser_read while mails
 * are on the way. When a child dies only the mail it held is lost to
 * RC_LATER; those behind it are handed to the next child.
 */
#define PARSER_WINDOW 64

enum rc parser_submit(struct parser *p, struct str raw, struct err *err);
enum rc parser_next(
    struct parser *p, struct arena *a, struct message **out, struct err *err);

/* The attached files of one mail, with their bytes as far as all together are
 * within LIMIT_ENCLOSURES; as parser_read. */
enum rc parser_files(struct parser *p, struct arena *a, struct str raw,
    struct message_file **out, size_t *count, struct err *err);

#endif
