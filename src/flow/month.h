#ifndef DUNMAIL_FLOW_MONTH_H
#define DUNMAIL_FLOW_MONTH_H

#include "decide/statement.h"
#include "flow/flow.h"
#include "render/letter.h"

/*
 * month: the statement of one month of an account, from the ledger as it is
 * in the running transaction. A month is named by its last day; the course
 * about it by the account and the month, "C-1/2026-11".
 */
struct str month_subject(struct arena *a, struct str account, day_t month);
/* The last day of the month behind the slash, or of "2026-11" alone;
 * DAY_NONE: it names none. */
day_t month_of(struct str subject);

/* What cannot be read is told as a statement that does not prove. */
enum rc month_statement(const struct flow *f, struct arena *a,
    struct str account, day_t month, struct statement *out, struct err *err);

/* Its page. RC_BAD: it does not prove. */
struct month_file {
	const struct facts_account *facts;
	day_t month;
	bool forward; /* opening, movements and closing; else open items */
	struct str pay_url;
};
enum rc month_file(const struct flow *f, struct arena *a,
    const struct month_file *want, struct letter_file *out, struct err *err);

#endif
