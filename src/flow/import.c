#include "flow/import.h"

#include <string.h>
#include <time.h>

#include "flow/creditdesk.h"
#include "flow/enrol.h"
#include "flow/import_accounts.h"
#include "flow/import_file.h"
#include "flow/import_news.h"
#include "flow/import_own.h"
#include "flow/import_put.h"
#include "flow/import_reader.h"
#include "flow/import_ready.h"
#include "flow/import_refused.h"
#include "flow/import_seen.h"
#include "flow/import_total.h"
#include "flow/import_waiting.h"
#include "model/limits.h"

#define SCRATCH_MAX (4u << 20)
#define LOOKS       10 /* rows as they were, to one that is written */
#define UNLOAD      5  /* parts */
#define WORK_MS     4000
#define PAUSE_MS    120

/* One import from its first row to its last. */
struct job {
	struct import_run run;
	const struct import_options *options;
	struct import_file file;
	struct import_reader *reader;
	struct import_refused *refused;
	struct arena *a;
	int64_t rows; /* all that were looked at */
	int64_t work; /* done in this part */
	int64_t parts;
	bool whole;           /* in one transaction */
	bool fresh;           /* the first invoices, many of them */
	bool large;           /* ... more than memory should hold */
	int64_t worked_since; /* milliseconds */
};

static enum rc
begin(struct job *j, struct err *err)
{
	enum rc rc;

	if (db_in_transaction(store_db(j->run.store)))
		return RC_OK;
	rc = store_begin(j->run.store, err);
	return rc == RC_OK ? import_put_begin(&j->run, err) : rc;
}

static void
tell_progress(const struct job *j)
{
	const struct import_sink *sink = j->run.sink;

	if (sink->progress)
		sink->progress(sink->ctx, import_reader_offset(j->reader),
		    j->file.size, j->rows);
}

/* The batch's row goes with the first part, and its counts with each. */
static enum rc
end_part(struct job *j, struct err *err)
{
	enum rc rc = import_put_end(&j->run, err);

	j->run.batch.totals =
	    import_total_text(j->run.scratch, j->run.sums, j->run.sum_count);
	if (rc == RC_OK)
		rc = batch_note(j->run.store, &j->run.batch, err);
	arena_reset(j->run.scratch);
	j->run.batch.totals = STR("");
	if (rc == RC_OK && !j->whole)
		rc = store_commit(j->run.store, err);
	else if (rc == RC_OK && j->large && j->parts % UNLOAD == 0)
		rc = db_unload(store_db(j->run.store), err);
	tell_progress(j);
	return rc;
}

static enum rc
refuse(struct job *j, const struct csv_row *csv, struct import_row *row,
    struct err *err)
{
	const struct import_sink *sink = j->run.sink;
	enum rc rc;

	if (sink->refused)
		sink->refused(sink->ctx, row->line, row->why.text);
	rc = import_refused_add(j->refused, csv, row->why.text, err);
	if (rc != RC_OK || !row->unknown_account)
		return rc;
	j->run.batch.quarantined++;
	return import_waiting_put(&j->run, row, err);
}

static enum rc
take_row(struct job *j, struct import_line *line, struct err *err)
{
	struct import_row *row = &line->row;
	enum rc rc = RC_OK;

	j->rows++;
	if (row->outcome != IMPORT_REFUSED)
		rc = import_put(&j->run, row, err);
	if (rc == RC_OK)
		import_ready_count(&j->run.batch, row);
	if (rc == RC_OK && row->outcome == IMPORT_REFUSED)
		rc = refuse(j, &line->csv, row, err);
	return rc;
}

static int64_t
milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Who waits for the ledger tries again every tenth of a second: now and then
 * it must be free for that long, or answers wait for the whole import. */
static void
let_others_write(struct job *j)
{
	const struct timespec pause = {0, PAUSE_MS * 1000000};
	int64_t now = milliseconds();

	if (j->whole || now - j->worked_since < WORK_MS)
		return;
	nanosleep(&pause, NULL);
	j->worked_since = milliseconds();
}

/* A part is what was written, so that a file with little news needs not wait
 * for the disk every few milliseconds. */
static bool
part_is_done(struct job *j, const struct import_row *row)
{
	j->work += row->outcome == IMPORT_UNCHANGED ? 1 : LOOKS;
	if (j->work < LOOKS * LIMIT_IMPORT_PART)
		return false;
	j->work = 0;
	j->parts++;
	return true;
}

static enum rc
take_rows(struct job *j, struct err *err)
{
	struct import_line *line;
	enum rc rc;

	while ((rc = import_reader_next(j->reader, &line, err)) == RC_OK) {
		rc = begin(j, err);
		if (rc == RC_OK)
			rc = take_row(j, line, err);
		if (rc != RC_OK)
			return rc;
		if (part_is_done(j, &line->row)) {
			rc = end_part(j, err);
			if (rc != RC_OK)
				return rc;
			let_others_write(j);
		}
		arena_reset(j->run.scratch);
	}
	return rc == RC_MISS ? RC_OK : rc;
}

/* A large file into an empty table: the index by account is made afterwards,
 * from all at once. Within one transaction, so that nobody ever meets the
 * table without it. */
static enum rc
start_fresh(struct job *j, struct err *err)
{
	if (j->run.kind != &import_invoices || j->run.ahead.last_n > 0 ||
	    j->file.size < LIMIT_IMPORT_FRESH)
		return RC_OK;
	j->fresh = j->whole = true;
	j->large = j->file.size > LIMIT_IMPORT_LARGE;
	return books_unindex(j->run.store, err);
}

static enum rc
start(struct job *j, struct err *err)
{
	struct import_run *run = &j->run;
	char *day = arena_alloc(j->a, DAY_TEXT);
	enum rc rc;

	run->batch.kind = str_of(run->kind->name);
	run->batch.source = str_of(j->file.name);
	run->batch.as_of = str_of(day_iso(j->options->as_of, day));
	run->batch.started_at = run->now;
	rc = begin(j, err);
	if (rc == RC_OK)
		rc = batch_settle_left(
		    run->store, STR(FLOW_INVOICING), run->now, err);
	if (rc == RC_OK)
		rc = enrol_follow(run->flow, run->now, err);
	if (rc == RC_OK)
		rc = batch_start(run->store, &run->batch, run->batch_id, err);
	if (rc == RC_OK)
		rc = import_news_begin(run, j->options->greet, err);
	if (rc == RC_OK)
		rc = waiting_count(
		    run->store, run->batch.kind, &run->waiting, err);
	if (rc == RC_OK)
		rc = import_own_begin(run, err);
	j->whole = j->options->dry_run;
	j->worked_since = milliseconds();
	return rc == RC_OK ? start_fresh(j, err) : rc;
}

/* A file of which nothing was taken does not make the ledger fresh. */
static enum rc
finish(struct job *j, struct err *err)
{
	struct batch *b = &j->run.batch;
	bool any = b->added + b->changed + b->unchanged > 0;
	enum rc rc = begin(j, err);

	if (rc == RC_OK)
		rc = import_put_end(&j->run, err);
	if (any || b->refused == 0)
		b->finished_at = j->run.now;
	else
		b->stopped_at = j->run.now;
	if (rc == RC_OK && j->fresh)
		rc = books_index(j->run.store, err);
	if (rc == RC_OK)
		rc = import_accounts_wake(
		    j->run.accounts, j->run.store, j->run.now, err);
	if (rc == RC_OK)
		rc = enrol_follow(j->run.flow, j->run.now, err);
	if (rc == RC_OK && j->run.kind == &import_customers)
		rc = creditdesk_imported(j->run.flow, j->a, j->run.now, err);
	if (rc == RC_OK)
		rc = batch_wake_held(j->run.store, b->id, j->run.now, err);
	j->whole = j->options->dry_run;
	return rc == RC_OK ? end_part(j, err) : rc;
}

/* What was committed stays, and is looked at; the same file completes it. */
static void
give_up(struct job *j)
{
	struct import_run *run = &j->run;

	store_rollback(run->store);
	if (j->options->dry_run || store_begin(run->store, NULL) != RC_OK)
		return;
	if (batch_settle_left(
		run->store, STR(FLOW_INVOICING), run->now, NULL) == RC_OK &&
	    enrol_follow(run->flow, run->now, NULL) == RC_OK)
		store_commit(run->store, NULL);
	else
		store_rollback(run->store);
}

static void
report(const struct job *j, struct import_result *out)
{
	const struct batch *b = &j->run.batch;

	if (!j->options->dry_run)
		out->batch = arena_dup(j->a, b->id);
	out->added = b->added;
	out->changed = b->changed;
	out->unchanged = b->unchanged;
	out->refused = b->refused;
	out->quarantined = b->quarantined;
	out->sum_count = j->run.sum_count;
	memcpy(out->sums, j->run.sums, sizeof(out->sums));
}

static enum rc
all_parts(struct job *j, struct import_result *out, struct err *err)
{
	enum rc rc = start(j, err);

	if (rc == RC_OK)
		rc = take_rows(j, err);
	if (rc == RC_OK)
		rc = finish(j, err);
	if (rc == RC_OK && j->run.kind == &import_customers)
		rc = import_ready_take(&j->run, j->options->dry_run, out, err);
	if (rc != RC_OK)
		give_up(j);
	else if (j->options->dry_run)
		store_rollback(j->run.store);
	return rc;
}

static enum rc
with_file(struct job *j, struct import_result *out, struct err *err)
{
	struct str path = import_refused_path(j->a, j->options->path);
	struct csv_row header = {
	    .cells = j->file.header, .count = j->file.width};
	bool any = false;
	enum rc rc = RC_OK;

	if (j->options->total_count > 0)
		rc = import_total_check(&j->run, &j->file, j->options, err);
	if (rc == RC_OK && j->run.kind->account != IMPORT_NOWHERE)
		rc = import_accounts_load(j->run.store, &j->run.accounts, err);
	else if (rc == RC_OK)
		j->run.accounts = import_accounts_new();
	if (rc != RC_OK)
		return rc;
	if (j->run.flow->set->credit_watch)
		import_accounts_credit(j->run.accounts);
	j->refused =
	    import_refused_new(path, &header, csv_separator(j->file.csv));
	j->reader = import_reader_new(&j->file, j->run.kind);
	rc = all_parts(j, out, err);
	if (rc == RC_OK)
		rc = import_refused_finish(j->refused, &any, err);
	if (any)
		out->refused_path = path;
	report(j, out);
	return rc;
}

enum rc
import_run(const struct flow *f, struct arena *a,
    const struct import_options *options, const struct import_sink *sink,
    int64_t now, struct import_result *out, struct err *err)
{
	struct job j = {.options = options, .a = a, .file = {.fd = -1}};
	enum rc rc;

	*out = (struct import_result){.added = 0};
	j.run.flow = f;
	j.run.store = f->store;
	j.run.sink = sink;
	j.run.now = now;
	j.run.kind = import_kind_find(str_of(options->kind));
	if (j.run.kind == NULL)
		return err_set(err, RC_BAD, "no kind \"%s\": it is one of %s",
		    options->kind, import_kinds());
	j.run.seen = import_seen_new();
	j.run.scratch = arena_new(SCRATCH_MAX);
	rc = import_file_open(&j.file, a, options->path, j.run.kind, sink, err);
	if (rc == RC_OK)
		rc = with_file(&j, out, err);
	import_reader_free(&j.reader);
	import_file_close(&j.file);
	import_refused_free(&j.refused);
	import_accounts_free(&j.run.accounts);
	import_seen_free(&j.run.seen);
	arena_free(&j.run.scratch);
	return rc;
}
