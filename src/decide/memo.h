#ifndef DUNMAIL_DECIDE_MEMO_H
#define DUNMAIL_DECIDE_MEMO_H

#include "model/effect.h"
#include "model/facts.h"
#include "model/message.h"
#include "model/thread.h"

/*
 * memo: a mail of one of our own people that the gateway got by Cc, Bcc or a
 * forward: a note. Pure.
 */
/* An address in To or Cc that is on file, and of which accounts. */
struct memo_recipient {
	const struct str *accounts;
	size_t count;
};

struct memo_facts {
	const struct thread_note *notes;
	size_t note_count;
	const struct memo_recipient *to;
	size_t to_count;
	const struct thread_invoice *invoices;
	size_t invoice_count;
};

/*
 * Which account it is about: the keyed note address, else the mail of ours in
 * whose thread it is (hit says so already), else the customers in To and Cc,
 * else the invoices that it names. Where several fit there is none.
 */
void memo_match(const struct memo_facts *f, struct thread_hit *hit);

struct memo {
	const struct message *message;
	const struct facts_account *account; /* NULL: none was found */
	struct str by;                       /* its writer */
	bool ambiguous;                      /* several accounts fit */
	bool met; /* it came before, by another way */
	const struct thread_invoice *named;
	size_t named_count;
	int64_t now, rest_days, max_age_days;

	struct str draft; /* touch of what we drafted, which it is; or empty */
	struct str draft_words;
	int64_t drafted_at;
};

/*
 * A note with what was newly written, or, where no customer got it, all of it:
 * a forward is noted with what is forwarded. One that a customer got is a
 * contact by a person: it counts for the cap of reminders, which rest as they
 * do after a reply. Without an account it waits, and its writer is told how to
 * say whose it is. What we drafted and they sent is told to be that, and
 * whether its words are as we drafted them. Nothing in it is an order or a wish
 * of a customer.
 */
void memo_decide(const struct memo *m, struct effects *e);

#endif
