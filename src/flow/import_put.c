#include "flow/import_put.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "flow/import_accounts.h"
#include "flow/import_cell.h"
#include "flow/import_news.h"
#include "flow/import_own.h"
#include "flow/import_seen.h"
#include "flow/import_total.h"
#include "flow/import_waiting.h"
#include "model/limits.h"
#include "port/js.h"

#define NUMBER_TEXT 24

void
import_put_pack(
    enum books_table table, const struct books_row *row, struct buf *out)
{
	const char *layout = books_layout(table);
	struct js *j = js_object(), *cells = js_array();
	char number[NUMBER_TEXT];

	for (int i = 0; layout[i]; i++) {
		if (layout[i] == 't') {
			js_push_str(cells, row->cells[i].text);
			continue;
		}
		snprintf(number, sizeof(number), "%lld",
		    (long long)row->cells[i].number);
		js_push_str(cells, str_of(number));
	}
	js_set(j, "cells", cells);
	js_set_str(j, "batch", row->batch);
	js_write(j, out);
	js_free(&j);
}

enum rc
import_put_unpack(enum books_table table, struct arena *a, struct str text,
    struct books_row *out, struct err *err)
{
	const char *layout = books_layout(table);
	struct js *j = NULL;
	const struct js *cells;
	enum rc rc = js_parse(text, &j, err);

	if (rc != RC_OK)
		return rc;
	cells = js_get(j, "cells");
	for (int i = 0; layout[i] && rc == RC_OK; i++) {
		struct str s = js_str(js_at(cells, (size_t)i));

		if (layout[i] == 't')
			out->cells[i].text = arena_dup(a, s);
		else if (!str_to_i64(
			     s, INT64_MIN, INT64_MAX, &out->cells[i].number))
			rc = err_set(err, RC_BAD,
			    "what a row held before cannot be read");
	}
	out->batch = arena_dup(a, js_str(js_get(j, "batch")));
	js_free(&j);
	return rc;
}

static bool
cell_eq(char type, const struct books_cell *a, const struct books_cell *b)
{
	return type == 'n' ? a->number == b->number : str_eq(a->text, b->text);
}

static bool
same(const struct import_run *run, const struct import_pair *pair)
{
	const char *layout = books_layout(run->kind->table);

	if (!pair->known)
		return false;
	for (int i = 0; layout[i]; i++)
		if (!cell_eq(
			layout[i], &pair->old.cells[i], &pair->want.cells[i]))
			return false;
	return true;
}

/* What the file does not say stays as it is. */
static void
merge(const struct import_run *run, const struct import_row *row,
    struct import_pair *pair)
{
	const struct import_kind *kind = run->kind;

	pair->want.id = row->id;
	pair->want.batch = run->batch.id;
	for (size_t i = 0; i < kind->count; i++) {
		const struct import_cell *cell = &row->cells[i];
		int slot = kind->columns[i].slot;

		if (slot == IMPORT_NOWHERE)
			continue;
		if (pair->known && !cell->given)
			pair->want.cells[slot] = pair->old.cells[slot];
		else
			pair->want.cells[slot] = (struct books_cell){
			    .text = cell->text, .number = cell->number};
	}
}

enum rc
import_put_begin(struct import_run *run, struct err *err)
{
	return import_ahead_begin(
	    &run->ahead, run->store, run->kind->table, err);
}

enum rc
import_put_end(struct import_run *run, struct err *err)
{
	return import_later_write(&run->later, run->store, err);
}

static enum rc
find(struct import_run *run, const struct import_row *row,
    struct import_pair *pair, struct err *err)
{
	enum rc rc = RC_OK;

	if (run->later.n > 0 && !import_ahead_is_new(&run->ahead, row->id))
		rc = import_put_end(run, err);
	if (rc != RC_OK)
		return rc;
	rc = import_ahead_find(
	    &run->ahead, run->store, row->id, &pair->old, err);
	pair->known = rc == RC_OK;
	return rc == RC_MISS ? RC_OK : rc;
}

static bool
as_it_was(const struct import_column *col, const struct import_cell *cell,
    const struct books_cell *old)
{
	if (col->type != IMPORT_AMOUNT)
		return str_eq(cell->text, old->text);
	return cell->counted && cell->number == old->number;
}

/* What was checked when it came in needs no other check to stay. */
static bool
is_unchanged(const struct import_kind *kind, const struct import_row *row,
    const struct import_pair *pair)
{
	for (size_t i = 0; i < kind->count; i++) {
		const struct import_column *col = &kind->columns[i];
		const struct import_cell *cell = &row->cells[i];

		if (col->slot != IMPORT_NOWHERE && cell->given &&
		    !as_it_was(col, cell, &pair->old.cells[col->slot]))
			return false;
	}
	return true;
}

static enum rc
weigh(struct import_run *run, struct import_row *row, struct import_pair *pair,
    struct err *err)
{
	const struct import_kind *kind = run->kind;
	enum rc rc;

	merge(run, row, pair);
	rc = kind->judge ? kind->judge(run, row, pair, err) : RC_OK;
	if (rc != RC_OK || row->outcome == IMPORT_REFUSED)
		return rc;
	if (!pair->known)
		row->outcome = IMPORT_ADDED;
	else if (same(run, pair))
		row->outcome = IMPORT_UNCHANGED;
	else if (!import_seen_row(run, row, pair->old.batch))
		row->outcome = IMPORT_CHANGED;
	else if (kind->many)
		import_refuse(row, "rows of %s %.*s do not agree",
		    kind->columns[kind->id].name, STR_ARG(row->id));
	else
		import_refuse(row,
		    "%s is in this file twice, with other content",
		    kind->id == IMPORT_NOWHERE ? "this contact"
					       : kind->columns[kind->id].name);
	return RC_OK;
}

static enum rc
remember(struct import_run *run, const char *kind, struct str id,
    const struct buf *before, struct err *err)
{
	struct batch_before b = {str_of(kind), id, buf_str(before)};

	return batch_before_add(run->store, run->batch.id, &b, err);
}

static enum rc
write_row(struct import_run *run, const struct import_row *row,
    const struct import_pair *pair, struct err *err)
{
	enum books_table table = run->kind->table;
	struct buf before;
	enum rc rc;

	if (row->outcome == IMPORT_ADDED) {
		import_ahead_added(&run->ahead, row->id);
		if (table == BOOKS_INVOICE)
			return import_later_add(
			    &run->later, run->store, &pair->want, err);
		return books_add(run->store, table, &pair->want, err);
	}
	if (row->outcome != IMPORT_CHANGED)
		return RC_OK;
	buf_init(&before, LIMIT_CSV_LINE);
	import_put_pack(table, &pair->old, &before);
	rc = remember(run, run->kind->name, row->id, &before, err);
	if (rc == RC_OK)
		rc = books_change(run->store, table, &pair->want, err);
	buf_fini(&before);
	return rc;
}

static enum rc
remember_application(
    struct import_run *run, struct books_application *old, struct err *err)
{
	struct str id = arena_fmt(run->scratch, "%.*s%c%.*s%c%.*s",
	    STR_ARG(old->kind), IMPORT_UNIT, STR_ARG(old->source), IMPORT_UNIT,
	    STR_ARG(old->invoice));
	struct js *j;
	struct buf before;
	enum rc rc = books_applied(run->store, old, err);

	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	j = js_object();
	js_set_i64(j, "amount", old->amount);
	js_set_str(j, "batch", old->batch);
	buf_init(&before, LIMIT_CSV_LINE);
	js_write(j, &before);
	rc = remember(run, IMPORT_APPLICATION, id, &before, err);
	buf_fini(&before);
	js_free(&j);
	return rc;
}

static enum rc
write_application(
    struct import_run *run, struct import_row *row, struct err *err)
{
	struct books_application old = row->application;
	enum rc rc;

	if (!row->applies || row->application_outcome == IMPORT_UNCHANGED)
		return RC_OK;
	rc = remember_application(run, &old, err);
	row->application.batch = run->batch.id;
	if (rc == RC_OK)
		rc = books_apply(run->store, &row->application, err);
	if (row->outcome == IMPORT_UNCHANGED)
		row->outcome = row->application_outcome;
	return rc;
}

static enum rc
touch(struct import_run *run, const struct import_row *row, struct err *err)
{
	const struct import_kind *kind = run->kind;
	int of = kind->account == IMPORT_NOWHERE ? kind->id : kind->account;

	if (row->outcome == IMPORT_UNCHANGED ||
	    (kind->account == IMPORT_NOWHERE && row->outcome == IMPORT_ADDED))
		return RC_OK;
	return import_accounts_touch(
	    run->accounts, run->store, row->cells[of].text, run->now, err);
}

/* An amount counts once, also when several rows are about it. */
static bool
add_sum(struct import_run *run, const struct import_row *row)
{
	const struct import_kind *kind = run->kind;

	if (kind->amount == IMPORT_NOWHERE || !row->first)
		return true;
	return import_total_add(run->sums, &run->sum_count,
	    money_of(row->cells[kind->amount].number,
		row->cells[kind->currency].text));
}

/* Only now that all is known to be well is anything written. */
static enum rc
write_all(struct import_run *run, struct import_row *row,
    const struct import_pair *pair, struct err *err)
{
	enum rc rc;

	rc = import_seen_note(run, row, err);
	if (rc == RC_OK && !add_sum(run, row))
		import_refuse(row, "the amounts of the file are too large");
	if (row->outcome == IMPORT_REFUSED)
		return rc;
	if (rc == RC_OK)
		rc = write_row(run, row, pair, err);
	if (rc == RC_OK && run->kind == &import_customers &&
	    row->outcome != IMPORT_UNCHANGED)
		rc = import_news_row(run, row, pair, err);
	if (rc == RC_OK)
		rc = import_own_take(run, row, pair, err);
	if (rc == RC_OK)
		rc = write_application(run, row, err);
	if (rc == RC_OK)
		rc = import_own_yield(run, row, pair, err);
	if (rc == RC_OK)
		rc = touch(run, row, err);
	if (rc == RC_OK && run->waiting > 0)
		rc = import_waiting_drop(run, row, err);
	return rc;
}

/* The account of what is there is known. */
static enum rc
check_account(struct import_run *run, struct import_row *row,
    const struct import_pair *pair, struct err *err)
{
	int column = run->kind->account;
	struct str account;
	enum rc rc;

	if (column == IMPORT_NOWHERE)
		return RC_OK;
	account = row->cells[column].text;
	if (pair->known &&
	    str_eq(
		account, pair->old.cells[run->kind->columns[column].slot].text))
		return RC_OK;
	rc = import_accounts_known(run->accounts, run->store, account, err);
	if (rc != RC_MISS)
		return rc;
	row->unknown_account = true;
	import_refuse(
	    row, "unknown account %.*s", STR_ARG(import_cell_clip(account)));
	return RC_OK;
}

static enum rc
check(struct import_run *run, struct import_row *row, struct import_pair *pair,
    struct err *err)
{
	enum rc rc = RC_OK;

	import_cell_read(run->kind, run->scratch, row);
	if (row->outcome == IMPORT_REFUSED)
		return RC_OK;
	if (run->kind->prepare)
		rc = run->kind->prepare(run, row, err);
	if (rc == RC_OK && row->outcome != IMPORT_REFUSED && !run->kind->plain)
		rc = find(run, row, pair, err);
	if (rc == RC_OK && row->outcome != IMPORT_REFUSED)
		rc = check_account(run, row, pair, err);
	if (rc == RC_OK && row->outcome != IMPORT_REFUSED)
		rc = weigh(run, row, pair, err);
	return rc;
}

enum rc
import_put(struct import_run *run, struct import_row *row, struct err *err)
{
	const struct import_kind *kind = run->kind;
	struct import_pair pair;
	enum rc rc = RC_OK;

	if (kind->id != IMPORT_NOWHERE)
		row->id = row->cells[kind->id].text;
	if (kind->plain)
		rc = find(run, row, &pair, err);
	if (rc == RC_OK && kind->plain && pair.known &&
	    is_unchanged(kind, row, &pair))
		row->outcome = IMPORT_UNCHANGED;
	else if (rc == RC_OK)
		rc = check(run, row, &pair, err);
	if (rc == RC_OK && row->outcome != IMPORT_REFUSED)
		rc = write_all(run, row, &pair, err);
	return rc;
}
