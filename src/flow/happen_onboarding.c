#include "flow/happen.h"

/* The earliest open invoice; disputed or not, it falls due. */
static day_t
first_due(const struct facts_account *facts)
{
	day_t first = DAY_NONE;

	for (size_t i = 0; i < facts->invoice_count; i++)
		if (first == DAY_NONE || facts->invoices[i].due < first)
			first = facts->invoices[i].due;
	return first;
}

enum rc
happen_onboarding(
    const struct happen_ask *ask, struct happen *out, struct err *err)
{
	day_t due = first_due(ask->facts);

	(void)err;
	for (size_t i = 0; due != DAY_NONE && i < ask->course_count; i++) {
		const struct course *c = &ask->courses[i];

		if (course_day(c, ANCHOR_FIRST_DUE) == DAY_NONE)
			happen_add(ask, out, c->subject, ANCHOR_FIRST_DUE)
			    ->day = due;
	}
	return RC_OK;
}
