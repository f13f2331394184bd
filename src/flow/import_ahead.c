#include "flow/import_ahead.h"

#include <string.h>

#define STREAK    8    /* lookups before it reads on */
#define SKIP_MAX  16   /* rows that the file does not name */
#define SCAN_ROWS 1000 /* some engines fetch them all at once */

static bool
keep(char to[LIMIT_IMPORT_ID], size_t *n, struct str id)
{
	bool fits = id.n <= LIMIT_IMPORT_ID;

	*n = fits ? id.n : 0;
	memcpy(to, id.p, *n);
	return fits;
}

static bool
is_behind(const char *of, size_t n, struct str id)
{
	return str_cmp(id, (struct str){of, n}) > 0;
}

static void
stop(struct import_ahead *ahead)
{
	if (ahead->reading)
		books_scan_end(&ahead->scan);
	ahead->reading = false;
	ahead->streak = 0;
}

enum rc
import_ahead_begin(struct import_ahead *ahead, struct store *st,
    enum books_table table, struct err *err)
{
	struct str id = STR("");
	enum rc rc = books_last(st, table, &id, err);

	ahead->table = table;
	ahead->ordered = keep(ahead->last, &ahead->last_n, id);
	/* The last transaction took its statements along. */
	ahead->reading = false;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
start(struct import_ahead *ahead, struct store *st, struct str id,
    struct err *err)
{
	enum rc rc;

	books_scan(st, ahead->table, id, SCAN_ROWS, &ahead->scan);
	ahead->reading = true;
	rc = books_scan_next(&ahead->scan, &ahead->row, err);
	if (rc != RC_OK) {
		books_scan_end(&ahead->scan);
		ahead->reading = false;
	}
	return rc;
}

/* Read on to the id, or to what lies behind it. RC_MISS also when this is not
 * the way to find it: then it is not reading any more. */
static enum rc
read_on(struct import_ahead *ahead, struct str id, struct books_row *out,
    struct err *err)
{
	enum rc rc = RC_OK;
	int c = str_cmp(ahead->row.id, id);

	for (int i = 0; rc == RC_OK && c < 0 && i < SKIP_MAX; i++) {
		rc = books_scan_next(&ahead->scan, &ahead->row, err);
		if (rc == RC_OK)
			c = str_cmp(ahead->row.id, id);
	}
	if (rc == RC_OK && c == 0) {
		*out = ahead->row;
		return RC_OK;
	}
	if (rc == RC_OK && c > 0)
		return RC_MISS;
	if (rc == RC_OK)
		stop(ahead);
	else
		books_scan_end(&ahead->scan);
	ahead->reading = false;
	return rc == RC_OK ? RC_MISS : rc;
}

bool
import_ahead_is_new(const struct import_ahead *ahead, struct str id)
{
	return ahead->ordered && is_behind(ahead->last, ahead->last_n, id);
}

enum rc
import_ahead_find(struct import_ahead *ahead, struct store *st, struct str id,
    struct books_row *out, struct err *err)
{
	bool in_order = is_behind(ahead->asked, ahead->asked_n, id);
	enum rc rc;

	if (import_ahead_is_new(ahead, id))
		return RC_MISS;
	if (!keep(ahead->asked, &ahead->asked_n, id) || !in_order)
		stop(ahead);
	if (!ahead->reading && ahead->streak >= STREAK) {
		rc = start(ahead, st, id, err);
		if (rc != RC_OK)
			return rc;
	}
	if (ahead->reading) {
		rc = read_on(ahead, id, out, err);
		if (ahead->reading || (rc != RC_OK && rc != RC_MISS))
			return rc;
	}
	rc = books_find(st, ahead->table, id, out, err);
	if (rc == RC_OK && in_order)
		ahead->streak++;
	return rc;
}

void
import_ahead_added(struct import_ahead *ahead, struct str id)
{
	if (is_behind(ahead->last, ahead->last_n, id))
		ahead->ordered = keep(ahead->last, &ahead->last_n, id);
}
