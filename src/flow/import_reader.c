#include "flow/import_reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/worker.h"
#include "base/xalloc.h"
#include "flow/import_cell.h"
#include "model/limits.h"

#define PILE_ROWS  256
#define PILE_TEXT  (128u << 10) /* bytes: then it is full as well */
#define PILE_ARENA (PILE_TEXT + 4 * LIMIT_CSV_LINE)

/* What is handed over at a time. */
struct pile {
	struct import_reader *reader;
	struct arena *a; /* of its texts */
	struct import_line *lines;
	size_t n;
	int64_t offset; /* of what lies behind it in the file */
	enum rc rc;     /* what came behind the last row; RC_OK: more */
	struct err err;
};

struct import_reader {
	struct import_file *file;
	const struct import_kind *kind;
	struct worker *worker;
	struct pile piles[2]; /* one is read from, one is made */
	struct pile *pile;    /* that is read from */
	size_t at;
};

/* The text of the cells, one behind the other. */
static void
copy_cells(struct arena *a, struct csv_row *row)
{
	struct str *cells = arena_array(a, row->count, sizeof(*cells));
	size_t n = 0;
	char *p;

	for (size_t i = 0; i < row->count; i++)
		n += row->cells[i].n;
	p = arena_alloc(a, n);
	for (size_t i = 0; i < row->count; i++) {
		cells[i] = (struct str){p, row->cells[i].n};
		if (cells[i].n > 0)
			memcpy(p, row->cells[i].p, cells[i].n);
		p += cells[i].n;
	}
	row->cells = cells;
	row->raw = (struct str){NULL, 0};
}

static bool
take_line(struct pile *pile, struct import_line *line)
{
	const struct import_reader *r = pile->reader;

	if (line->csv.count > 0)
		copy_cells(pile->a, &line->csv);
	else
		line->csv.raw = arena_dup(pile->a, line->csv.raw);
	if (!import_file_row(r->file, r->kind, &line->csv, &line->row))
		return false;
	if (line->row.outcome != IMPORT_REFUSED)
		import_cell_trim(r->kind, &line->row);
	return true;
}

static void
fill(void *ctx)
{
	struct pile *pile = ctx;
	struct csv *csv = pile->reader->file->csv;
	enum rc rc = RC_OK;

	arena_reset(pile->a);
	pile->n = 0;
	while (pile->n < PILE_ROWS && arena_used(pile->a) < PILE_TEXT) {
		struct import_line *line = &pile->lines[pile->n];

		rc = csv_next(csv, &line->csv, &pile->err);
		if (rc != RC_OK)
			break;
		pile->n += take_line(pile, line);
	}
	pile->rc = rc;
	pile->offset = csv_offset(csv);
}

struct import_reader *
import_reader_new(struct import_file *file, const struct import_kind *kind)
{
	struct import_reader *r = xcalloc(1, sizeof(*r));

	r->file = file;
	r->kind = kind;
	r->worker = worker_new();
	for (int i = 0; i < 2; i++) {
		r->piles[i].reader = r;
		r->piles[i].a = arena_new(PILE_ARENA);
		r->piles[i].lines =
		    xcalloc(PILE_ROWS, sizeof(*r->piles[i].lines));
	}
	r->pile = &r->piles[0];
	worker_run(r->worker, fill, &r->piles[1]);
	return r;
}

void
import_reader_free(struct import_reader **rp)
{
	struct import_reader *r = *rp;

	*rp = NULL;
	if (r == NULL)
		return;
	worker_free(&r->worker);
	for (int i = 0; i < 2; i++) {
		arena_free(&r->piles[i].a);
		free(r->piles[i].lines);
	}
	free(r);
}

/* Take the pile that is ready, and have the other filled again. */
static void
swap(struct import_reader *r)
{
	struct pile *used = r->pile;

	worker_wait_all(r->worker);
	r->pile = used == &r->piles[0] ? &r->piles[1] : &r->piles[0];
	r->at = 0;
	if (r->pile->rc == RC_OK)
		worker_run(r->worker, fill, used);
}

enum rc
import_reader_next(
    struct import_reader *r, struct import_line **out, struct err *err)
{
	while (r->at == r->pile->n) {
		if (r->pile->rc == RC_DOWN)
			return err_set(err, RC_DOWN, "%s", r->pile->err.text);
		if (r->pile->rc != RC_OK)
			return r->pile->rc;
		swap(r);
	}
	*out = &r->pile->lines[r->at++];
	return RC_OK;
}

int64_t
import_reader_offset(const struct import_reader *r)
{
	return r->pile->offset;
}
