#ifndef DUNMAIL_DECIDE_ORDER_H
#define DUNMAIL_DECIDE_ORDER_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "base/money.h"
#include "model/facts.h"
#include "model/intent.h"

/*
 * order: the lines that start with # at the top of a collector's mail. Pure.
 * Orders end with the first line that is none; blank lines between them do
 * not count. What follows is the mail's text. A free text (#note, #call,
 * #hold, #release, #reject) goes on to the next blank line or order: mail
 * clients wrap lines, and what was meant for us must not go to a customer.
 */
enum order_kind {
	ORDER_NOTE,       /* #note TEXT */
	ORDER_PROMISE,    /* #promise DATE [AMOUNT] [INVOICE...] */
	ORDER_DISPUTE,    /* #dispute REASON [AMOUNT] [INVOICE...] */
	ORDER_RESOLVE,    /* #resolve [credit AMOUNT|withdrawn] [INVOICE...] */
	ORDER_PAID,       /* #paid [INVOICE...] */
	ORDER_PAUSE,      /* #pause DAYS [INVOICE...] */
	ORDER_RESUME,     /* #resume */
	ORDER_HOLD,       /* #hold [REASON] : orders of the account */
	ORDER_RELEASE,    /* #release [REASON] */
	ORDER_ASSIGN,     /* #assign WHO */
	ORDER_CALL,       /* #call OUTCOME [TEXT] */
	ORDER_SEND,       /* #send DOCUMENT [INVOICE...] */
	ORDER_LIMIT,      /* #limit AMOUNT */
	ORDER_WHITEGLOVE, /* #whiteglove on|off */
	ORDER_LINKS,      /* #links off */
	ORDER_APPROVE,    /* #approve [NUMBER...] */
	ORDER_REJECT,     /* #reject [NUMBER...] [TEXT] */
	ORDER_HELP,       /* #help */
	ORDER_KINDS
};

struct order {
	enum order_kind kind;
	int line;        /* of the mail's text, from 1 */
	struct str said; /* the line as written, cut: for answers */
	struct str text; /* the line without its #word; of a free text all */
	day_t day;
	int64_t days;
	bool has_amount;
	struct money amount;
	enum dispute_reason reason;
	enum document_type document;
	struct str word; /* WHO, OUTCOME (callword.h), on or off, withdrawn; of
			  * an amount without a currency: as it was written,
			  * since an invoice may look the same */
	const struct str *invoices; /* as written; empty: all that the mail is
				     * about; of a yes: numbers */
	size_t invoice_count;
};

struct order_context {
	day_t today;
	struct str locale;   /* of the writer: 12/05 */
	struct str currency; /* of a bare amount */
};

struct orders {
	struct order *v;
	size_t n;
	struct str rest; /* the text behind them, trimmed */
	/* What is wrong, one an order that cannot be read; then n is 0. */
	const struct str *mistakes;
	size_t mistake_count;
};

void order_read(struct arena *a, struct str text,
    const struct order_context *ctx, struct orders *out);

/* Is the first line that is not blank an order, or meant to be one? */
bool order_is_first(struct str text);

/* One line for #help. */
const char *order_usage(enum order_kind kind);
const char *order_summary(enum order_kind kind);
/* "promise" */
const char *order_name(enum order_kind kind);

#endif
