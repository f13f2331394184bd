#ifndef DUNMAIL_DECIDE_REDRESS_H
#define DUNMAIL_DECIDE_REDRESS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * redress: what payments and credit memos make of a dispute without anybody
 * deciding it. Pure. One whose invoice is paid or credited in full is over,
 * and so is one about a part of it when that much was credited. After a credit
 * was decided, what of it is not in the ledger yet is waited for.
 */
struct redress_ask {
	int64_t invoiced, applied; /* of its invoice, minor units */
	bool part;
	int64_t amount;         /* disputed: that part, or all */
	int64_t credited_since; /* it was opened */
	bool resolved;
	int64_t credited; /* decided, if it is resolved */
};

struct redress {
	bool over;           /* it has to be resolved now */
	const char *outcome; /* credited or withdrawn, then */
	int64_t credited;    /* with it */
	int64_t awaits;      /* still waited for, of one that is resolved */
};

struct redress redress_judge(const struct redress_ask *ask);

#endif
