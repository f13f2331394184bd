#ifndef DUNMAIL_FLOW_MAILTO_H
#define DUNMAIL_FLOW_MAILTO_H

#include "base/arena.h"
#include "base/str.h"

/* mailto: a link that begins a mail (RFC 6068), with a body that is cut before
 * mail programs stop reading. in_reply_to may be empty. */
struct mailto {
	struct str address, subject, body;
	struct str in_reply_to; /* without <> */
};

struct str mailto_url(struct arena *a, const struct mailto *m);

#endif
