#ifndef DUNMAIL_WEB_KEEP_H
#define DUNMAIL_WEB_KEEP_H

#include "web/page.h"
#include "web/web.h"

/* keep: what a form has brought: its id is checked, the page looks at it, and
 * it becomes a row for others to act on. */
struct keep {
	struct web_thread *t;
	const struct httpd_request *rq;
	const struct link *link; /* empty where none is needed */
	const struct nonce_place *place;
	struct str language;
	bool wanted; /* out: there is something to be written */
	bool again;  /* out, of keep_write: it was there already */
	struct page_post post;
};

/* RC_OK: out says what is answered; ->wanted may be set. */
enum rc keep_take(struct keep *k, const struct page *page,
    const struct page_ask *ask, struct page_out *out, struct err *err);

/* After the reading transaction. Twice the same form is once. */
enum rc keep_write(struct keep *k, int64_t now, struct err *err);

#endif
