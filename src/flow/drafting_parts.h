#ifndef DUNMAIL_FLOW_DRAFTING_PARTS_H
#define DUNMAIL_FLOW_DRAFTING_PARTS_H

#include "flow/draftbox.h"
#include "flow/drafting.h"
#include "store/drafts.h"

/* drafting_parts: what the files of drafting share. Between them only. */
#define DRAFTING_MAX 2000 /* drafts of one mailbox in one look */

/* One draft, and what the look at the mailbox found. */
struct drafting_item {
	struct drafts_row row;
	struct str sent; /* its place among the sent ones; empty: none */
	struct str at;   /* its place among the drafts; empty: none */
};

/* One mailbox, now. */
struct drafting_look {
	const struct flow *f;
	struct arena *a;
	struct draftbox box;
	struct str name; /* that the ledger keeps it by: "collectors/ruth" */
	struct drafting_item *v;
	size_t n;
	int64_t now;
	struct drafting_stats *stats;
};

/* drafting_sent: those that were sent, into the inbox. */
enum rc drafting_sent(struct drafting_look *l, struct err *err);
/* drafting_lies: those that lie there, and those that do not any more. */
enum rc drafting_lies(struct drafting_look *l, struct err *err);
/* drafting_put: those that are to lie there. Behind the other two. */
enum rc drafting_put(struct drafting_look *l, struct err *err);

/* The day from which on mails can be ours. */
day_t drafting_since(const struct drafting_look *l);
/* The item whose token stands in these lines; NULL: none. */
struct drafting_item *drafting_match(
    const struct drafting_look *l, struct str head);

#endif
