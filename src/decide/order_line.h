#ifndef DUNMAIL_DECIDE_ORDER_LINE_H
#define DUNMAIL_DECIDE_ORDER_LINE_H

#include "decide/order_value.h"

/* order_line: the words behind one #word, by its kind. For order.c alone. */
struct order_line {
	struct arena *a;
	const struct order_context *ctx;
	struct order *o; /* its kind is known, its text too */
	struct order_words words;
	size_t at;      /* the next word */
	struct str why; /* not empty: what is wrong */
};

void order_line_read(struct order_line *l);

/* "; did you mean X?" among n names; empty: none is near. */
struct str order_line_hint(
    struct arena *a, struct str word, const char *(*name)(size_t), size_t n);

#endif
