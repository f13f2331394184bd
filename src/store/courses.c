#include "store/courses.h"

#include "store/agenda.h"

struct str
courses_id(struct arena *a, enum sequence_kind sequence, struct str subject)
{
	return arena_fmt(
	    a, "%s/%.*s", sequence_kind_name(sequence), STR_ARG(subject));
}

static enum rc
begin(struct store *st, struct str id, const struct courses_event *e,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_COURSE_BEGIN);

	db_text(s, 1, id);
	db_text(s, 2, e->account);
	db_text(s, 3, str_of(sequence_kind_name(e->sequence)));
	db_text(s, 4, e->subject);
	db_text(s, 5, e->detail);
	db_i64(s, 6, e->at);
	return store_run(s, err);
}

static enum rc
add_event(struct store *st, struct str id, const struct courses_event *e,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_COURSE_EVENT_ADD);
	char day[DAY_TEXT];

	db_text(s, 1, id);
	db_text(s, 2, str_of(step_anchors[e->what]));
	db_text(s, 3, str_of(day_iso(e->day, day)));
	db_i64(s, 4, e->at);
	return store_one(s, err);
}

static enum rc
look_again(struct store *st, const struct courses_event *e, struct err *err)
{
	return agenda_look(st, e->account,
	    str_of(sequence_kind_name(e->sequence)), e->at, err);
}

/* Over or not before: something new has happened in it. */
static enum rc
goes_on(struct store *st, struct str id, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_COURSE_AGAIN);

	db_text(s, 1, id);
	return store_run(s, err);
}

enum rc
courses_happened(struct store *st, struct arena *a,
    const struct courses_event *e, struct err *err)
{
	struct str id = arena_fmt(
	    a, "%s/%.*s", sequence_kind_name(e->sequence), STR_ARG(e->subject));
	enum rc rc = begin(st, id, e, err);

	if (rc == RC_OK)
		rc = add_event(st, id, e, err);
	if (rc == RC_OK)
		rc = goes_on(st, id, err);
	return rc == RC_OK ? look_again(st, e, err) : rc;
}

static enum rc
read_courses(struct db_stmt *s, struct arena *a, struct course **out,
    size_t *count, struct err *err)
{
	struct course *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct course){
		    .id = arena_dup(a, db_col_text(s, 0)),
		    .subject = arena_dup(a, db_col_text(s, 1)),
		    .detail = arena_dup(a, db_col_text(s, 2)),
		    .group = arena_dup(a, db_col_text(s, 3)),
		};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
read_events(
    struct store *st, struct arena *a, struct course *c, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_COURSE_EVENTS);
	size_t cap = 0;
	enum rc rc;

	db_text(s, 1, c->id);
	while ((rc = db_step(s, err)) == RC_OK) {
		struct course_event e = {.day = DAY_NONE};

		/* What a newer program wrote down is no concern of this. */
		if (!step_anchor_parse(db_col_text(s, 0), &e.what) ||
		    !day_parse(db_col_text(s, 1), &e.day))
			continue;
		c->events = arena_grow(
		    a, c->events, c->event_count, &cap, sizeof(*c->events));
		c->events[c->event_count++] = e;
	}
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
read_said(struct store *st, struct arena *a, struct course *c, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_COURSE_SAID);
	size_t cap = 0;
	enum rc rc;

	db_text(s, 1, c->id);
	while ((rc = db_step(s, err)) == RC_OK) {
		struct course_said *said;

		c->said = arena_grow(
		    a, c->said, c->said_count, &cap, sizeof(*c->said));
		said = &c->said[c->said_count++];
		*said = (struct course_said){
		    .step = arena_dup(a, db_col_text(s, 0)),
		    .occurrence = db_col_i64(s, 1),
		    .day = DAY_NONE,
		};
		day_parse(db_col_text(s, 2), &said->day);
	}
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
fill(struct store *st, struct arena *a, struct course *v, size_t n,
    struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		rc = read_events(st, a, &v[i], err);
		if (rc == RC_OK)
			rc = read_said(st, a, &v[i], err);
	}
	return rc;
}

enum rc
courses_running(struct store *st, struct arena *a, struct str account,
    enum sequence_kind sequence, struct course **out, size_t *count,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_COURSES_RUNNING);
	enum rc rc;

	db_text(s, 1, account);
	db_text(s, 2, str_of(sequence_kind_name(sequence)));
	rc = read_courses(s, a, out, count, err);
	return rc == RC_OK ? fill(st, a, *out, *count, err) : rc;
}

enum rc
courses_of_touch(struct store *st, struct arena *a, struct str touch,
    struct course **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_COURSES_OF_TOUCH);
	enum rc rc;

	db_text(s, 1, touch);
	rc = read_courses(s, a, out, count, err);
	return rc == RC_OK ? fill(st, a, *out, *count, err) : rc;
}

enum rc
courses_over(struct store *st, struct str course, int64_t at, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_COURSE_OVER);

	db_text(s, 1, course);
	db_i64(s, 2, at);
	return store_run(s, err);
}

enum rc
courses_add_line(
    struct store *st, const struct courses_line *line, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_COURSE_ADD);
	char day[DAY_TEXT];

	db_text(s, 1, line->touch);
	db_text(s, 2, line->course);
	db_text(s, 3, line->step);
	db_i64(s, 4, line->occurrence);
	db_text(s, 5, str_of(day_iso(line->day, day)));
	return store_run(s, err);
}
