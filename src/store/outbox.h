#ifndef DUNMAIL_STORE_OUTBOX_H
#define DUNMAIL_STORE_OUTBOX_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "store/slots.h"

/*
 * outbox: every attempt to reach somebody, and how it stands.
 *
 *   planned -> ready (bytes frozen) -> sending -> accepted
 *                                             \-> deferred -> sending ...
 *                                             \-> failed
 *                                             \-> uncertain
 *   planned -> skipped (paid, disputed, ... since); accepted -> bounced
 *
 * sending is durable before the first byte of DATA. uncertain is the window
 * that SMTP leaves between the final dot and its reply: nothing leads from it
 * to another try of a reminder without a person; it is reported.
 */
struct outbox_touch {
	struct str id;
	struct str natural_key;
	struct str account, contact;
	struct str kind;    /* reminder, answer, staff */
	struct str channel; /* as in sequence.conf; empty: email */
	struct str sequence, step;
	int64_t level;
	int64_t episode;
	struct str template_name;
	struct str mailbox;
	struct str recipient;
	struct str thread; /* of an answer: first id of the chain */
	struct str inbox;  /* the mail it answers */
	struct str params; /* JSON: what the template needs beyond the ledger */
	struct str state;
	struct str reason;
	int64_t planned_at, not_before;
	int64_t attempts;
	struct str message_id;
};

struct outbox_line {
	struct str invoice;
	struct str step; /* empty: only listed */
	int64_t level;
	int64_t occurrence;
	day_t day;
};

/* RC_MISS: this touch was planned before and is not to be planned again. */
enum rc outbox_add(
    struct store *st, const struct outbox_touch *t, struct err *err);
/* The same for who need not know. */
enum rc outbox_put(
    struct store *st, const struct outbox_touch *t, struct err *err);
enum rc outbox_add_line(struct store *st, struct str touch, struct str sequence,
    const struct outbox_line *line, struct err *err);
enum rc outbox_lines(struct store *st, struct arena *a, struct str touch,
    struct outbox_line **out, size_t *count, struct err *err);

/* What to take: touches of one kind that may go now, oldest first. Caller
 * holds the transaction. */
struct outbox_want {
	const char *kind;
	int64_t now;
	size_t max;
};
enum rc outbox_due(struct store *st, struct arena *a,
    const struct outbox_want *want, struct outbox_touch **out, size_t *count,
    struct err *err);
enum rc outbox_get(struct store *st, struct arena *a, struct str id,
    struct outbox_touch *out, struct err *err);

/* Freeze the bytes and take the touch into sending in one go. */
struct outbox_frozen {
	struct str touch;
	struct str like; /* what letters that resemble this one share */
	struct str message_id;
	struct str subject;
	struct str bytes;
	struct str owner;
};
/* Letters of one transaction, see outbox_letters_new. */
struct outbox_letters;
enum rc outbox_freeze(struct outbox_letters *letters,
    const struct outbox_frozen *f, struct err *err);
/* The frozen bytes of `of` go to somebody else too: a touch of kind "copy",
 * ready to be sent. Doing it twice is doing it once. */
struct outbox_copy {
	struct str of;
	struct str id, natural_key; /* its own */
	struct str contact, recipient;
};
enum rc outbox_copy(
    struct store *st, const struct outbox_copy *c, struct err *err);
/* The same bytes. RC_MISS: none were frozen; RC_BAD: they are damaged. */
enum rc outbox_bytes(struct store *st, struct arena *a, struct str touch,
    struct str *bytes, struct err *err);
enum rc outbox_sending(
    struct store *st, struct str touch, struct str owner, struct err *err);

struct outbox_settled {
	struct str touch;
	const char *state;
	struct str reason;
	int64_t now;
	int code;
	struct str reply;
	int64_t not_before; /* of a deferred one */
};
enum rc outbox_settle(
    struct store *st, const struct outbox_settled *s, struct err *err);

/* One that waits as planned, without an end, may go from that moment on. */
enum rc outbox_let_go(struct store *st, struct str touch, int64_t at,
    struct str reason, struct err *err);

/* Never sent: free its steps, so that they may be planned again. */
enum rc outbox_skip(struct store *st, struct str touch, struct str reason,
    int64_t now, struct err *err);

/* Never sent, and never to be: its steps count as passed. */
enum rc outbox_pass(struct store *st, struct str touch, struct str reason,
    int64_t now, struct err *err);

/* Those found in sending: a stop left them. */
struct outbox_left {
	struct str id;
	struct str owner; /* as given when it was taken */
};
enum rc outbox_left_over(struct store *st, struct arena *a,
    struct outbox_left **out, size_t *count, struct err *err);

/* What hangs on a touch. */
struct outbox_rows {
	struct outbox_line *lines; /* by invoice */
	size_t line_count;
	struct str *thread; /* of a reminder: Message-IDs of those that went
			     * before in its episode, oldest first */
	size_t thread_count;
};
/* For up to SLOTS_MAX touches at once; *out has room for each. */
enum rc outbox_rows(struct store *st, struct arena *a,
    const struct outbox_touch *const *touches, size_t count,
    struct outbox_rows *out, struct err *err);

/* Next instant at which something may go; 0 when nothing waits. */
enum rc outbox_next(struct store *st, int64_t *at, struct err *err);

/* Automatic answers to an address: all, those with documents, those within
 * one thread. New links are none: anybody can ask for them. */
struct outbox_answers {
	int64_t address, documents, thread;
};
enum rc outbox_answers(struct store *st, struct str recipient,
    struct str thread, int64_t since, struct outbox_answers *out,
    struct err *err);
/* New links for a contact at an address. */
enum rc outbox_links(struct store *st, struct str recipient, struct str contact,
    int64_t since, int64_t *out, struct err *err);
/* Reminders handed over since. */
enum rc outbox_sent_since(
    struct store *st, int64_t since, int64_t *out, struct err *err);

/* The mail came back: its steps are free again. RC_MISS: was not accepted. */
enum rc outbox_bounced(
    struct store *st, struct str touch, struct str reason, struct err *err);

#endif
