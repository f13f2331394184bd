#ifndef DUNMAIL_FLOW_PEOPLE_LINES_H
#define DUNMAIL_FLOW_PEOPLE_LINES_H

#include <stdbool.h>

#include "base/day.h"
#include "base/str.h"

/* people_lines: the lines of [staff] people and away, one at a time. */
struct people_line {
	struct str address;
	struct str name; /* of people */
	bool approves;
	struct str deputy; /* of away */
	day_t until;
};

/* False at the end. A line that cannot be read has no address; *line: as it
 * was written. */
bool people_lines_next(
    struct str *rest, struct str *line, struct people_line *out);
bool people_lines_away(
    struct str *rest, struct str *line, struct people_line *out);

#endif
