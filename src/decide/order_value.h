#ifndef DUNMAIL_DECIDE_ORDER_VALUE_H
#define DUNMAIL_DECIDE_ORDER_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "decide/order.h"

/*
 * order_value: the words of one line, and what dates and amounts are written
 * as by people in a hurry. Pure; nothing is guessed: what can be read in two
 * ways is not read.
 */

/* Cut at blanks of any kind; a mail client's own dashes become "-". */
#define ORDER_VALUE_WORDS 64
struct order_words {
	struct str v[ORDER_VALUE_WORDS];
	size_t n;
	bool more; /* than fit */
};
void order_value_words(
    struct arena *a, struct str line, struct order_words *out);

/* 2026-12-18, 18.12.2026, 12/18 (in the locale's order; the next one). */
enum order_found {
	ORDER_FOUND,
	ORDER_NOT,   /* something else */
	ORDER_WRONG, /* meant to be one, but there is none like it */
};
enum order_found order_value_day(
    struct str word, const struct order_context *ctx, day_t *out);

/*
 * An amount at the front of the words: 500, 1,200.50, $500, USD 500, 500 EUR.
 * *used: how many words it took.
 */
enum order_found order_value_amount(const struct str *words, size_t count,
    const struct order_context *ctx, struct money *out, size_t *used);

#endif
