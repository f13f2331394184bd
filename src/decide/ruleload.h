#ifndef DUNMAIL_DECIDE_RULELOAD_H
#define DUNMAIL_DECIDE_RULELOAD_H

#include <stdbool.h>

#include "decide/rulebook.h"
#include "decide/rulemacro.h"

/*
 * ruleload: what the readers of a rules file share: where they are, what
 * went wrong, and the pattern that is being put together.
 */
struct ruleload {
	struct rulebook *book;
	const char *file;
	int line;
	bool jit;
	bool compile;  /* now, not when a text needs it */
	bool examples; /* are kept */
	bool head; /* this line is wholly in the first LIMIT_RULE_HEAD bytes */
	bool bad;
	rules_report *report;
	void *ctx;
	struct rulemacros macros;
	struct rulebook_patterns patterns; /* of the open block */
	struct buf part; /* one `match` line with what continues it */
	int part_line;
	size_t pattern_count; /* in the whole book */
	size_t rule_cap, guard_cap, date_cap, example_cap;
};

/* Report a mistake at the present line. */
void ruleload_bad(struct ruleload *l, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Start, extend and end one `match` line. */
void ruleload_match(struct ruleload *l, struct str text);
void ruleload_more(struct ruleload *l, struct str text);
/* Take all `match` lines of the block; false if there is none. */
bool ruleload_take(struct ruleload *l, struct rulebook_patterns *out);

/* Index of the guard or built-in feature of that name: a guard may be defined
 * further down. */
size_t ruleload_guard(struct ruleload *l, struct str name);

/* Word lists: "months january jan / february feb / ...". */
bool ruleload_words(struct ruleload *l, struct str key, struct str rest);

#endif
