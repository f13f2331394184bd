#ifndef DUNMAIL_STORE_HOLDS_H
#define DUNMAIL_STORE_HOLDS_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "store/store.h"

/*
 * holds: all that keeps us from writing to an account, or about one of its
 * invoices, or to one of its contacts: pauses, stops and unanswered replies,
 * disputes, promises, dead addresses, touches that wait for a yes.
 */
struct hold {
	struct str kind; /* pause, stop, reply, dispute, promise, message ... */
	struct str subject; /* invoice, contact, step; empty: the account */
	struct str reason;
	struct str by; /* who wants it so; may be empty */
	int64_t since;
	int64_t until; /* instant; 0: until somebody lets go */
	day_t day;     /* the civil day, where it is known; or DAY_NONE */
};
enum rc holds_list(struct store *st, struct arena *a, struct str account,
    int64_t now, struct hold **out, size_t *count, struct err *err);

/* What rests: an invoice, a contact, or with both empty the account. */
struct holds_subject {
	struct str account, invoice, contact;
};

/* End its rests; of one kind, or of all when kind is empty. *count: how many
 * were ended. */
enum rc holds_end(struct store *st, const struct holds_subject *s,
    struct str kind, int64_t now, size_t *count, struct err *err);

/* Pauses that end within (now, until] and were not announced yet. */
struct holds_pause {
	struct str id, reason, by;
	struct holds_subject of;
	int64_t until;
};
enum rc holds_pauses_ending(struct store *st, struct arena *a, int64_t now,
    int64_t until, size_t max, struct holds_pause **out, size_t *count,
    struct err *err);
enum rc holds_told(
    struct store *st, struct str id, int64_t now, struct err *err);

/* Preferred hours of a contact; from and to 0: the company's. RC_MISS: there
 * is no such contact. */
struct holds_hours {
	struct str contact, timezone;
	int from, to;
};
enum rc holds_hours(
    struct store *st, const struct holds_hours *h, struct err *err);

/* Did somebody reach out to the account after that instant, by another touch
 * than this one? RC_OK: yes, RC_MISS: no. */
enum rc holds_touched_since(struct store *st, struct str account, int64_t since,
    struct str but, struct err *err);

#endif
