#ifndef DUNMAIL_WEB_TEXT_H
#define DUNMAIL_WEB_TEXT_H

#include "base/err.h"
#include "base/buf.h"
#include "render/template.h"

/*
 * text: what the pages look like and say: portal/NAME.html (Mustache, every
 * value escaped) within portal/layout.html, and portal/words/LANGUAGE.words
 * ("name = text", one a line, Mustache too), which a page says as a partial:
 * {{> pay_now}}. A language without words of its own is English. Compiled once
 * at the start; all that is wrong is told with file and line.
 *
 * Words are plain text, not HTML. Every name that a page says must be a word
 * of English, a file "part_NAME.html" beside it, or "content" in the layout.
 * The title of NAME.html is the word title_NAME.
 *
 * Every page has: company (name, email, phone, color, logo), account (id,
 * name), contact (name), base (the address of the link in use), home (of the
 * overview), page (the name of the page: {{#is_account}} and so on), language,
 * title (a word), today, root (in front of /style.css), style (its address),
 * form (the id of a form: value of the hidden field "form"), and after a POST
 * that has to be corrected said and wrong.
 */
struct text;

typedef void text_report(
    void *ctx, const char *file, int line, const char *what);
enum rc text_load(const char *dir, struct text **out, text_report *report,
    void *ctx, struct err *err);
void text_free(struct text **t);

/* RC_MISS: there is no such template (a bug). Threads may share the text. */
enum rc text_page(const struct text *t, const char *name, struct str language,
    const struct value *values, struct buf *out, struct err *err);

/* The words alone, with values: of titles and of what is wrong. */
struct str text_word(const struct text *t, struct arena *a, const char *name,
    struct str language, const struct value *values);

/* The language of the words that such a locale is shown in. */
struct str text_language(const struct text *t, struct str locale);

#endif
