#ifndef DUNMAIL_DECIDE_RECEIPT_H
#define DUNMAIL_DECIDE_RECEIPT_H

#include "decide/guard.h"
#include "decide/marks.h"

/*
 * receipt: complaints (ARF, RFC 5965), disposition notices (RFC 8098) and
 * calendar answers (RFC 6047), mostly by their structure. Each judge returns
 * true when it knows the kind and has filled *out.
 */
bool receipt_complaint(struct marks *k, struct guard *out);
bool receipt_disposition(struct marks *k, struct guard *out);
bool receipt_calendar(struct marks *k, struct guard *out);

/* "Read: ..." without a report part. */
bool receipt_words(struct marks *k, struct guard *out);

#endif
