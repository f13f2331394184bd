#ifndef DUNMAIL_WEB_PAYFORM_H
#define DUNMAIL_WEB_PAYFORM_H

#include "flow/checkout_wish.h"
#include "web/page.h"

/*
 * payform: what was sent of the form to pay: "currency", "method", each ticked
 * invoice as "pay", and for each that stands there "of" with the "amount" that
 * follows it, as people type it.
 */
struct payform {
	bool posted; /* something was */
	struct checkout_wish wish;
	struct money total;
	enum paying_verdict verdict;
	struct str wrong; /* invoice that the verdict is about */
	bool no_method;
	bool offline; /* no provider takes that sum in that way */
};

void payform_read(const struct page_ask *ask, struct payform *out);
bool payform_ticked(const struct page_ask *ask, struct str invoice);
/* As it was typed; empty: it was not. */
struct str payform_amount(const struct page_ask *ask, struct str invoice);

#endif
