#ifndef DUNMAIL_DECIDE_AUTOREPLY_H
#define DUNMAIL_DECIDE_AUTOREPLY_H

#include "decide/guard.h"
#include "decide/marks.h"

/*
 * autoreply: a machine that answered us in somebody's place: out of office,
 * "we received your mail", ticket acknowledgement, challenge-response. Each
 * judge returns true when it knows the kind and has filled *out.
 */

/* The header says so (RFC 3834 and the older fields of autoresponders). */
bool autoreply_header(struct marks *k, struct guard *out);

/* The subject begins as autoresponders begin it, in any language we know. */
bool autoreply_subject(struct marks *k, struct guard *out);

/* Neither: the words themselves, weighed with the little the header says. */
bool autoreply_words(struct marks *k, struct guard *out);

#endif
