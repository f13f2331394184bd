#ifndef DUNMAIL_APP_CHECK_JOB_H
#define DUNMAIL_APP_CHECK_JOB_H

#include "app/check.h"
#include "app/folder.h"
#include "base/arena.h"

/*
 * check_job: one run of `check`, and the parts that it is made of. Each part
 * tells what it finds and leaves the rest to the others.
 */
struct check_job {
	const struct config *config;
	const struct settings *settings;
	struct mistakes m;
	const struct check_sink *sink;
	struct arena *a;
};

/* Where a setting was written, as the place of a mistake. */
void check_job_tell(struct check_job *j, const void *field, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));
void check_job_well(struct check_job *j, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

void check_texts(struct check_job *j);     /* templates, layout, names */
void check_portal(struct check_job *j);    /* [portal], pages and words */
void check_filters(struct check_job *j);   /* filters/<lang>.rules */
void check_calendars(struct check_job *j); /* holidays */
void check_rates(struct check_job *j);     /* late interest */
void check_places(struct check_job *j);    /* folders, secrets, keys */
void check_servers(struct check_job *j);   /* log-ins */

#endif
