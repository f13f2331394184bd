#ifndef DUNMAIL_WEB_FIELDS_H
#define DUNMAIL_WEB_FIELDS_H

#include "decide/posting_read.h"
#include "web/page.h"

/*
 * fields: what the pages with forms share: fields by name, rows of invoices to
 * be ticked, files, and what has to be corrected, for its template:
 *   wrong           a list; each row has field and is_WHY
 *   wrong_FIELD     the row of that field
 * What was typed is shown again: each text under its own name.
 */

/* Of a POST: the first value of that name; empty: none. */
struct str fields_text(const struct page_ask *ask, const char *name);
/* All of them, one a line. */
struct str fields_lines(const struct page_ask *ask, const char *name);

/* All texts of a form by their names, as they were typed. */
void fields_read(const struct page_ask *ask, struct posting_form *out);

/* The form is read by the rules of its kind, with today's limit of forms. */
enum rc fields_check(const struct page_ask *ask, enum posting_kind kind,
    const struct posting_form *form, struct posting_read *out, struct err *err);
void fields_wrong(struct posting_read *r, const char *field, const char *why);

/* The files of the field "files" into p, under names and types of ours. */
void fields_files(
    const struct page_ask *ask, struct page_post *p, struct posting_read *r);

/* RC_OK: nothing is wrong, the form is kept (amount and day as they are kept)
 * and the reader goes on to what becomes of it. RC_BAD: say what is wrong. */
/* One that was sent before is as it was then, whatever has changed since. */
enum rc fields_keep(const struct page_ask *ask, struct page_post *p,
    const struct posting_form *form, struct posting_read *r,
    struct page_out *out, struct err *err);

/* Open invoices as rows to be ticked: those that were, or that the address
 * names. */
enum fields_rows {
	FIELDS_ANY,      /* of which nothing is in dispute */
	FIELDS_PROMISED, /* that may be promised */
};
void fields_invoices(
    const struct page_ask *ask, enum fields_rows rows, struct value *values);

/* What was typed before, or nothing. */
void fields_again(const struct page_ask *ask, struct value *values,
    const char *const *names, size_t count);

#endif
