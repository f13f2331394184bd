#ifndef DUNMAIL_DECIDE_WEIGH_DETAIL_H
#define DUNMAIL_DECIDE_WEIGH_DETAIL_H

#include "decide/reading.h"
#include "decide/second.h"

/*
 * weigh_detail: why it is a dispute and which documents are asked for, from
 * what the rules say and what the second reader sees. How much either counts
 * was learned as in decide/weigh.
 */
struct weigh_detail {
	double score; /* of the rules that say so */
	double told;  /* rules that name it without saying it is asked for */
	double sees;  /* the second reader, 0 to 1 */
};

#define WEIGH_DETAIL_FEATURES 4
void weigh_detail_features(
    const struct weigh_detail *d, double out[WEIGH_DETAIL_FEATURES]);

/* One for each reason, each kind. What the second reader proposes must not be
 * among the hits yet. */
void weigh_detail_reasons(const struct reading *r, const struct second *s,
    struct weigh_detail out[DISPUTE_COUNT]);
void weigh_detail_documents(const struct reading *r, const struct second *s,
    struct weigh_detail out[DOCUMENT_COUNT]);

/* The likeliest; a guess when it is unlikely too, and no rule says it. */
enum dispute_reason weigh_detail_reason(
    const struct weigh_detail v[DISPUTE_COUNT], bool *guess);
/* Bits of kinds, at least one. */
unsigned weigh_detail_kinds(const struct weigh_detail v[DOCUMENT_COUNT]);

#endif
