#ifndef DUNMAIL_APP_CONFIG_APPLY_H
#define DUNMAIL_APP_CONFIG_APPLY_H

#include "app/config_read.h"
#include "app/config_table.h"

/*
 * config_apply: sections of keys into a struct, by the table. Also remembers
 * where each member was written, for whoever finds it wrong later.
 */
struct config_origin {
	const void *field;
	const char *file;
	int line;
};

struct config_origins {
	struct config_origin *v;
	size_t count, cap;
};

struct config_target {
	enum config_scope scope;
	const char *file; /* for messages; lives as long as the origins */
	const char *dir;  /* what paths are relative to */
	struct arena *a;
	struct mistakes *m;
	struct config_origins *origins; /* NULL: nobody will ask */
};

/* Lines on which settings were met, by their index in the table; 0: not. */
struct config_seen {
	int line[CONFIG_SETTINGS_MAX];
};

/* Defaults of the section (NULL: of all) into base. */
void config_apply_defaults(
    const struct config_target *t, const char *section, void *base);

/* Is there such a section in this kind of file? Reports if not, or if it
 * has a label and may not. */
bool config_apply_known(const struct config_target *t,
    const struct config_section *s, bool label_allowed);

/* One section's entries into base; what is wrong is reported and left out. */
void config_apply_section(const struct config_target *t,
    const struct config_section *s, void *base, struct config_seen *seen);

/* A whole file: defaults, sections without labels, and what is missing. */
void config_apply_file(
    const struct config_target *t, const struct config_text *text, void *base);

/* Line of a setting in seen; 0 if it was not given. */
int config_apply_line(const struct config_seen *seen, enum config_scope scope,
    const char *section, const char *key);

#endif
