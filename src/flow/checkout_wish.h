#ifndef DUNMAIL_FLOW_CHECKOUT_WISH_H
#define DUNMAIL_FLOW_CHECKOUT_WISH_H

#include "base/arena.h"
#include "base/err.h"
#include "decide/paying.h"

/*
 * checkout_wish: what a customer wants to pay, as the fields of a post hold
 * it: {"currency": "EUR", "method": "card", "lines": "INV-1\t12345\n..."}.
 */
struct checkout_wish {
	struct str currency, method;
	struct paying_line *lines;
	size_t count;
};

struct str checkout_wish_write(struct arena *a, const struct checkout_wish *w);
/* RC_BAD: it is none. */
enum rc checkout_wish_read(struct arena *a, struct str fields,
    struct checkout_wish *out, struct err *err);

/* Of invoices and amounts, 32 hex digits: the provider repeats it. */
struct str checkout_wish_digest(struct arena *a, const struct checkout_wish *w);

#endif
