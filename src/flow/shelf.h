#ifndef DUNMAIL_FLOW_SHELF_H
#define DUNMAIL_FLOW_SHELF_H

#include "flow/flow.h"

/*
 * shelf: a folder for each account (`account_folders = yes`), in which every
 * mail from and to it and every note lies as a mail, once, so that whoever can
 * read the mailbox reads along. Nothing there is looked at again, and what
 * people do there means nothing.
 *
 * What is about to be filed is written down before and ticked off behind; what
 * a stop left in between is looked for by its Message-ID first. A mail without
 * one is given one in its copy.
 */
struct shelf;

struct shelf *shelf_new(
    const struct flow *f, const struct mailbox_settings *box);
void shelf_free(struct shelf **x);

/* RC_DOWN: the server went away; the next round goes on. */
enum rc shelf_round(
    struct shelf *x, int64_t now, int64_t *filed, struct err *err);

#endif
