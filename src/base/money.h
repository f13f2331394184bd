#ifndef DUNMAIL_BASE_MONEY_H
#define DUNMAIL_BASE_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * money: an amount in the minor unit of a currency (ISO 4217), never a float.
 * Sums over two currencies refuse to add.
 */
struct money {
	int64_t minor;
	char currency[4]; /* "EUR"; "" while unset */
};

/* Digits behind the point: 0 (JPY), 2, 3 (KWD), -1 for an unknown code. */
int money_exponent(struct str currency);

/* True for an ISO 4217 code that this table knows. */
bool money_currency_ok(struct str currency);

/* False on overflow or when the currencies differ; *out untouched then. */
bool money_add(struct money a, struct money b, struct money *out);

/*
 * "1234.5", "-12", "1234.56" with at most exponent digits behind the point;
 * no grouping, no blanks, no '+'. What a CSV column holds.
 */
bool money_parse(struct str s, struct str currency, struct money *out);

/* Plain "1234.56" without currency, for CSV, JSON and logs. */
#define MONEY_TEXT 32
const char *money_plain(struct money m, char out[MONEY_TEXT]);

struct money money_of(int64_t minor, struct str currency);

#endif
