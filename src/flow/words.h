#ifndef DUNMAIL_FLOW_WORDS_H
#define DUNMAIL_FLOW_WORDS_H

#include "base/arena.h"
#include "flow/flow.h"
#include "model/course.h"
#include "model/facts.h"
#include "render/letter.h"
#include "render/template.h"
#include "store/outbox.h"

/*
 * words: what a text about courses may say beyond the account, read from the
 * ledger in the transaction that claims it; one file a kind of sequence,
 * words_<kind>.c. Whether it is still to be said at all is decided here too.
 */
struct words {
	struct value *root; /* names as in app/variables.c; they win over those
			     * of the account */
	struct str
	    *invoices; /* ids for the table; those still open are shown */
	size_t invoice_count;
	struct letter_file *files; /* attached besides what the step says */
	size_t file_count;
	bool has_month;  /* the statement of a month is attached: ... */
	day_t month;     /* ... its last day */
	struct str moot; /* not empty: why it is not to be said any more */
};

struct words_ask {
	const struct flow *f;
	struct arena *a;
	const struct outbox_touch *touch;
	const struct sequence_step *step;
	const struct facts_account *facts;
	const struct course *courses; /* at least one */
	size_t course_count;
	struct str locale;
};

typedef enum rc words_fill(
    const struct words_ask *ask, struct words *out, struct err *err);

/* One function a kind that has one. */
words_fill words_onboarding;
words_fill words_white_glove;

/* Fill *out by the kind of sequence; what a kind does not know stays empty. */
enum rc words_load(enum sequence_kind kind, const struct words_ask *ask,
    struct words *out, struct err *err);

/* The kinds. */
words_fill words_month_end;
words_fill words_credit;
words_fill words_promise, words_disputes;

#endif
