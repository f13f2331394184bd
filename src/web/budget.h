#ifndef DUNMAIL_WEB_BUDGET_H
#define DUNMAIL_WEB_BUDGET_H

#include "base/str.h"

/*
 * budget: how often one link, or one address, may ask within a time. A table
 * of a fixed size that threads share; where it is full, who asked least is
 * forgotten.
 */
struct budget;

struct budget *budget_new(void);
void budget_free(struct budget **b);

struct budget_ask {
	char kind; /* what the key is of, so that kinds don't mix */
	struct str key;
	int64_t now, most, seconds; /* `most` within so many seconds */
};

/* 0: go on. Else the seconds after which it is worth another try. */
int64_t budget_take(struct budget *b, const struct budget_ask *ask);
/* The same of whether another one may come; nothing is counted. */
int64_t budget_look(struct budget *b, const struct budget_ask *ask);
/* What was counted is forgotten. */
void budget_forgive(struct budget *b, const struct budget_ask *ask);

#endif
