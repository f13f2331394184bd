#ifndef DUNMAIL_MODEL_STATEMENT_H
#define DUNMAIL_MODEL_STATEMENT_H

#include "base/day.h"
#include "base/money.h"

/* statement: what the statement of a month is made from. */
enum statement_kind {
	STATEMENT_INVOICE,
	STATEMENT_CREDIT,
	STATEMENT_PAYMENT,
};

struct statement_entry {
	enum statement_kind kind;
	struct str id;
	struct str note; /* order number, reason, reference */
	day_t day;
	day_t due; /* of an invoice */
	struct money amount;
	int64_t applied;      /* of it, by now */
	int64_t applied_then; /* ... counting what was there at the end of
			       * the month alone */
};

#endif
