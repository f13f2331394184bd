#ifndef DUNMAIL_APP_CONFIG_READ_H
#define DUNMAIL_APP_CONFIG_READ_H

#include "app/mistake.h"
#include "base/arena.h"
#include "base/str.h"

/*
 * config_read: the text of a configuration file as sections of keys, before
 * anybody knows what they mean.
 *
 *	# a comment: a line whose first mark is '#'
 *	[section]		or [section label]
 *	key = value to the end of the line
 *	    and on, joined by a line end, while lines start with a blank
 */
struct config_entry {
	struct str key;
	struct str value; /* trimmed, may be empty */
	int line;
};

struct config_section {
	struct str name;
	struct str label; /* empty if there is none */
	int line;
	struct config_entry *entries;
	size_t count, cap;
};

struct config_text {
	const char *file; /* as shown in messages; borrowed */
	struct config_section *sections;
	size_t count, cap;
};

/*
 * Always gives what could be understood; what could not is in *m. Spans point
 * into `text` or live in the arena, which should have room for twice the text.
 */
struct config_text *config_read_text(
    struct arena *a, const char *file, struct str text, struct mistakes *m);

/* First section of that name (and label); NULL if there is none. */
const struct config_section *config_read_find(
    const struct config_text *t, const char *name);

#endif
