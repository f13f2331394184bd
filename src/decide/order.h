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
 * not count. What follows is the mail's text.
 */
enum order_kind {
	ORDER_NOTE,       /* #note TEXT */
	ORDER_PROMISE,    /* #promise DATE [AMOUNT] [INVOICE...] */
	ORDER_DISPUTE,    /* #dispute REASON [AMOUNT] [INVOICE...] */
	ORDER_RESOLVE,    /* #resolve [credit AMOUNT] [INVOICE...] */
	ORDER_PAID,       /* #paid [INVOICE...] */
	ORDER_PAUSE,      /* #pause DAYS [INVOICE...] */
	ORDER_RESUME,     /* #resume */
	ORDER_HOLD,       /* #hold [REASON] : orders of the account */
	ORDER_RELEASE,    /* #release */
	ORDER_ASSIGN,     /* #assign WHO */
	ORDER_CALL,       /* #call OUTCOME [TEXT] */
	ORDER_SEND,       /* #send DOCUMENT [INVOICE...] */
	ORDER_LIMIT,      /* #limit AMOUNT */
	ORDER_WHITEGLOVE, /* #whiteglove on|off */
	ORDER_APPROVE,    /* #approve */
	ORDER_REJECT,     /* #reject [TEXT] */
	ORDER_HELP,       /* #help */
	ORDER_KINDS
};

struct order {
	enum order_kind kind;
	int line;        /* of the mail's text, from 1 */
	struct str text; /* the line without its #word */
	day_t day;
	int64_t days;
	bool has_amount;
	struct money amount;
	enum dispute_reason reason;
	enum document_type document;
	struct str word;            /* WHO, OUTCOME, on or off */
	const struct str *invoices; /* as written; empty: all that the mail is
				     * about */
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

/* One line for #help. */
const char *order_usage(enum order_kind kind);
const char *order_summary(enum order_kind kind);

#endif
