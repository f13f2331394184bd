#include "web/pages.h"

static const struct page *const pages[] = {
    &page_account,
    &page_invoice,
    &page_statement,
    &page_payments,
    &page_documents,
    &page_messages,
    &page_dispute,
    &page_promise,
    &page_request,
    &page_preferences,
    &page_done,
    &page_new_link,
    &page_pay,
    &page_paid,
};

const struct page *
pages_find(struct str name, bool anybody)
{
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (pages[i]->anybody == anybody &&
		    str_eqc(name, pages[i]->name))
			return pages[i];
	return NULL;
}
