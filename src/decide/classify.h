#ifndef DUNMAIL_DECIDE_CLASSIFY_H
#define DUNMAIL_DECIDE_CLASSIFY_H

#include "base/arena.h"
#include "decide/rules.h"
#include "decide/weigh.h"
#include "decide/weigh_detail.h"
#include "model/intent.h"
#include "model/message.h"

/*
 * classify: what a person's reply says. Only ->reply counts, the subject
 * helps to find references. Pure: the same text, rules and context give the
 * same answer.
 */
#define CLASSIFY_THRESHOLD 0.85 /* unless somebody wants another */

struct classify_context {
	struct str locale; /* "en-GB": 12/05 and which dollar */
	double threshold;  /* below it the result is unsure */
};

/* Spans in *out live in the arena or in the message. */
void classify_message(const struct rules *rules, struct arena *a,
    const struct message *m, const struct classify_context *ctx,
    struct intent *out);

/* Many of them in less time than one by one. */
struct classify_job {
	struct arena *a;
	const struct message *m;
	struct classify_context ctx;
	struct intent *out;
	struct reading *reading; /* its own */
};
#define CLASSIFY_MANY 128 /* at most */
void classify_messages(
    const struct rules *rules, struct classify_job *jobs, size_t n);

/* What is weighed in the end, for who learns to weigh (scripts/weigh.c), and
 * the reading it comes from. False: no rules or lessons in its language. */
struct classify_facts {
	struct weigh_facts weigh;
	struct weigh_detail reasons[DISPUTE_COUNT], documents[DOCUMENT_COUNT];
};
bool classify_facts(const struct rules *rules, struct classify_job *job,
    struct classify_facts *f);

#endif
