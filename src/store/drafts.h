#ifndef DUNMAIL_STORE_DRAFTS_H
#define DUNMAIL_STORE_DRAFTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * drafts: personal mails that wait for a collector to send them, one a touch,
 * and what became of each (schema/0018-drafts.sql). The caller holds the
 * transaction where it writes.
 */
struct drafts_row {
	struct str touch, token;
	struct str account, contact;
	struct str person;    /* whose it is to send; folded address */
	struct str recipient; /* the customer; folded address */
	struct str collector; /* into whose mailbox; empty: it went by mail */
	struct str subject, words;
	struct str state; /* made, open, lies, mailed, sent, void */
	struct str folder, place;
	bool mine; /* it lies there as we put it */
	int64_t at, due_at, gone_at;
	struct str found; /* the mail in the inbox that is it, sent */
	int64_t told_at, late_at;
	bool open; /* neither sent nor void */
};

/* Made anew, whatever became of an earlier one of this touch. */
enum rc drafts_put(
    struct store *st, const struct drafts_row *d, struct err *err);

/* RC_MISS: there is none. */
enum rc drafts_get(struct store *st, struct arena *a, struct str touch,
    struct drafts_row *out, struct err *err);
enum rc drafts_by_token(struct store *st, struct arena *a, struct str token,
    struct drafts_row *out, struct err *err);
enum rc drafts_by_found(struct store *st, struct arena *a, struct str inbox,
    struct drafts_row *out, struct err *err);

/* Open ones about that account that this person is to send, oldest first. */
enum rc drafts_of_person(struct store *st, struct arena *a, struct str account,
    struct str person, struct drafts_row **out, size_t *count, struct err *err);

/* Those that go into that mailbox and are open, and those that are not and may
 * still lie there. */
enum rc drafts_of_box(struct store *st, struct arena *a, struct str collector,
    size_t max, struct drafts_row **out, size_t *count, struct err *err);

enum rc drafts_state(
    struct store *st, struct str touch, const char *state, struct err *err);
/* d->folder, place, mine, gone_at as they are now; an open one lies. */
enum rc drafts_place(
    struct store *st, const struct drafts_row *d, struct err *err);
enum rc drafts_found(
    struct store *st, struct str touch, struct str inbox, struct err *err);
/* RC_MISS: it was not open any more. */
enum rc drafts_sent(struct store *st, struct str touch, int64_t at,
    bool changed, struct err *err);
/* Those of a course, or of an account, are of no use any more. */
enum rc drafts_void(
    struct store *st, struct str course, int64_t at, struct err *err);
enum rc drafts_void_account(
    struct store *st, struct str account, int64_t at, struct err *err);

/* Open ones that should have been sent by now, of which nobody was told; those
 * whose person was told and nothing came of it; those that could not be put
 * where they belong since then. */
enum drafts_which {
	DRAFTS_DUE,
	DRAFTS_LATE,
	DRAFTS_STUCK,
};
enum rc drafts_waiting(struct store *st, struct arena *a,
    enum drafts_which which, int64_t at, struct drafts_row **out, size_t *count,
    struct err *err);
enum rc drafts_told(struct store *st, struct str touch, int64_t at,
    int64_t late_at, struct err *err);
/* A collector's mailbox cannot be had, can be had again; since when it cannot.
 * RC_MISS: it can. */
enum rc drafts_box_down(struct store *st, struct str collector, int64_t at,
    struct str why, struct err *err);
enum rc drafts_box_up(struct store *st, struct str collector, struct err *err);
enum rc drafts_box_since(
    struct store *st, struct str collector, int64_t *since, struct err *err);

#endif
