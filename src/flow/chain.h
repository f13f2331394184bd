#ifndef DUNMAIL_FLOW_CHAIN_H
#define DUNMAIL_FLOW_CHAIN_H

#include "flow/params.h"
#include "model/message.h"

/* chain: what an answer needs to stand below the mail that it answers. */

/* Its subject without any "Re:". */
struct str chain_subject(struct str subject);

/* In-Reply-To and References: theirs, and then the mail itself. */
void chain_set(struct arena *a, const struct message *m, struct params *p);

#endif
