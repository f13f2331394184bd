#ifndef DUNMAIL_FLOW_CHARGE_H
#define DUNMAIL_FLOW_CHARGE_H

#include "decide/interest.h"
#include "flow/flow.h"

/*
 * charge: late interest and fixed sums, told beside what is open and never a
 * part of it. What was told once for an invoice at a level stays as it was
 * told, whatever is known later; a fixed sum is told for an invoice once.
 */
struct charge {
	struct str invoice;
	int64_t level;
	const char *kind; /* interest, fixed */
	struct money amount;
	day_t day;  /* interest up to and with it */
	bool known; /* told at this level before */
};

struct charge_ask {
	const struct flow *f;
	struct arena *a;
	const struct facts_account *facts;
	const size_t *shown; /* indexes of facts->invoices */
	size_t shown_count;
	int64_t level;
};

/* Of the invoices shown that are past due; none where it is switched off. */
enum rc charge_load(const struct charge_ask *ask, struct charge **out,
    size_t *count, struct err *err);

/* Write down those that were not known. */
enum rc charge_record(const struct flow *f, const struct charge *charges,
    size_t count, int64_t now, struct err *err);

/* "Late interest to 31 July 2026, invoice INV-1" */
struct str charge_label(
    struct arena *a, const struct charge *c, struct str locale);

/* The calculation for one invoice, up to and with a day. RC_BAD: it cannot be
 * made; *err says why. */
enum rc charge_interest(const struct flow *f, struct arena *a,
    const struct facts_invoice *inv, day_t until, struct interest *out,
    struct err *err);

#endif
