#ifndef DUNMAIL_STORE_DEED_H
#define DUNMAIL_STORE_DEED_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "model/facts.h"
#include "store/store.h"

/*
 * deed: what came of mails and steps: notes, rests, promises, disputes and
 * tasks. Each has a natural key as its id, so that doing it twice is doing it
 * once (RC_MISS the second time where it matters).
 */
struct deed_note {
	struct str id, account, invoice, author, kind, text, inbox;
	struct str outcome; /* of a contact: decide/callword.h */
	int64_t at;
};
enum rc deed_note(struct store *st, const struct deed_note *n, struct err *err);

struct deed_rest {
	struct str id, account, kind, reason, inbox;
	struct str invoice, contact; /* both empty: the whole account */
	struct str by;               /* who wants it so */
	int64_t since, until;        /* until 0: for good */
};
enum rc deed_rest(struct store *st, const struct deed_rest *r, struct err *err);

struct deed_promise {
	struct str id, account, contact, inbox;
	day_t day;
	bool has_amount;
	struct money amount;
	bool conditional;
	int64_t at;
	const struct str *invoices;
	size_t invoice_count;
};
/* A new promise takes its invoices over from an older open one; an older one
 * left without any is cancelled. RC_MISS: recorded before. */
enum rc deed_promise(struct store *st, struct arena *a,
    const struct deed_promise *p, struct err *err);
enum rc deed_promise_close(struct store *st, struct str id, const char *state,
    int64_t now, struct err *err);

struct deed_dispute {
	struct str id, account, invoice, reason, opened_by, inbox;
	int64_t at;
	int64_t amount;  /* of the invoice, minor units; 0: all of it */
	struct str text; /* the customer's words, where no mail holds them */
};
/* RC_MISS: that invoice is disputed already. */
enum rc deed_dispute(
    struct store *st, const struct deed_dispute *d, struct err *err);

struct deed_task {
	struct str id, account, kind, text, inbox;
	int64_t at;
};
enum rc deed_task(struct store *st, const struct deed_task *t, struct err *err);
/* Done: twice is once. */
enum rc deed_task_close(
    struct store *st, struct str id, int64_t now, struct err *err);

/* What rests because of that mail goes on; a stop stays a stop. */
enum rc deed_rest_lift(struct store *st, struct str account, struct str inbox,
    int64_t now, struct err *err);
/* What that mail left to a person is done. */
enum rc deed_task_done(struct store *st, struct str inbox, struct str account,
    int64_t now, struct err *err);

#endif
