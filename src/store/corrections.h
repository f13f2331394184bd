#ifndef DUNMAIL_STORE_CORRECTIONS_H
#define DUNMAIL_STORE_CORRECTIONS_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * corrections: what a person moved. Written down, with the row's new queue,
 * when it is seen; done when the ledger has followed. The caller holds the
 * transaction.
 */
struct correction {
	struct str inbox, mailbox;
	struct str from, to; /* queues */
	int64_t ordinal;     /* of that mail, from 1 */
	int64_t at;
};
/* The row is in that queue now, and follows it in other mailboxes. */
enum rc corrections_add(
    struct store *st, const struct correction *c, struct err *err);

/* Those to follow, in their order. */
enum rc corrections_open(struct store *st, struct arena *a, size_t max,
    struct correction **out, size_t *count, struct err *err);
/* RC_MISS: another process was faster. */
enum rc corrections_done(
    struct store *st, const struct correction *c, int64_t now, struct err *err);

/* What is known of the mail, and what of it is open. */
struct correction_mail {
	struct str account, contact, decisions;
	int64_t received_at;
	bool readable; /* it was read once */
	struct str *disputes, *promises;
	size_t dispute_count, promise_count;
	struct str *tasks, *task_kinds;
	size_t task_count;
	bool disputed_once; /* it has opened a dispute before */
	bool promised_once;
};
enum rc corrections_mail(struct store *st, struct arena *a, struct str inbox,
    struct correction_mail *out, struct err *err);

/* The last word on a rule that had decided about that mail. */
struct rule_verdict {
	struct str inbox, intent, rule;
	bool right;
	int64_t at;
};
enum rc corrections_verdict(
    struct store *st, const struct rule_verdict *v, struct err *err);

/* No rule had found that intent in these words; or some person took it back. */
enum rc corrections_missed(struct store *st, const struct rule_verdict *v,
    struct str text, struct err *err);
enum rc corrections_not_missed(
    struct store *st, struct str inbox, struct str intent, struct err *err);

/* For the report. */
typedef enum rc corrections_each(
    void *ctx, struct db_stmt *row, struct err *err);
/* decisions of a mail */
enum rc corrections_hits(
    struct store *st, corrections_each *each, void *ctx, struct err *err);
/* intent, rule, confirmed, corrected */
enum rc corrections_verdicts(
    struct store *st, corrections_each *each, void *ctx, struct err *err);
/* intent, text, at; newest first */
enum rc corrections_words(struct store *st, size_t max, corrections_each *each,
    void *ctx, struct err *err);

#endif
