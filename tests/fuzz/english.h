#ifndef DUNMAIL_TESTS_FUZZ_ENGLISH_H
#define DUNMAIL_TESTS_FUZZ_ENGLISH_H

#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "decide/rules.h"
#include "model/limits.h"

/* The shipped rules, loaded once; run in the project's folder. */
static inline struct rules *
english(void)
{
	static struct rules *rules;
	struct buf text;
	struct err err;

	if (rules)
		return rules;
	buf_init(&text, LIMIT_RULE_FILE);
	if (file_read("filters/en.rules", &text, &err) != RC_OK ||
	    rules_add(&rules, "en", STR("en"), buf_str(&text), false, false,
		NULL, NULL, &err) != RC_OK)
		abort();
	buf_fini(&text);
	return rules;
}

#endif
