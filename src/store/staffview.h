#ifndef DUNMAIL_STORE_STAFFVIEW_H
#define DUNMAIL_STORE_STAFFVIEW_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "base/money.h"
#include "store/store.h"

/*
 * staffview: what our own people look at, over all accounts; to read. Rows are
 * handed over one after the other, in their order: whoever looks at a page of
 * them keeps that page. Spans of a row live until `each` returns; anything but
 * RC_OK from it ends the reading (RC_MISS: it has enough).
 */

/* What an account owes in one currency. The given currency first, in each what
 * is past due first. */
struct staffview_sum {
	struct str account, name, collector;
	struct money open, late;
	day_t oldest; /* due date */
	bool white_glove, disputed, promised, held;
};
typedef enum rc staffview_sum_each(
    void *ctx, const struct staffview_sum *row, struct err *err);
enum rc staffview_sums(struct store *st, day_t today, struct str currency,
    staffview_sum_each *each, void *ctx, struct err *err);

/* Each contact of each account, by account; one without has a single row. */
struct staffview_name {
	struct str account, name, collector;
	struct str contact, contact_name, email, phone;
};
typedef enum rc staffview_name_each(
    void *ctx, const struct staffview_name *row, struct err *err);
enum rc staffview_names(
    struct store *st, staffview_name_each *each, void *ctx, struct err *err);

/* Open tasks, oldest first; of one account, or with an empty one of all. */
struct staffview_task {
	struct str id, account, kind, text, inbox;
	int64_t at;
	struct str name, collector; /* of the account; where all are asked */
};
typedef enum rc staffview_task_each(
    void *ctx, const struct staffview_task *row, struct err *err);
enum rc staffview_tasks(struct store *st, struct str account,
    staffview_task_each *each, void *ctx, struct err *err);

/* Queues in which a mail waits, and those that were set aside. */
struct staffview_queue {
	struct str name;
	int64_t mails, last;
};
#define STAFFVIEW_PARKED "parked"
enum rc staffview_queues(struct store *st, struct arena *a,
    struct staffview_queue **out, size_t *count, struct err *err);

/* A mail that came in, without its bytes. */
struct staffview_mail {
	struct str id;
	int64_t at;
	struct str account, name;
	struct str kind, trust, intents, queue, state, reason;
	struct str decisions; /* JSON */
	struct str words;     /* what its writer newly wrote; may be empty */
	struct str params;    /* JSON of the mail that told a person of it */
	struct str touch;     /* of ours, that it answers */
};
struct staffview_want {
	struct str queue; /* STAFFVIEW_PARKED: those */
	int64_t from, max;
};
enum rc staffview_queue(struct store *st, struct arena *a,
    const struct staffview_want *want, struct staffview_mail **out,
    size_t *count, struct err *err);
/* RC_MISS: there is none. */
enum rc staffview_mail(struct store *st, struct arena *a, struct str id,
    struct staffview_mail *out, struct err *err);

/* One that went out, without its bytes. RC_MISS: there is none. */
struct staffview_touch {
	struct str id, account, contact, kind, channel, sequence, step;
	struct str template_name, recipient, state, reason, subject, reply;
	struct str inbox;
	int64_t planned_at, settled_at;
};
enum rc staffview_touch(struct store *st, struct arena *a, struct str id,
    struct staffview_touch *out, struct err *err);

/* Open ones of an account, oldest first. */
struct staffview_dispute {
	struct str id, invoice, reason, state, by, text;
	int64_t at;
	bool part;
	struct money amount; /* of a part */
};
enum rc staffview_disputes(struct store *st, struct arena *a,
    struct str account, struct staffview_dispute **out, size_t *count,
    struct err *err);

/* How often that person signed out everywhere. */
enum rc staffview_outs(
    struct store *st, struct str address, int64_t *out, struct err *err);
/* Sign-in mails to that address since. */
enum rc staffview_asked(struct store *st, struct str address, int64_t since,
    int64_t *out, struct err *err);

#endif
