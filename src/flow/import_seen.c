#include "flow/import_seen.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "model/limits.h"

#define SEEN_FIRST 4096
#define SEEN_RUNS  4096

/*
 * While nobody asks, the hashes are only listed: in a file whose ids come in
 * order nobody does.
 */
struct import_seen {
	uint64_t *slots; /* a list, or a table where 0 is free */
	size_t cap;      /* a power of two */
	size_t count;
	bool table;
	/* Sorted runs, one behind the other. */
	FILE *disk;
	size_t ends[SEEN_RUNS];
	size_t runs;
};

struct import_seen *
import_seen_new(void)
{
	struct import_seen *seen = xcalloc(1, sizeof(*seen));

	seen->cap = SEEN_FIRST;
	seen->slots = xcalloc(seen->cap, sizeof(*seen->slots));
	return seen;
}

void
import_seen_free(struct import_seen **seenp)
{
	struct import_seen *seen = *seenp;

	*seenp = NULL;
	if (seen == NULL)
		return;
	if (seen->disk != NULL)
		fclose(seen->disk);
	free(seen->slots);
	free(seen);
}

/* FNV-1a; every part ends with a byte that no UTF-8 text holds. */
static uint64_t
mix(uint64_t h, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
	return (h ^ 0xff) * UINT64_C(0x100000001b3);
}

uint64_t
import_seen_hash(const char *kind, struct str id, struct str more)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	h = mix(mix(mix(h, str_of(kind)), id), more);
	h ^= h >> 32; /* the low bits choose the slot */
	return h ? h : 1;
}

static uint64_t *
slot_of(struct import_seen *seen, uint64_t hash)
{
	size_t i = hash & (seen->cap - 1);

	while (seen->slots[i] != 0 && seen->slots[i] != hash)
		i = (i + 1) & (seen->cap - 1);
	return &seen->slots[i];
}

static bool
run_has(const struct import_seen *seen, size_t from, size_t to, uint64_t hash)
{
	uint64_t v;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (pread(fileno(seen->disk), &v, sizeof(v),
			(off_t)(mid * sizeof(v))) != (ssize_t)sizeof(v))
			xdie("import: a file of its own cannot be read");
		if (v == hash)
			return true;
		if (v < hash)
			from = mid + 1;
		else
			to = mid;
	}
	return false;
}

/* As a table of that size, from a list or from a smaller one. */
static void
rebuild(struct import_seen *seen, size_t cap)
{
	uint64_t *old = seen->slots;
	size_t n = seen->table ? seen->cap : seen->count;

	seen->slots = xcalloc(cap, sizeof(*seen->slots));
	seen->cap = cap;
	seen->count = 0;
	seen->table = true;
	for (size_t i = 0; i < n; i++) {
		uint64_t *slot;

		if (old[i] == 0)
			continue;
		slot = slot_of(seen, old[i]);
		seen->count += *slot == 0;
		*slot = old[i];
	}
	free(old);
}

bool
import_seen_has(struct import_seen *seen, uint64_t hash)
{
	size_t from = 0;

	if (!seen->table)
		rebuild(seen, seen->cap);
	if (*slot_of(seen, hash) == hash)
		return true;
	for (size_t i = 0; i < seen->runs; i++) {
		if (run_has(seen, from, seen->ends[i], hash))
			return true;
		from = seen->ends[i];
	}
	return false;
}

static int
by_value(const void *pa, const void *pb)
{
	uint64_t a = *(const uint64_t *)pa, b = *(const uint64_t *)pb;

	return a < b ? -1 : a > b;
}

/* All that is in memory becomes one sorted run on the disk. */
static enum rc
spill(struct import_seen *seen, struct err *err)
{
	size_t n = 0;

	if (seen->runs == SEEN_RUNS)
		return err_set(err, RC_DOWN, "the file has too many rows");
	if (seen->disk == NULL)
		seen->disk = tmpfile();
	for (size_t i = 0; i < (seen->table ? seen->cap : seen->count); i++)
		if (seen->slots[i] != 0)
			seen->slots[n++] = seen->slots[i];
	qsort(seen->slots, n, sizeof(*seen->slots), by_value);
	if (seen->disk == NULL ||
	    fwrite(seen->slots, sizeof(*seen->slots), n, seen->disk) != n ||
	    fflush(seen->disk) != 0)
		return err_set(err, RC_DOWN, "cannot write a file in %s: %s",
		    P_tmpdir, strerror(errno));
	seen->ends[seen->runs] =
	    n + (seen->runs ? seen->ends[seen->runs - 1] : 0);
	seen->runs++;
	memset(seen->slots, 0, seen->cap * sizeof(*seen->slots));
	seen->count = 0;
	return RC_OK;
}

static enum rc
make_room(struct import_seen *seen, struct err *err)
{
	if (seen->count < seen->cap / 4 * 3)
		return RC_OK;
	if (seen->cap >= LIMIT_IMPORT_SEEN)
		return spill(seen, err);
	if (seen->table) {
		rebuild(seen, 2 * seen->cap);
		return RC_OK;
	}
	seen->cap *= 2;
	seen->slots = xrealloc(seen->slots, seen->cap * sizeof(*seen->slots));
	return RC_OK;
}

enum rc
import_seen_add(struct import_seen *seen, uint64_t hash, struct err *err)
{
	enum rc rc = make_room(seen, err);
	uint64_t *slot;

	if (rc != RC_OK)
		return rc;
	slot = seen->table ? slot_of(seen, hash) : &seen->slots[seen->count];
	if (seen->table && *slot == hash)
		return RC_OK;
	*slot = hash;
	seen->count++;
	return RC_OK;
}

static const struct str no_more = {NULL, 0};

/* Behind all that were taken: then it is the first of its id. */
static bool
is_new(const struct import_run *run, const struct import_row *row)
{
	return str_cmp(row->id, (struct str){run->top, run->top_n}) > 0;
}

bool
import_seen_row(
    struct import_run *run, const struct import_row *row, struct str batch)
{
	return str_eq(batch, run->batch.id) ||
	       (!is_new(run, row) &&
		   import_seen_has(run->seen,
		       import_seen_hash(run->kind->name, row->id, no_more)));
}

bool
import_seen_application(
    struct import_run *run, const struct import_row *row, struct str batch)
{
	return str_eq(batch, run->batch.id) ||
	       import_seen_has(
		   run->seen, import_seen_hash(run->kind->applied_as, row->id,
				  row->application.invoice));
}

static enum rc
note_id(struct import_run *run, struct import_row *row, struct err *err)
{
	uint64_t hash;

	row->first = true;
	if (!run->kind->many && row->outcome != IMPORT_UNCHANGED)
		return RC_OK;
	hash = import_seen_hash(run->kind->name, row->id, no_more);
	if (run->kind->many && !is_new(run, row))
		row->first = !import_seen_has(run->seen, hash);
	return import_seen_add(run->seen, hash, err);
}

enum rc
import_seen_note(
    struct import_run *run, struct import_row *row, struct err *err)
{
	enum rc rc = note_id(run, row, err);

	if (rc == RC_OK && row->applies &&
	    row->application_outcome == IMPORT_UNCHANGED)
		rc = import_seen_add(run->seen,
		    import_seen_hash(run->kind->applied_as, row->id,
			row->application.invoice),
		    err);
	if (is_new(run, row)) {
		run->top_n = row->id.n;
		memcpy(run->top, row->id.p, row->id.n);
	}
	return rc;
}
