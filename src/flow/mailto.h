#ifndef DUNMAIL_FLOW_MAILTO_H
#define DUNMAIL_FLOW_MAILTO_H

#include "base/arena.h"
#include "base/str.h"

/* mailto: a link that begins a mail (RFC 6068), with a body that is cut before
 * mail programs stop reading. */
struct mailto {
	struct str address, subject, body;
	struct str in_reply_to; /* without <>; may be empty */
	struct str bcc;         /* may be empty */
};

struct str mailto_url(struct arena *a, const struct mailto *m);

#endif
