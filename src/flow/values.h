#ifndef DUNMAIL_FLOW_VALUES_H
#define DUNMAIL_FLOW_VALUES_H

#include "flow/flow.h"
#include "flow/charge.h"
#include "flow/params.h"
#include "model/facts.h"
#include "render/link.h"
#include "render/template.h"
#include "store/outbox.h"

/*
 * values: what a text of templates/ may say, in the reader's locale. The
 * names are those that `check` knows.
 */
struct values_in {
	const struct outbox_touch *touch;
	const struct facts_account *facts;
	const struct contact *contact; /* whom it is for; may be NULL */
	const struct mailbox_settings *mailbox;
	const struct params *params;
	const size_t *shown; /* indexes of facts->invoices in the table */
	size_t shown_count;
	bool earlier; /* an earlier mail of the episode went before */
	const struct value *more; /* a map that wins over the rest, or NULL */
	day_t deadline; /* by which an answer is asked for; DAY_NONE: none */
	const struct charge *charges; /* for late payment */
	size_t charge_count;
	const struct link *links; /* by enum link_purpose: pay, dispute,
				   * account */
};

struct value *values_build(
    const struct flow *f, struct arena *a, const struct values_in *in);

/* The locale of whom it is for. */
struct str values_locale(const struct flow *f, const struct values_in *in);

#endif
