#ifndef DUNMAIL_FLOW_SUMS_H
#define DUNMAIL_FLOW_SUMS_H

#include "base/arena.h"
#include "base/money.h"
#include "render/template.h"

/* sums: amounts added up by currency, in the order they are met; never over
 * currencies. */
#define SUMS_MAX 16

struct sums {
	struct money v[SUMS_MAX];
	size_t n;
};

/* Nothing at all is no sum; a currency beyond the last is left out. */
void sums_add(struct sums *s, struct money m);

/* "$10.00, 5,00 EUR" as the reader writes it; empty: there is none. */
struct str sums_text(struct arena *a, const struct sums *s, struct str locale);
/* Rows with an amount each; NULL: there is none. */
struct value *sums_list(
    struct arena *a, const struct sums *s, struct str locale);

#endif
