#ifndef DUNMAIL_FLOW_LINKSTOP_H
#define DUNMAIL_FLOW_LINKSTOP_H

#include "base/arena.h"
#include "flow/flow.h"
#include "render/link.h"

/*
 * linkstop: signed links are taken back by a person, with a line in the
 * account's timeline. In the caller's transaction. Of an account: those made
 * before this second. The mails of this round, and all that come later, bring
 * good ones. A token does not say when it was made but when it expires, so
 * this goes by [links] valid_for as it stands.
 */
struct linkstop {
	const struct flow *f;
	struct arena *a;
	struct str account, contact; /* contact empty: everybody's */
	struct str by;
	struct str inbox; /* the mail that said it; may be empty */
	struct str id;    /* natural key of the line; may be empty */
	int64_t now;
};

/* All of the account, or of that contact. */
enum rc linkstop_all(const struct linkstop *x, struct err *err);

/* This one; of a link of which only the id is known, link->account is empty
 * and there is no line. RC_MISS: it was taken back before. */
enum rc linkstop_one(
    const struct linkstop *x, const struct link *link, struct err *err);

#endif
