#ifndef DUNMAIL_APP_VARIABLES_H
#define DUNMAIL_APP_VARIABLES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * variables: every name that a text under templates/ may use. `check` holds
 * the texts against it, and the manual prints it.
 */
enum variable_kind {
	VARIABLE_TEXT, /* {{name}}; {{#name}} where it may be missing */
	VARIABLE_FLAG, /* only {{#name}} and {{^name}} */
	VARIABLE_LIST, /* only {{#name}}, once for each row */
};

#define VARIABLES_LAYOUT "layout.html"

struct variable {
	/* The list that has it in each row, VARIABLES_LAYOUT for what only
	 * that file has, "" for what is there all over. */
	const char *within;
	const char *name; /* dotted, as a text writes it */
	enum variable_kind kind;
	const char *doc;
};

extern const struct variable variables[];
extern const size_t variables_count;

/* NULL: there is no such name. The first of that name, whatever the list. */
const struct variable *variables_find(struct str name);

/* The known name that was probably meant; NULL if none is near. */
const char *variables_nearest(struct str name);

#endif
