#ifndef DUNMAIL_DECIDE_AMOUNT_NUMBER_H
#define DUNMAIL_DECIDE_AMOUNT_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * amount_number: the figures of a sum, with what groups them and the cents.
 */
#define AMOUNT_NUMBER_MAX INT64_C(1000000000000)

/* A number as it stands in the text. */
struct amount_number {
	size_t from, end;
	int64_t whole;
	int64_t cents;
	bool decimals;
	bool grouped;
	bool odd; /* "1.200" where the point is for cents */
};

/* Read the number at `from`; false when it is no sum of money, ->end is set all
 * the same. */
bool amount_number_read(
    struct str s, size_t from, bool point_groups, struct amount_number *n);

#endif
