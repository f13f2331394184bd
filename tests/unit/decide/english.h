#ifndef DUNMAIL_TESTS_DECIDE_ENGLISH_H
#define DUNMAIL_TESTS_DECIDE_ENGLISH_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "decide/rules.h"
#include "model/limits.h"

static inline void
english_report(void *ctx, const char *file, int line, const char *text)
{
	(void)ctx;
	fprintf(stderr, "%s:%d: %s\n", file, line, text);
}

/* The rules as they are shipped; tests run in the project's folder. */
static inline struct rules *
english_rules(bool examples)
{
	struct rules *rules = NULL;
	struct buf text;
	struct err err;

	buf_init(&text, LIMIT_RULE_FILE);
	if (file_read("filters/en.rules", &text, &err) != RC_OK ||
	    rules_add(&rules, "filters/en.rules", STR("en"), buf_str(&text),
		false, examples, english_report, NULL, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	buf_fini(&text);
	return rules;
}

#endif
