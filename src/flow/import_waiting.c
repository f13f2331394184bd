#include "flow/import_waiting.h"

#include "base/buf.h"
#include "flow/import_put.h"
#include "model/limits.h"
#include "port/js.h"

/* A payment may wait with several rows, one an invoice. */
static struct str
waiting_id(const struct import_run *run, const struct import_row *row)
{
	if (!row->applies)
		return row->id;
	return arena_fmt(run->scratch, "%.*s%c%.*s", STR_ARG(row->id),
	    IMPORT_UNIT, STR_ARG(row->application.invoice));
}

static void
pack_cells(const struct import_kind *kind, const struct import_row *row,
    struct buf *out)
{
	struct js *j = js_object();

	for (size_t i = 0; i < kind->count; i++)
		if (row->cells[i].given)
			js_set_str(
			    j, kind->columns[i].name, row->cells[i].text);
	js_write(j, out);
	js_free(&j);
}

static enum rc
remember(struct import_run *run, const struct waiting *w, struct err *err)
{
	struct str id = arena_fmt(run->scratch, "%.*s%c%.*s", STR_ARG(w->kind),
	    IMPORT_UNIT, STR_ARG(w->id));
	struct js *j = js_object();
	struct buf text;
	enum rc rc;

	js_set_str(j, "account", w->account);
	js_set_str(j, "row", w->row);
	js_set_str(j, "batch", w->batch);
	js_set_i64(j, "at", w->at);
	buf_init(&text, 4 * LIMIT_CSV_LINE);
	js_write(j, &text);
	rc = batch_before_add(run->store, run->batch.id,
	    &(struct batch_before){STR(IMPORT_WAITING), id, buf_str(&text)},
	    err);
	buf_fini(&text);
	js_free(&j);
	return rc;
}

enum rc
import_waiting_put(
    struct import_run *run, const struct import_row *row, struct err *err)
{
	struct waiting w = {.kind = str_of(run->kind->name)}, old;
	struct buf text;
	enum rc rc;

	buf_init(&text, 2 * LIMIT_CSV_LINE);
	pack_cells(run->kind, row, &text);
	w.id = waiting_id(run, row);
	w.account = row->cells[run->kind->account].text;
	w.row = buf_str(&text);
	w.batch = run->batch.id;
	w.at = run->now;
	old = w;
	rc = waiting_get(run->store, &old, err);
	if (rc == RC_OK && str_eq(old.row, w.row)) {
		buf_fini(&text);
		return RC_OK;
	}
	if (rc == RC_OK)
		rc = remember(run, &old, err);
	if (rc == RC_OK || rc == RC_MISS)
		rc = waiting_put(run->store, &w, err);
	buf_fini(&text);
	return rc;
}

enum rc
import_waiting_drop(
    struct import_run *run, const struct import_row *row, struct err *err)
{
	struct waiting w = {
	    .kind = str_of(run->kind->name), .id = waiting_id(run, row)};
	enum rc rc = waiting_get(run->store, &w, err);

	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	rc = remember(run, &w, err);
	if (rc == RC_OK)
		rc = waiting_drop(run->store, w.kind, w.id, err);
	return rc;
}

bool
import_waiting_read(const struct import_kind *kind, struct arena *a,
    struct str text, struct import_row *row)
{
	struct js *j = NULL;

	if (js_parse(text, &j, NULL) != RC_OK)
		return false;
	for (size_t i = 0; i < kind->count; i++) {
		const struct js *cell = js_get(j, kind->columns[i].name);

		if (cell == NULL || kind->columns[i].name[0] == '\0')
			continue;
		row->cells[i].given = true;
		row->cells[i].text = arena_dup(a, js_str(cell));
	}
	js_free(&j);
	return true;
}

enum rc
import_waiting_restore(struct store *st, struct arena *a,
    const struct batch_before *b, struct err *err)
{
	struct waiting w = {.id = b->id};
	struct js *j = NULL;
	enum rc rc = js_parse(b->before, &j, err);

	if (rc != RC_OK)
		return rc;
	str_cut(&w.id, IMPORT_UNIT, &w.kind);
	w.account = arena_dup(a, js_str(js_get(j, "account")));
	w.row = arena_dup(a, js_str(js_get(j, "row")));
	w.batch = arena_dup(a, js_str(js_get(j, "batch")));
	w.at = js_i64(js_get(j, "at"), 0);
	js_free(&j);
	return waiting_put(st, &w, err);
}
