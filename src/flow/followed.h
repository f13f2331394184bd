#ifndef DUNMAIL_FLOW_FOLLOWED_H
#define DUNMAIL_FLOW_FOLLOWED_H

#include "flow/flow.h"

/*
 * followed: who follows accounts gets one mail each business morning with the
 * notes that others wrote there since the last one, each note once; no news,
 * no mail. Only our own people do.
 */
enum rc followed_round(const struct flow *f, int64_t now, struct err *err);

/* RC_BAD: that is nobody of ours; RC_MISS: they do already, or did not. */
struct followed_wish {
	struct str account, address;
	bool stop;
	int64_t now;
};
enum rc followed_set(
    const struct flow *f, const struct followed_wish *w, struct err *err);

#endif
