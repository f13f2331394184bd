#include "flow/judge_made.h"

void
judge_made(
    const struct gather *g, const struct judge_in *in, struct thread_hit *hit)
{
	struct str touch = {NULL, 0};

	for (size_t i = 0; i < g->touch_count && touch.n == 0; i++)
		if (str_eq(g->touches[i].account, in->account))
			touch = g->touches[i].touch;
	*hit = (struct thread_hit){
	    .account = in->account,
	    .how = THREAD_MADE,
	    .touch = touch,
	    .contact = in->contact,
	    .proven = !in->doubted || touch.n > 0,
	    .authenticated = !in->doubted,
	    .trust = in->doubted ? THREAD_UNVERIFIED : THREAD_VERIFIED,
	    .role = THREAD_CONTACT,
	};
}
