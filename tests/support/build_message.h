#ifndef DUNMAIL_TESTS_BUILD_MESSAGE_H
#define DUNMAIL_TESTS_BUILD_MESSAGE_H

#include "base/arena.h"
#include "model/message.h"

/*
 * build_message: a struct message by hand, for tests of what comes after the
 * parser. head is "Name: value" lines, already decoded and unfolded; those
 * that struct message has a place for fill it too. text is the body; its
 * lines before the first that starts with '>' or ends in "wrote:" are what
 * was newly written. Structure of reports is set by the functions below.
 */
struct message *build_message(
    struct arena *a, const char *head, const char *text);

/* Adds a block of a delivery report and marks the mail as one. */
void build_message_dsn(struct arena *a, struct message *m, const char *action,
    const char *status, const char *recipient, const char *diagnostic);

#endif
