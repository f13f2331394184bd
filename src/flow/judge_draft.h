#ifndef DUNMAIL_FLOW_JUDGE_DRAFT_H
#define DUNMAIL_FLOW_JUDGE_DRAFT_H

#include "flow/gather.h"
#include "model/effect.h"
#include "store/drafts.h"

/*
 * judge_draft: is a mail the personal mail that we drafted for one of ours, as
 * they sent it? Reads only.
 */
struct judge_draft {
	bool known;  /* it bears the token of a draft */
	bool proven; /* it lay in their own folder of sent mail */
	struct drafts_row row;
};

/* By where it was found, else by its token, wherever that stands. inbox: the
 * mail's id; may be empty. */
enum rc judge_draft_find(const struct gather *g, struct str inbox,
    struct judge_draft *out, struct err *err);

/* One without a token, as a mailto: link gives it: a mail of theirs to the
 * customer of a draft that waits. RC_MISS: there is none. */
enum rc judge_draft_to(const struct gather *g, struct str account,
    struct str by, struct drafts_row *out, struct err *err);

/* Their answer to it came: so it was sent, in whatever words. */
void judge_draft_reached(const struct drafts_row *d, struct effects *e);

#endif
