#include "flow/import_ready.h"

#include <string.h>

#include "flow/enrol.h"
#include "flow/import_cell.h"
#include "flow/import_put.h"
#include "flow/import_total.h"
#include "flow/import_waiting.h"
#include "model/limits.h"

#define PAGE       500
#define PAGE_ARENA (128u << 20) /* rows of LIMIT_CSV_LINE at the worst */

void
import_ready_count(struct batch *b, const struct import_row *row)
{
	switch (row->outcome) {
	case IMPORT_ADDED:
		b->added++;
		break;
	case IMPORT_CHANGED:
		b->changed++;
		break;
	case IMPORT_UNCHANGED:
		b->unchanged++;
		break;
	case IMPORT_REFUSED:
		b->refused++;
		break;
	}
}

static void
tell(const struct import_run *run, const struct waiting *w, const char *why)
{
	struct err text;

	if (run->sink->warn == NULL)
		return;
	err_set(&text, RC_BAD, "a row of %s for account %.*s still waits: %s",
	    run->kind->name, STR_ARG(w->account), why);
	run->sink->warn(run->sink->ctx, 0, text.text);
}

static enum rc
take_one(struct import_run *run, const struct waiting *w,
    struct import_result *out, struct err *err)
{
	struct import_row row;
	enum rc rc = RC_OK;

	import_row_init(&row, 0);
	if (!import_waiting_read(run->kind, run->scratch, w->row, &row))
		import_refuse(&row, "it cannot be read");
	else
		import_cell_trim(run->kind, &row);
	if (row.outcome != IMPORT_REFUSED)
		rc = import_put(run, &row, err);
	if (rc != RC_OK)
		return rc;
	import_ready_count(&run->batch, &row);
	if (row.outcome == IMPORT_REFUSED) {
		out->waiting_on++;
		tell(run, w, row.why.text);
	} else {
		out->taken_in++;
	}
	arena_reset(run->scratch);
	return RC_OK;
}

/* Page by page; the first finds out whether there is anything to do. */
static enum rc
take_pages(struct import_run *run, struct arena *a, struct import_result *out,
    struct err *err)
{
	struct waiting after = {.kind = str_of(run->kind->name)}, *v;
	char last[2 * LIMIT_IMPORT_ID + 2];
	size_t n = PAGE;
	enum rc rc = RC_OK;

	while (rc == RC_OK && n == PAGE) {
		arena_reset(a);
		rc = waiting_ready(run->store, a, &after, PAGE, &v, &n, err);
		if (rc == RC_OK && n > 0 && run->batch.id.n == 0)
			rc = batch_start(
			    run->store, &run->batch, run->batch_id, err);
		for (size_t i = 0; rc == RC_OK && i < n; i++)
			rc = take_one(run, &v[i], out, err);
		if (rc == RC_OK && n > 0)
			after.id = (struct str){
			    memcpy(last, v[n - 1].id.p, v[n - 1].id.n),
			    v[n - 1].id.n};
	}
	if (rc == RC_OK)
		rc = import_put_end(run, err);
	if (rc != RC_OK || run->batch.id.n == 0)
		return rc;
	rc = enrol_follow(run->flow, run->now, err);
	if (rc != RC_OK)
		return rc;
	run->batch.finished_at = run->now;
	run->batch.totals = import_total_text(a, run->sums, run->sum_count);
	return batch_note(run->store, &run->batch, err);
}

static enum rc
take_kind(struct import_run *run, bool within, struct import_result *out,
    struct err *err)
{
	struct arena *a = arena_new(PAGE_ARENA);
	enum rc rc = within ? RC_OK : store_begin(run->store, err);

	if (rc == RC_OK)
		rc = import_put_begin(run, err);
	if (rc == RC_OK)
		rc = take_pages(run, a, out, err);
	if (rc == RC_OK && !within)
		rc = store_commit(run->store, err);
	arena_free(&a);
	return rc;
}

enum rc
import_ready_take(const struct import_run *customers, bool within,
    struct import_result *out, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && import_kind_all[i] != NULL; i++) {
		struct import_run run = *customers;

		if (import_kind_all[i]->account == IMPORT_NOWHERE)
			continue;
		run.kind = import_kind_all[i];
		run.waiting = 1;
		run.sum_count = 0;
		run.batch = (struct batch){
		    .kind = str_of(run.kind->name),
		    .source = STR("rows that waited for their account"),
		    .as_of = customers->batch.as_of,
		    .started_at = run.now,
		};
		rc = take_kind(&run, within, out, err);
	}
	return rc;
}
