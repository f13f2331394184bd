#ifndef DUNMAIL_TESTS_DECIDE_SHIPPED_H
#define DUNMAIL_TESTS_DECIDE_SHIPPED_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "decide/rules.h"
#include "model/limits.h"

static inline void
shipped_report(void *ctx, const char *file, int line, const char *text)
{
	(void)ctx;
	fprintf(stderr, "%s:%d: %s\n", file, line, text);
}

/* One language's rules join *rules; a mistake ends the test. */
static inline void
shipped_add(struct rules **rules, const char *lang, bool examples)
{
	struct buf text;
	struct err err = {{0}};
	char path[512];

	snprintf(path, sizeof(path), "filters/%s.rules", lang);
	buf_init(&text, LIMIT_RULE_FILE);
	if (file_read(path, &text, &err) != RC_OK ||
	    rules_add(rules, path, str_of(lang), buf_str(&text), false,
		examples, shipped_report, NULL, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	buf_fini(&text);
}

/* All languages as they are shipped; tests run in the project's folder. */
static inline struct rules *
shipped_rules(bool examples)
{
	struct rules *rules = NULL;
	struct dirent **names;
	int n = scandir("filters", &names, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		char *dot = strstr(names[i]->d_name, ".rules");

		if (dot && names[i]->d_name[0] != '.') {
			*dot = '\0';
			shipped_add(&rules, names[i]->d_name, examples);
		}
		free(names[i]);
	}
	if (n > 0)
		free(names);
	return rules;
}

#endif
