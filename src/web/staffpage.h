#ifndef DUNMAIL_WEB_STAFFPAGE_H
#define DUNMAIL_WEB_STAFFPAGE_H

#include "web/page.h"

/*
 * staffpage: one thing that our own people can look at: /staff/NAME?QUERY. One
 * file a page, staff_NAME.c, that exports one const struct staffpage, listed in
 * web/staffpages.c. All of them only show; what is named (an account, a mail)
 * is named in the query, since the world's numbers hold slashes.
 *
 * Before a page is asked, web/staff has found who it is that asks and that they
 * are still one of ours, and begun a read transaction on a handle that cannot
 * write.
 */
struct staffpage_ask {
	const struct flow *f; /* store: the reading handle */
	struct arena *a;      /* of this request */
	int64_t now;
	day_t today;       /* civil day of the company */
	struct str who;    /* address, folded */
	struct str locale; /* the company's */
	struct str base;   /* "/staff", behind what stands in front of it */
	const struct httpd_field *query;
	size_t query_count;
};

struct staffpage {
	const char *name; /* of the address; "" is the list of accounts */
	/* RC_MISS: there is no such thing: 404. out->values is begun. */
	enum rc (*show)(const struct staffpage_ask *ask, struct page_out *out,
	    struct err *err);
};

/* NULL: no such name. */
const struct staffpage *staffpages_find(struct str name);

extern const struct staffpage staff_accounts, staff_account, staff_timeline,
    staff_queues, staff_queue, staff_tasks, staff_mail, staff_touch,
    staff_documents, staff_invoice, staff_statement;

#endif
