#ifndef DUNMAIL_STORE_APPROVALS_H
#define DUNMAIL_STORE_APPROVALS_H

#include "base/arena.h"
#include "base/err.h"
#include "store/outbox.h"
#include "store/store.h"

/*
 * approvals: planned touches that wait for a person's yes. Until then their
 * not_before is out of reach, so that no claim takes them.
 */
#define APPROVALS_NEVER INT64_C(253402300799) /* the end of the year 9999 */

#define APPROVALS_STEP "step" /* the step asks for it */
#define APPROVALS_TEXT "text" /* its words are new */

/* A row of the outbox that was added with not_before APPROVALS_NEVER. */
struct approvals_ask {
	struct str touch;
	struct str why;
	struct str hash; /* of its text; may be empty */
	int64_t now;
};
enum rc approvals_ask(
    struct store *st, const struct approvals_ask *ask, struct err *err);

struct approvals_row {
	struct outbox_touch touch; /* as far as it is told here */
	struct str account_name;
	struct str why, hash;
	int64_t asked_at;
};

/* Those that wait and were not looked at since, in the order in which they
 * were asked, behind `after` (NULL: from the first). */
struct approvals_want {
	int64_t looked_before;
	const struct approvals_row *after;
	size_t max;
};
enum rc approvals_waiting(struct store *st, struct arena *a,
    const struct approvals_want *want, struct approvals_row **out,
    size_t *count, struct err *err);
/* One of them. RC_MISS: it does not wait. */
enum rc approvals_get(struct store *st, struct arena *a, struct str touch,
    struct approvals_row *out, struct err *err);
/* Is there one at all? RC_OK or RC_MISS. */
enum rc approvals_any(struct store *st, int64_t looked_before, struct err *err);
enum rc approvals_looked(
    struct store *st, struct str touch, int64_t now, struct err *err);

/* A yes: the touch may go from now on. RC_MISS: it does not wait. */
struct approvals_yes {
	struct str touch, by, reason;
	int64_t now;
};
enum rc approvals_give(
    struct store *st, const struct approvals_yes *yes, struct err *err);
/* The touch is not needed any more; the outbox knows why. */
enum rc approvals_gone(
    struct store *st, struct str touch, int64_t now, struct err *err);

/* How often a text of that hash was let go by a person. */
enum rc approvals_text_given(
    struct store *st, struct str hash, int64_t *given, struct err *err);
enum rc approvals_text_met(struct store *st, struct str hash, struct str name,
    int64_t now, struct err *err);
enum rc approvals_text_give(struct store *st, struct str hash, struct err *err);

#endif
