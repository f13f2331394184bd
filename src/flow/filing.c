#include "flow/filing.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "decide/correct.h"
#include "flow/filing_parts.h"
#include "model/limits.h"

struct filing *
filing_new(const struct flow *f, const struct mailbox_settings *box)
{
	struct filing *x = xcalloc(1, sizeof(*x));

	x->f = f;
	x->box.set = box;
	x->box.door =
	    box->read == CHANNEL_SERVER ? &filing_imap : &filing_maildir;
	x->a = arena_new(LIMIT_FETCH_BYTES + (size_t)LIMIT_MAIL_RAW);
	x->names = arena_new(LIMIT_JOB_ARENA);
	x->prefix =
	    str_is_empty(box->queue_prefix)
		? STR("")
		: arena_fmt(x->names, "%.*s/", STR_ARG(box->queue_prefix));
	for (int i = 0; i < FILING_QUEUES; i++)
		x->folders[i] = arena_fmt(
		    x->names, "%.*s%s", STR_ARG(x->prefix), correct_queues[i]);
	return x;
}

void
filing_free(struct filing **x)
{
	if (*x == NULL)
		return;
	(*x)->box.door->close(&(*x)->box);
	arena_free(&(*x)->a);
	arena_free(&(*x)->names);
	free(*x);
	*x = NULL;
}

struct str
filing_queue_of(const struct filing *x, struct str folder)
{
	for (int i = 0; i < FILING_QUEUES; i++)
		if (str_eq(folder, x->folders[i]))
			return str_of(correct_queues[i]);
	return (struct str){NULL, 0};
}

struct str
filing_folder_of(const struct filing *x, struct str queue)
{
	for (int i = 0; i < FILING_QUEUES; i++)
		if (str_eqc(queue, correct_queues[i]))
			return x->folders[i];
	return x->folders[FILING_QUEUES - 1];
}

struct filing_at
filing_place(const struct filing *x, struct str folder, struct str place,
    struct str inbox)
{
	return (struct filing_at){
	    .mailbox = x->box.set->name,
	    .folder = folder,
	    .place = place,
	    .inbox = inbox,
	    .at = x->now,
	};
}

enum rc
filing_round(
    struct filing *x, int64_t now, struct filing_stats *out, struct err *err)
{
	enum rc rc;

	*out = (struct filing_stats){0};
	if (!x->box.set->file_queues)
		return RC_OK;
	x->now = now;
	x->stats = out;
	rc = filing_scan(x, err);
	if (rc == RC_OK)
		rc = filing_judge(x, err);
	if (rc == RC_OK)
		rc = filing_move_due(x, err);
	if (rc == RC_OK)
		rc = filing_move_new(x, err);
	/* Rounds are far apart: no server waits for us meanwhile. */
	x->box.door->close(&x->box);
	return rc;
}
