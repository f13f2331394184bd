#ifndef DUNMAIL_WEB_ANSWER_H
#define DUNMAIL_WEB_ANSWER_H

#include "web/page.h"
#include "web/web.h"

/*
 * answer: what goes back: header lines, pages of words alone, files.
 */

/* Lines that every answer has, whatever it is. */
void answer_begin(const struct web *w, struct httpd_answer *out, int status);

/* A page that says one thing, in the language that the browser asks for. */
enum answer_kind {
	ANSWER_MISSING, /* 404: not there, or not theirs */
	ANSWER_EXPIRED, /* 410: the link was good */
	ANSWER_BUSY,    /* 429 */
	ANSWER_LATER,   /* 503: nothing is lost */
	ANSWER_METHOD,  /* 405 */
	ANSWER_FOREIGN, /* 403: a form of another site */
	ANSWER_KINDS
};
void answer_words(struct web_thread *t, const struct httpd_request *rq,
    enum answer_kind kind, struct httpd_answer *out);

/* Bytes of ours: the style, the logo. */
void answer_static(const struct web *w, struct str type, struct str bytes,
    struct httpd_answer *out);

/* A short text, of no page: "ok". */
void answer_text(const struct web *w, int status, struct str type,
    struct str text, struct httpd_answer *out);

void answer_redirect(
    const struct web *w, struct str to, struct httpd_answer *out);

/* What a page has said. */
enum rc answer_page(struct web_thread *t, struct str language,
    const struct page_out *page, struct httpd_answer *out, struct err *err);

/* The first language that the browser names and the words know. */
struct str answer_language(const struct web *w, const struct httpd_request *rq);

/* The map that every page begins with; title and language are in it. */
struct value *answer_values(const struct web *w, struct arena *a);

#endif
