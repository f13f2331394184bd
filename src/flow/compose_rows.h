#ifndef DUNMAIL_FLOW_COMPOSE_ROWS_H
#define DUNMAIL_FLOW_COMPOSE_ROWS_H

#include "flow/compose.h"
#include "flow/params.h"
#include "flow/values.h"
#include "flow/words.h"
#include "model/limits.h"
#include "render/letter.h"
#include "store/drafts.h"

/*
 * compose_rows: one letter in the making, and which invoices it speaks of, as
 * the ledger is in the running transaction. Between compose.c and here only.
 */
#define STAFF_INVOICES 30    /* rows of a mail to staff */
#define LETTER_USUAL   16000 /* bytes; more is no trouble */

struct compose {
	const struct flow *f;
	struct arena *a;
	const struct outbox_touch *t;
	int64_t now;
	struct facts_account facts;
	const struct contact *contact;
	const struct mailbox_settings *mailbox;
	struct params params;
	const struct sequence *seq; /* NULL: it belongs to none */
	const struct sequence_step *step;
	struct course *courses; /* it speaks of */
	size_t course_count;
	struct words words;
	struct outbox_line *lines;
	size_t line_count;
	size_t *shown; /* indexes of open invoices that go into the table */
	size_t shown_count;
	day_t deadline;         /* DAY_NONE: the step sets none */
	struct charge *charges; /* for late payment, of those shown */
	size_t charge_count;
	struct link links[LINK_DOCUMENT];
	bool linked; /* the links are made */
	struct str locale;
	const struct letter_template *letter;
	const struct letter_template *wrapper;   /* around a draft */
	const struct collector_settings *drawer; /* whose folder of drafts
						  * gets it; NULL: a mail */
	struct drafts_row draft; /* touch.n > 0: what the ledger keeps of it */
	const struct letter_template *suggestion; /* of an answer */
	const struct contact *answer_to; /* whom a person's answer reaches */
	const struct template *layout;
	struct letter_head head;
	struct letter_file files[LIMIT_ATTACHMENTS];
	size_t file_count;
};

/* The step is said over that channel. */
bool compose_is_over(const struct compose *j, enum step_channel channel);
bool compose_is_reminder(const struct outbox_touch *t);
bool compose_is_staff(const struct outbox_touch *t);
/* No mail: a file of ours, or what a carrier takes. */
bool compose_is_spool(const struct outbox_touch *t);
/* It reaches the customer, over whatever channel, and nobody asked for it. */
bool compose_is_outward(const struct compose *j);
/* It says a step of a sequence that is not about open invoices. */
bool compose_is_course(const struct compose *j);

/* Fill j->shown. RC_MISS: this letter does not go now; *out says why. */
enum rc compose_rows(struct compose *j, const struct facts_gate *gate,
    struct compose_result *out, struct err *err);

#endif
