#ifndef DUNMAIL_FLOW_INTAKE_H
#define DUNMAIL_FLOW_INTAKE_H

#include "base/worker.h"
#include "flow/flow.h"
#include "flow/judge.h"
#include "flow/parser.h"
#include "store/inbox.h"

/*
 * intake: claimed mails on their way from raw bytes to what they say. Three
 * are at work: the parser's child reads mails of the next group, a worker
 * understands a group of those that were read, and the caller, who alone asks
 * the ledger, writes what came of the group before.
 */
struct intake_item {
	struct inbox_claimed claimed;
	struct arena *a;         /* its bytes and all that came of them */
	struct message *message; /* NULL: could not be read */
	struct judge_work *work; /* begun, and understood once handed back */
	struct err why;
	size_t size;    /* bytes counted in intake.held */
	bool submitted; /* the parser has it, or had it */
	bool read;      /* message, why and again are settled */
	bool again;     /* the parser died: leave it for another try */
};

/* Those that are handed over together, at most: the rules are long, and come
 * once from memory for all of them. A batch begins with fewer, that the others
 * soon have something to do. */
#define INTAKE_GROUP JUDGE_MANY
#define INTAKE_FIRST 16

struct intake {
	const struct flow *f;
	struct parser *parser;
	struct worker *worker; /* NULL: the caller does it all */
	int64_t now;
	size_t held; /* bytes of mails that are not done with */
	struct arena *spare[2 * INTAKE_GROUP]; /* for the next mails */
	size_t spares;
};

void intake_open(
    struct intake *x, const struct flow *f, struct parser *parser, int64_t now);
void intake_close(struct intake *x);
/* Several mails are to come: have the worker ready. */
void intake_expect(struct intake *x, size_t mails);

/*
 * Each mail of the batch once, in order, all of it understood; mails that are
 * to be tried again come too. Ends at the first that does not give RC_OK.
 * Within a transaction: the ledger is asked ahead.
 */
typedef enum rc intake_mail(
    void *ctx, struct intake_item *item, struct err *err);
enum rc intake_run(struct intake *x, struct intake_item *items, size_t n,
    intake_mail *each, void *ctx, struct err *err);

/* What is still on its way when a batch ended early is taken in. */
void intake_rest(struct intake *x, struct intake_item *items, size_t n);
/* A batch of large mails is never in memory as a whole: what is done with
 * makes room, and is read again should it be wanted again. */
void intake_forget(struct intake *x, struct intake_item *item);

#endif
