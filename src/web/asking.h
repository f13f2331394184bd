#ifndef DUNMAIL_WEB_ASKING_H
#define DUNMAIL_WEB_ASKING_H

#include "web/web.h"

/*
 * asking: a mail with a link, for which anybody may type an address. Whoever
 * asks uses up what they have where they ask from, and not what is there for
 * the one whose address it is and who asks from elsewhere. Nothing is looked
 * up: what is answered says nothing of whether an address is known.
 */

/* From there, whatever the address: 0, or the seconds to wait. */
int64_t asking_wait(
    struct web_thread *t, const struct httpd_request *rq, int64_t now);

/* From there, for this address: so many mails were asked for that one more is
 * not kept, though the answer stays what it is. */
bool asking_enough(struct web_thread *t, const struct httpd_request *rq,
    int64_t now, struct str address);

#endif
