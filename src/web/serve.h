#ifndef DUNMAIL_WEB_SERVE_H
#define DUNMAIL_WEB_SERVE_H

#include "web/page.h"
#include "web/web.h"

/*
 * serve: the way of a request. The address is read, the link verified, looked
 * up, its account read in one transaction that cannot write; the page answers;
 * what a form brought is kept in a transaction of the writing handle. What is
 * not there, is another's, was taken back or never ours looks the same: one
 * page, the same bytes.
 */
void serve_request(struct web_thread *t, const struct httpd_request *rq,
    struct httpd_answer *out);

/* Bytes that a body may have there. */
size_t serve_ceiling(const struct web *w, struct str path);

#endif
