#ifndef DUNMAIL_DECIDE_BOUNCE_H
#define DUNMAIL_DECIDE_BOUNCE_H

#include "decide/guard.h"
#include "decide/marks.h"

/*
 * bounce: mail that a mail system wrote about the delivery of ours. Each
 * judge returns true when it knows the kind and has filled *out.
 */

/* RFC 3464 report: bounce, delay or (delivered) receipt. */
bool bounce_report(struct marks *k, struct guard *out);

/* A report in plain words, by sender, subject and structure together. */
bool bounce_prose(struct marks *k, struct guard *out);

#endif
