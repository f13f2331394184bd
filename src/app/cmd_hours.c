#include <stdio.h>
#include <string.h>

#include "app/subject.h"
#include "model/limits.h"
#include "port/zone.h"
#include "store/agenda.h"

/* "14:00" */
static bool
parse_time(struct str s, int *out)
{
	int64_t h, m;

	if (s.n != 5 || s.p[2] != ':' ||
	    !str_to_i64(str_sub(s, 0, 2), 0, 24, &h) ||
	    !str_to_i64(str_sub(s, 3, 2), 0, 59, &m) || h * 60 + m > 1440)
		return false;
	*out = (int)(h * 60 + m);
	return true;
}

/* "14:00-16:30", or "any" */
static bool
parse_hours(struct str s, struct holds_hours *out)
{
	out->from = out->to = 0;
	if (str_eqc(s, "any"))
		return true;
	return s.n == 11 && s.p[5] == '-' &&
	       parse_time(str_sub(s, 0, 5), &out->from) &&
	       parse_time(str_sub(s, 6, 5), &out->to) && out->from < out->to;
}

static enum rc
set_all(struct app *app, struct arena *a, const struct subject *s,
    struct holds_hours *h, struct str words, struct err *err)
{
	enum rc rc = store_begin(app->flow.store, err);
	struct str text =
	    arena_fmt(a, "%.*s is written to at %.*s%s%.*s", STR_ARG(s->words),
		STR_ARG(words), h->timezone.n ? " " : "", STR_ARG(h->timezone));

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; rc == RC_OK && i < s->count; i++) {
		h->contact = s->of[i].contact;
		rc = holds_hours(app->flow.store, h, err);
		if (rc == RC_OK)
			rc = subject_note(app, a, s->of[i].account, "hours",
			    text, STR("operator"), err);
		if (rc == RC_OK)
			rc = agenda_wake(app->flow.store, s->of[i].account,
			    app_now(app), err);
	}
	if (rc == RC_OK)
		return store_commit(app->flow.store, err);
	store_rollback(app->flow.store);
	return rc;
}

static int
hours_run(struct app *app, int argc, char **argv)
{
	struct holds_hours h = {.from = 0};
	struct subject s;
	struct arena *a;
	struct err err = {{0}};
	enum rc rc;

	if (argc < 3 || argc > 4 || !parse_hours(str_of(argv[2]), &h))
		return app_usage(&cmd_hours);
	if (argc == 4)
		h.timezone = str_of(argv[3]);
	if (argc == 4 && zone_find(h.timezone) == NULL)
		return app_fail("there is no time zone %s", argv[3]);
	a = arena_new(LIMIT_JOB_ARENA);
	rc = subject_find(app, a, str_of(argv[1]), SUBJECT_CONTACT, &s, &err);
	if (rc == RC_OK)
		rc = set_all(app, a, &s, &h, str_of(argv[2]), &err);
	arena_free(&a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_hours = {
    .name = "hours",
    .usage = "CONTACT 14:00-16:30|any [ZONE]",
    .summary = "when a contact likes to be written to, on their own clock",
    .needs = APP_CONFIG | APP_STORE,
    .run = hours_run,
};
