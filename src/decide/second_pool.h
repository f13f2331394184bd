#ifndef DUNMAIL_DECIDE_SECOND_POOL_H
#define DUNMAIL_DECIDE_SECOND_POOL_H

#include <stddef.h>

/*
 * second_pool: what the sentences of a reply say together, from what each of
 * them says alone (logits): little less than the one that says most, as the
 * others only keep quiet.
 */
#define SECOND_SENTENCES 40 /* looked at one by one; more are left out */

/* 0 when there are none. */
double second_pool(const double *says, size_t n);
/* How much of that each has said; adds up to 1. */
void second_pool_shares(const double *says, size_t n, double *shares);

#endif
