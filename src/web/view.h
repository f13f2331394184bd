#ifndef DUNMAIL_WEB_VIEW_H
#define DUNMAIL_WEB_VIEW_H

#include "render/letter.h"
#include "web/page.h"
#include "web/press.h"

/*
 * view: what pages that show something have in common: days and money as the
 * reader writes them, ids as part of an address, fifty rows a page, and files.
 */
#define VIEW_ROWS 50

/* A day that is none is not put. */
void view_day(
    const struct page_ask *ask, struct value *map, const char *name, day_t day);
void view_money(const struct page_ask *ask, struct value *map, const char *name,
    struct money m);
void view_number(
    const struct page_ask *ask, struct value *map, const char *name, int64_t n);

/* What can be told apart by words only: "disputed" makes {{#state.disputed}}.
 * '-' becomes '_'; an empty word puts nothing. */
void view_word(const struct page_ask *ask, struct value *map, const char *name,
    struct str word);

/* A list, and {{#has_NAME}} if something is in it. */
void view_list(const struct page_ask *ask, struct value *map, const char *name,
    struct value *list);

/* One part of an address; empty: no address can say it ("", ".", ".."). */
struct str view_path(struct arena *a, struct str id);

/* The value of a field of the query; empty: it is not there. */
struct str view_query(const struct page_ask *ask, const char *name);

/* The part of `rest` in front of the last slash if `tail` is behind it. */
bool view_tail(struct str rest, const char *tail, struct str *head);

/* Which page of a list is asked for: ?page=N. RC_MISS: no number of a page. */
struct view_turn {
	int64_t page; /* from 1 */
	int64_t skip; /* rows before it */
};
enum rc view_turn(const struct page_ask *ask, struct view_turn *out);
/* values.turn: page, pages, first, last, total, and where next and previous
 * are; nothing if all fits on one. RC_MISS: there is no such page. */
enum rc view_turn_put(const struct page_ask *ask, struct value *values,
    const struct view_turn *turn, struct str address, int64_t total);

/* One of our addresses as others have to say it: with "https://...". */
struct str view_url(const struct page_ask *ask, struct str address);

/* The facts as documents take them: in the reader's language. */
struct facts_account view_facts(const struct page_ask *ask);
/* Within what the reader's link may have printed. */
enum rc view_print(
    const struct page_ask *ask, press_job *job, void *ctx, struct err *err);
/* What document_ and month_ make is the answer. */
void view_file(struct page_out *out, const struct letter_file *file);

#endif
