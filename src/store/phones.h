#ifndef DUNMAIL_STORE_PHONES_H
#define DUNMAIL_STORE_PHONES_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * phones: what is known of telephone numbers, whoever's they are, as a carrier
 * writes them. The caller holds the transaction where it writes.
 */
struct phones_facts {
	struct str state; /* ok, stopped, wrong, dead; empty: nothing said */
	int64_t last_at;  /* of our last message to it, answers left out */
	bool no_texts;    /* that contact asked for none */
};
enum rc phones_facts(struct store *st, struct arena *a, struct str number,
    struct str account, struct str contact, struct phones_facts *out,
    struct err *err);

/* RC_MISS: that is known. */
struct phones_said {
	struct str number;
	const char *state;
	struct str by;
	int64_t at;
};
enum rc phones_say(
    struct store *st, const struct phones_said *x, struct err *err);

/* It did not arrive: so often in a row. */
enum rc phones_failed(struct store *st, struct str number, int64_t now,
    int64_t *failures, struct err *err);
enum rc phones_works(struct store *st, struct str number, struct err *err);

/* Contacts with a telephone, as it is on file, in the order of their ids. */
struct phones_contact {
	struct str contact, account, phone;
	struct str language, account_language, account_zone;
};
enum rc phones_contacts(struct store *st, struct arena *a, struct str after,
    size_t max, struct phones_contact **out, size_t *count, struct err *err);

#endif
