#ifndef DUNMAIL_WEB_STAFFVALUE_H
#define DUNMAIL_WEB_STAFFVALUE_H

#include "web/staffpage.h"

/* staffvalue: what pages of our own people have in common. */
#define STAFFVALUE_ROWS 50 /* of a page of a list */
#define STAFFVALUE_TEXT 4000

/* A field of the query; empty: it is not there. */
struct str staffvalue_query(const struct staffpage_ask *ask, const char *name);
int64_t staffvalue_from(const struct staffpage_ask *ask);

/* "2026-11-22 09:04", where the company is; empty of 0. */
struct str staffvalue_instant(const struct staffpage_ask *ask, int64_t at);
void staffvalue_set_instant(const struct staffpage_ask *ask, struct value *map,
    const char *name, int64_t at);
void staffvalue_set_day(const struct staffpage_ask *ask, struct value *map,
    const char *name, day_t day);
void staffvalue_set_money(const struct staffpage_ask *ask, struct value *map,
    const char *name, struct money m);
void staffvalue_set_number(const struct staffpage_ask *ask, struct value *map,
    const char *name, int64_t n);

/* As a value within a query; every byte that means something is written %XX. */
struct str staffvalue_escape(struct arena *a, struct str s);

/* "PAGE?NAME=VALUE" of an id. */
void staffvalue_set_link(const struct staffpage_ask *ask, struct value *map,
    const char *name, const char *page, struct str id);

/* Foreign words: cut, controls but line ends gone. */
struct str staffvalue_words(struct arena *a, struct str s, size_t max);
/* The same as paragraphs of lines: [{lines: [{text}]}]. */
struct value *staffvalue_lines(struct arena *a, struct str s);

/* Does who asks look after accounts of that collector? By address, or by the
 * name that [staff] people has for it. */
bool staffvalue_is_mine(const struct staffpage_ask *ask, struct str collector);

/* A list of which one page is shown. */
struct staffvalue_turn {
	int64_t from; /* rows before it */
	int64_t seen; /* rows so far */
};
/* Is this row on the page? */
bool staffvalue_turn_has(struct staffvalue_turn *t);
/* "earlier", "later" (queries), "first", "last", "all" of the map. `rest`:
 * what else the query holds, "&q=x". */
void staffvalue_turn_set(const struct staffpage_ask *ask, struct value *map,
    const struct staffvalue_turn *t, struct str rest);

#endif
