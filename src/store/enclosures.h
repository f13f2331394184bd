#ifndef DUNMAIL_STORE_ENCLOSURES_H
#define DUNMAIL_STORE_ENCLOSURES_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * enclosures: files that a person's mail carries to a customer, on their way
 * from the mail that came in (its id) to the one that goes out (the touch,
 * which does not leave before it has them).
 */
struct enclosure {
	struct str name, type, bytes;
};

enum rc enclosures_want(
    struct store *st, struct str touch, struct str inbox, struct err *err);

struct enclosures_wanted {
	struct str touch, inbox;
};
enum rc enclosures_wanted(struct store *st, struct arena *a, size_t max,
    struct enclosures_wanted **out, size_t *count, struct err *err);

/* All of them; nothing more is wanted then, and the touch may go. */
enum rc enclosures_give(struct store *st, struct str touch,
    const struct enclosure *v, size_t count, int64_t now, struct err *err);
enum rc enclosures_get(struct store *st, struct arena *a, struct str touch,
    struct enclosure **out, size_t *count, struct err *err);

#endif
