#ifndef DUNMAIL_WEB_PAGES_H
#define DUNMAIL_WEB_PAGES_H

#include "web/page.h"

/* pages: all there are. NULL: no such name. */
const struct page *pages_find(struct str name, bool anybody);

/* The customer's. */
extern const struct page page_account, page_invoice, page_statement,
    page_payments, page_documents, page_messages, page_dispute, page_promise,
    page_preferences, page_pay, page_paid, page_done, page_new_link,
    page_request;

#endif
