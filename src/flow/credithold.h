#ifndef DUNMAIL_FLOW_CREDITHOLD_H
#define DUNMAIL_FLOW_CREDITHOLD_H

#include "base/arena.h"
#include "decide/credit.h"
#include "flow/flow.h"

/*
 * credithold: what a person wants of the credit hold of one account. In the
 * caller's transaction; the file of who is held follows with
 * creditdesk_publish.
 */
struct credithold {
	struct str account, by, why;
	enum credit_mode mode;
	day_t excused;
	bool lets_go;      /* there has to be something */
	const char *words; /* for the timeline */
	struct str inbox;  /* the mail that said it; may be empty */
	int64_t now;
};

/* RC_MISS: no such account. RC_BAD: it is not on hold. *text: what was noted
 * in the timeline. */
enum rc credithold_set(const struct flow *f, struct arena *a,
    const struct credithold *wish, struct str *text, struct err *err);

/* RC_OK: held or warned; RC_MISS: neither. */
enum rc credithold_is(
    const struct flow *f, struct arena *a, struct str account, struct err *err);

/* The two that everybody knows. */
struct credithold credithold_hold(void);
struct credithold credithold_release(void);

#endif
