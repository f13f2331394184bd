#ifndef DUNMAIL_WEB_GUEST_H
#define DUNMAIL_WEB_GUEST_H

#include "web/page.h"
#include "web/web.h"

/* guest: one request to a page: of who came with a link, or of anybody. */
struct guest {
	struct web_thread *t;
	const struct httpd_request *rq;
	int64_t now;
	enum link_purpose purpose; /* as the address says */
	struct str token, name, rest;
	const struct page *page; /* once it is known */
};

/* The page of that name; without one, that of the purpose. */
const struct page *guest_page(enum link_purpose purpose, struct str name);

/* Seconds to wait; 0: none. */
int64_t guest_address_budget(const struct guest *g);

void guest_serve(struct guest *g, struct httpd_answer *out);
void guest_anybody(
    struct guest *g, const struct page *page, struct httpd_answer *out);

#endif
