#ifndef DUNMAIL_STORE_COURSES_H
#define DUNMAIL_STORE_COURSES_H

#include "base/arena.h"
#include "base/err.h"
#include "model/course.h"
#include "store/store.h"

/*
 * courses: what accounts go through in the sequences that are not about their
 * open invoices, what happened in each, and what was said. The caller holds
 * the transaction.
 */
struct courses_event {
	struct str account;
	enum sequence_kind sequence;
	struct str subject; /* unique within the sequence: the dispute's id */
	struct str detail;  /* JSON for its texts, kept from the first event
			     * on; empty: none */
	enum step_anchor what;
	day_t day; /* civil, in the account's zone */
	int64_t at;
};

/* The id of the course about that subject. */
struct str courses_id(
    struct arena *a, enum sequence_kind sequence, struct str subject);

/* Something happened: the course begins if it has not, and the planner looks
 * at it. RC_MISS: that was known. */
enum rc courses_happened(struct store *st, struct arena *a,
    const struct courses_event *e, struct err *err);

/* Those of an account that are not over, oldest first. */
enum rc courses_running(struct store *st, struct arena *a, struct str account,
    enum sequence_kind sequence, struct course **out, size_t *count,
    struct err *err);

/* Those that a touch speaks of. */
enum rc courses_of_touch(struct store *st, struct arena *a, struct str touch,
    struct course **out, size_t *count, struct err *err);

enum rc courses_over(
    struct store *st, struct str course, int64_t at, struct err *err);

/* The touch says this step in this course. */
struct courses_line {
	struct str touch;
	struct str course;
	struct str step;
	int64_t occurrence;
	day_t day;
};
enum rc courses_add_line(
    struct store *st, const struct courses_line *line, struct err *err);

#endif
