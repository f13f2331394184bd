#ifndef DUNMAIL_DECIDE_COMEBACK_DATE_H
#define DUNMAIL_DECIDE_COMEBACK_DATE_H

#include <stdbool.h>

#include "base/day.h"
#include "base/str.h"

/*
 * comeback_date: one date as autoresponders write it, in a folded text
 * (decide/phrase): "16 june", "june 16th, 2026", "16.06.", "2026-06-16".
 */
enum comeback_order { /* of "3/4" */
	COMEBACK_ORDER_OPEN,
	COMEBACK_ORDER_DAY,
	COMEBACK_ORDER_MONTH,
	COMEBACK_ORDER_AMERICAN, /* as month, in English */
};

struct comeback_reader {
	struct str s;
	size_t at;
	day_t sent;   /* without a year: the next such day */
	bool english; /* 3/4 is ambiguous: the order tells, or nearness */
	enum comeback_order order;
};

/* The date that begins at r->at, which moves behind it; or DAY_NONE. */
day_t comeback_date_here(struct comeback_reader *r);

/* A number of one to four digits, or -1 without moving. */
int comeback_date_number(struct comeback_reader *r);

char comeback_date_peek(const struct comeback_reader *r);
void comeback_date_skip(struct comeback_reader *r, const char *chars);
bool comeback_date_is_letter(char c);

/* The next day d of month m (year y, or -1 when it is not said). */
day_t comeback_date_resolve(int y, int m, int d, day_t sent);

#endif
