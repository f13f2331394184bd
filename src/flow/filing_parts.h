#ifndef DUNMAIL_FLOW_FILING_PARTS_H
#define DUNMAIL_FLOW_FILING_PARTS_H

#include "flow/filing.h"
#include "flow/filing_box.h"

/* filing_parts: what the files of filing share. Between them only. */
#define FILING_QUEUES 8
#define FILING_BATCH  100 /* mails of one transaction */

struct filing {
	const struct flow *f;
	struct filing_box box;
	struct arena *a;     /* of the round */
	struct arena *names; /* of the folders */
	struct str prefix;   /* "dunmail/" */
	struct str folders[FILING_QUEUES];
	int64_t now;
	struct filing_stats *stats;
};

/* The queue of one of our folders; empty: it is none. */
struct str filing_queue_of(const struct filing *x, struct str folder);
/* The folder of a queue; that of Done for one that has none. */
struct str filing_folder_of(const struct filing *x, struct str queue);

/* A place of this mailbox, now. */
struct filing_at filing_place(const struct filing *x, struct str folder,
    struct str place, struct str inbox);

/* filing_scan: look at all folders; what is new there is loose. */
enum rc filing_scan(struct filing *x, struct err *err);
/* filing_judge: what loose places mean. After a whole look only: a mail that
 * lay in two folders is not told from one that was moved otherwise. */
enum rc filing_judge(struct filing *x, struct err *err);
/* filing_move: our own. */
enum rc filing_move_new(struct filing *x, struct err *err);
enum rc filing_move_due(struct filing *x, struct err *err);

#endif
