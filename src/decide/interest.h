#ifndef DUNMAIL_DECIDE_INTEREST_H
#define DUNMAIL_DECIDE_INTEREST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/day.h"
#include "base/money.h"
#include "model/interest.h"

/*
 * interest: what an invoice that is paid late costs, by rule. Simple interest
 * on what is open, from the day after the due date; a payment lowers it from
 * the day after it came. Whole numbers only: rates in basis points, and one
 * rounding, half to even, of the exact sum. Pure.
 *
 *   eu    reference rate of 1 January and 1 July, each for its half year, plus
 *         a margin; a year has the days that it has; EUR 40 an invoice
 *   uk    reference rate of the last 30 June or 31 December before interest
 *         starts, then frozen, plus a margin; a year has 365 days; GBP 40, 70
 *         or 100 by the size of the debt
 *   flat  one rate; a year has 365 days; no fixed sum
 */
/* The reference rate from that day on. */
struct interest_rate {
	day_t from;
	int64_t points; /* basis points; may be below 0 */
};

struct interest_terms {
	enum interest_rule rule;
	int64_t margin; /* basis points above the reference rate */
	int64_t flat;   /* the whole rate of INTEREST_FLAT */
	bool fixed;     /* the fixed sums too */
	const struct interest_rate *rates; /* oldest first */
	size_t rate_count;
};

struct interest_part {
	day_t day;
	int64_t minor;
};

struct interest_debt {
	struct money amount;
	day_t due;
	const struct interest_part *paid; /* payments and credits, any order */
	size_t paid_count;
};

/* So much was open from day to day, both counted. */
struct interest_line {
	day_t from, to;
	int64_t open;
	int64_t points;
	int64_t days;
	int64_t year;   /* its days */
	int64_t amount; /* rounded by itself; the sum is not made of these */
};

struct interest {
	struct interest_line *lines;
	size_t line_count;
	struct money amount; /* of all lines */
	struct money fixed;  /* 0: none */
};

/*
 * From the due date up to and with `until`. False: no reference rate is known
 * for some day of it (*why says which), or a sum is too large.
 */
bool interest_decide(struct arena *a, const struct interest_terms *terms,
    const struct interest_debt *debt, day_t until, struct interest *out,
    struct str *why);

/* "2.15" as 215; false: no rate of two decimals between -100 and 1000. */
bool interest_points_parse(struct str s, int64_t *out);
#define INTEREST_TEXT 24
/* "10.15" */
const char *interest_points_text(int64_t points, char out[INTEREST_TEXT]);

#endif
