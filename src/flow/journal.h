#ifndef DUNMAIL_FLOW_JOURNAL_H
#define DUNMAIL_FLOW_JOURNAL_H

#include "base/err.h"
#include "base/str.h"

/*
 * journal: how far the running batch has come, in a small file beside the
 * ledger (<ledger>.sending), so that a process killed while sending knows
 * afterwards which mails cannot have left, which were accepted, and which are
 * in the one window that SMTP leaves. Its first line names the boot and the
 * batch; then a line an event:
 *
 *	dot TOUCH          written before the final dot leaves
 *	ok TOUCH CODE      accepted
 *	no TOUCH CODE      not accepted: refused, deferred, or cut off before
 *
 * Nothing is synced: what was written survives the process, not the power,
 * and so what another boot wrote is never believed. The batch is also in the
 * owner of the rows that it sends: a ledger that was put back from a backup
 * does not fit the journal beside it. A journal that cannot be written is
 * emptied, which makes all of the batch uncertain and stops no mail.
 */
struct journal;

#define JOURNAL_BATCH 17 /* 16 hex digits and the NUL */

/* For this ledger; a database of a server has none (NULL, and all calls take
 * NULL). What is in the file stays until journal_begin. */
struct journal *journal_open(struct str ledger_path);
void journal_close(struct journal **j);

/* A new batch; false when it cannot be kept. */
bool journal_begin(struct journal *j, char batch[JOURNAL_BATCH]);
/* Kept in memory until the next flush, which writes them in one go. */
void journal_dot(struct journal *j, struct str touch);
void journal_reply(struct journal *j, struct str touch, bool ok, int code);
void journal_flush(struct journal *j);
/* The batch's outcomes are in the ledger: nothing of it is needed. */
void journal_end(struct journal *j);

/* Read what an earlier process left, for journal_look. */
void journal_load(struct journal *j);

enum journal_mark {
	JOURNAL_UNKNOWN,  /* this batch is not in it, or not to be believed */
	JOURNAL_UNSENT,   /* its final dot never left */
	JOURNAL_OPEN,     /* its final dot left, or was about to: no reply */
	JOURNAL_ACCEPTED, /* *code is the reply's */
};

enum journal_mark journal_look(
    const struct journal *j, struct str batch, struct str touch, int *code);

#endif
