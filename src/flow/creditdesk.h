#ifndef DUNMAIL_FLOW_CREDITDESK_H
#define DUNMAIL_FLOW_CREDITDESK_H

#include "base/arena.h"
#include "decide/credit.h"
#include "flow/flow.h"
#include "model/course.h"
#include "store/creditbook.h"

/*
 * creditdesk: how the credit of an account stands, and who is told when that
 * changes: the timeline, the webhook, and a file for machines (mails are steps
 * of the sequence). The courses of an account are named ACCOUNT/hold-N,
 * ACCOUNT/used-PERCENT-N, ACCOUNT/review-DATE and ACCOUNT/limit-ID.
 */
struct creditdesk {
	struct creditbook book; /* with what the courses tell since */
	struct credit_rules rules;
	struct credit_state state;
	struct credit_figures figures;
};

/* Courses: those known, or none. Facts: with what is unapplied. */
struct creditdesk_ask {
	const struct flow *f;
	struct arena *a;
	const struct facts_account *facts;
	const struct sequence *seq;
	const struct course *courses;
	size_t course_count;
};
enum rc creditdesk_load(
    const struct creditdesk_ask *ask, struct creditdesk *out, struct err *err);

struct str creditdesk_subject(
    struct arena *a, struct str account, const char *kind, struct str of);
/* "hold", "used", "review", "limit"; of: what stands behind it. */
bool creditdesk_is(
    struct str subject, struct str account, const char *kind, struct str *of);

/* Look at one account now, in the caller's transaction. RC_MISS: there is no
 * such account. */
enum rc creditdesk_settle(const struct flow *f, struct arena *a,
    struct str account, int64_t now, struct err *err);

/* Who is held or warned has changed: the file is not right any more, and the
 * webhook hears of a "hold" or "release"; event NULL: only the file. */
struct creditdesk_news {
	const char *event;
	struct str reason; /* coded */
	struct str course;
};
enum rc creditdesk_tell(const struct creditdesk_ask *ask,
    const struct creditdesk_news *news, struct err *err);

/* Before a round: after credit was switched on or off all are looked at. */
enum rc creditdesk_begin(const struct flow *f, int64_t now, struct err *err);
/* After it: the file anew if anything changed since. Own transactions. */
enum rc creditdesk_publish(const struct flow *f, int64_t now, struct err *err);

/* Limits that were approved here and that an import has changed: say so. */
enum rc creditdesk_imported(
    const struct flow *f, struct arena *a, int64_t now, struct err *err);

#endif
