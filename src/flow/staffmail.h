#ifndef DUNMAIL_FLOW_STAFFMAIL_H
#define DUNMAIL_FLOW_STAFFMAIL_H

#include "flow/apply.h"
#include "store/outbox.h"

/*
 * staffmail: what a customer's mail leaves to a person goes to the collector
 * of its account, else to whoever stands in for them, else to the fallback
 * ([staff] of gateway.conf), in one mail with all that is known. More than so
 * many in an hour come to one person as a list; what nobody has answered or
 * closed after so many business hours goes to [staff] escalation too, once.
 */
enum rc staffmail_tell(
    const struct apply *ap, const struct effects *effects, struct err *err);

/* Lists that are due, and what is late by now; a transaction of its own. */
enum rc staffmail_round(const struct flow *f, int64_t now, struct err *err);

/* A mail to one of ours was refused: what it tells goes to the fallback. Any
 * other touch: nothing. In the caller's transaction. */
enum rc staffmail_refused(const struct flow *f, struct arena *a,
    const struct outbox_touch *t, int64_t now, struct err *err);

/* Who it is, by address; never empty while a fallback is configured. facts:
 * NULL for a mail that belongs nowhere. */
enum rc staffmail_person(const struct flow *f, struct arena *a,
    const struct facts_account *facts, int64_t now, struct str *who,
    struct err *err);

/* Templates of mails that tell a case. */
#define STAFFMAIL_TASK "task"
#define STAFFMAIL_LIST "task-list"

#endif
