#ifndef DUNMAIL_RENDER_PDFWORDS_H
#define DUNMAIL_RENDER_PDFWORDS_H

#include "base/str.h"

/*
 * pdfwords: what is printed on documents, in the languages of the product.
 * A '#' stands for a number: first the page, then the pages.
 */
struct pdfwords {
	const char *language;
	const char *invoice, *duplicate, *statement;
	const char *bill_to, *account, *number, *po, *issued, *due, *as_of;
	const char *date, *description, *amount, *open, *days;
	const char *open_amount, *paid_in_full, *credit_balance;
	const char *credited; /* payments and credits */
	const char *due_on;   /* "#" is a date */
	const char *past_due_one, *past_due_many;
	const char *aging_current; /* 1-30, 31-60 ... need no words */
	const char *total, *nothing_open;
	const char *how_to_pay, *pay_online, *scan, *bank, *reference;
	const char *page;
	/* of the statement of a month */
	const char *opening, *closing, *balance;
	const char *invoices, *credits, *payments; /* what moved it */
	const char *payment, *credit;              /* one, with its number */
	const char *unapplied; /* in brackets behind it: matched to nothing */
	/* of a payment or credit memo, and what it was applied to */
	const char *receipt, *received, *method, *reason;
	const char *invoice_total, *applied;
	const char *rest; /* of it, not applied to any invoice */
	/* ... behind an invoice */
	const char *disputed, *partly_disputed, *promised;
};

/* The language's words; English for a language that is not here. */
const struct pdfwords *pdfwords_of(struct str language);

#endif
