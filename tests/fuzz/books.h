#ifndef DUNMAIL_TESTS_FUZZ_BOOKS_H
#define DUNMAIL_TESTS_FUZZ_BOOKS_H

#include <stdint.h>

#include "../unit/decide/shipped.h"
#include "decide/rulebook.h"

/* The shipped rules of the language that a byte of the input picks; run in
 * the project's folder. */
static inline const struct rulebook *
book_of(uint8_t pick)
{
	static struct rules *rules;

	if (rules == NULL)
		rules = shipped_rules(false);
	if (rules == NULL)
		abort();
	return rules_ready(rules, pick % rules->count);
}

#endif
