#ifndef DUNMAIL_DECIDE_THREAD_H
#define DUNMAIL_DECIDE_THREAD_H

#include "model/message.h"
#include "model/thread.h"

/*
 * thread: which account a mail belongs to, in a fixed order: keyed tag in a
 * recipient address, In-Reply-To, References newest first, note address, sender
 * with an invoice of that account, sender that belongs to exactly one account.
 * Where several accounts fit equally there is none, and a person says. Pure;
 * the hit borrows from the facts.
 *
 * A match chooses an account and grants nothing: rights follow from
 * hit->trust and hit->role together. Verified is a sender that the pinned
 * server passed, or whose mail carries the reply tag of the touch that went
 * to this very address. Never verified: no From or several, or a display name
 * that shows another address.
 */
void thread_match(const struct message *m, const struct thread_facts *facts,
    struct thread_hit *hit);

#endif
