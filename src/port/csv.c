#include "port/csv.h"

#include <csv.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "model/limits.h"

/* Holds the longest row and a good deal to read ahead. */
#define CSV_WINDOW (4 * LIMIT_CSV_LINE)

static const char FAULT_UTF8[] = "not UTF-8";
static const char FAULT_QUOTE[] =
    "a quote inside a value, or text behind a closing quote";
static const char FAULT_OPEN[] = "a quote that is never closed";
static const char FAULT_LONG[] = "a line too long";
static const char FAULT_RETURN[] = "a carriage return inside a line";
static const char FAULT_CELLS[] = "too many columns";

struct csv {
	int fd;
	char separator;
	char eol;
	bool ended; /* nothing more behind `end` */
	struct csv_parser parser;
	int64_t line; /* of `at` */
	int64_t read; /* bytes, all told */
	char *window;
	size_t at, end;

	/* The row in the making. */
	int done; /* rows that the last line ended */
	bool crowded;
	char *text;
	size_t used;
	struct str *cells;
	size_t count;
};

static void
parser_start(struct csv *csv)
{
	if (csv_init(&csv->parser, CSV_STRICT) != 0)
		xdie("csv: cannot start");
	csv_set_delim(&csv->parser, (unsigned char)csv->separator);
}

/* Read on; what is behind `at` moves to the front. */
static enum rc
fill(struct csv *csv, struct err *err)
{
	ssize_t n;

	memmove(csv->window, csv->window + csv->at, csv->end - csv->at);
	csv->end -= csv->at;
	csv->at = 0;
	while (csv->end < CSV_WINDOW && !csv->ended) {
		n = read(
		    csv->fd, csv->window + csv->end, CSV_WINDOW - csv->end);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(
			    err, RC_DOWN, "cannot read: %s", strerror(errno));
		csv->ended = n == 0;
		csv->end += (size_t)n;
		csv->read += n;
	}
	return RC_OK;
}

static struct str
ahead(const struct csv *csv)
{
	return (struct str){csv->window + csv->at, csv->end - csv->at};
}

static enum rc
skip_mark(struct csv *csv, struct err *err)
{
	struct str s = ahead(csv);

	if (str_starts(s, STR("\xef\xbb\xbf")))
		csv->at += 3;
	else if (str_starts(s, STR("\xff\xfe")) ||
		 str_starts(s, STR("\xfe\xff")) ||
		 str_starts(s, ((struct str){"\0\0\xfe\xff", 4})))
		return err_set(err, RC_BAD,
		    "the file is in UTF-16 or UTF-32: save it as UTF-8");
	return RC_OK;
}

/* What separates the first line that is not blank: the most frequent of the
 * three, quotes left out. */
static char
find_separator(struct str s)
{
	static const char candidates[] = {',', ';', '\t'};
	size_t counts[3] = {0, 0, 0}, best = 0;
	bool quoted = false, begun = false;

	for (size_t i = 0; i < s.n; i++) {
		if (!quoted && begun && (s.p[i] == '\n' || s.p[i] == '\r'))
			break;
		begun = begun || !str_is_space(s.p[i]);
		quoted = quoted != (s.p[i] == '"');
		for (size_t c = 0; c < 3 && !quoted; c++)
			counts[c] += s.p[i] == candidates[c];
	}
	for (size_t c = 1; c < 3; c++)
		if (counts[c] > counts[best])
			best = c;
	return candidates[best];
}

enum rc
csv_open(int fd, struct csv **out, struct err *err)
{
	struct csv *csv = xcalloc(1, sizeof(*csv));
	enum rc rc;

	*csv = (struct csv){.fd = fd, .line = 1, .eol = '\n'};
	csv->window = xmalloc(CSV_WINDOW);
	csv->text = xmalloc(LIMIT_CSV_LINE);
	csv->cells = xcalloc(LIMIT_CSV_CELLS, sizeof(*csv->cells));
	rc = fill(csv, err);
	if (rc == RC_OK)
		rc = skip_mark(csv, err);
	csv->separator = find_separator(ahead(csv));
	if (memchr(csv->window, '\n', csv->end) == NULL &&
	    memchr(csv->window, '\r', csv->end) != NULL)
		csv->eol = '\r';
	parser_start(csv);
	if (rc != RC_OK)
		csv_close(&csv);
	*out = csv;
	return rc;
}

void
csv_close(struct csv **csvp)
{
	struct csv *csv = *csvp;

	*csvp = NULL;
	if (csv == NULL)
		return;
	csv_free(&csv->parser);
	free(csv->window);
	free(csv->text);
	free(csv->cells);
	free(csv);
}

/* Fits always: the row's bytes were held against the limit before. */
static void
take_cell(void *bytes, size_t n, void *ctx)
{
	struct csv *csv = ctx;

	if (csv->count == LIMIT_CSV_CELLS) {
		csv->crowded = true;
		return;
	}
	if (n > 0)
		memcpy(csv->text + csv->used, bytes, n);
	csv->cells[csv->count++] = (struct str){csv->text + csv->used, n};
	csv->used += n;
}

static void
take_row(int end, void *ctx)
{
	struct csv *csv = ctx;

	(void)end;
	csv->done++;
}

/* The bytes of the line at `from`, its end included; at the end of the file
 * it may lack one. False: there is no whole line in the window. */
static bool
find_line(const struct csv *csv, size_t from, size_t *n)
{
	const char *p = csv->window + from;
	const char *eol = memchr(p, csv->eol, csv->end - from);

	*n = eol ? (size_t)(eol - p) + 1 : csv->end - from;
	return eol != NULL || (csv->ended && *n > 0);
}

static bool
feed(struct csv *csv, const char *p, size_t n)
{
	return csv_parse(&csv->parser, p, n, take_cell, take_row, csv) == n;
}

/* Deliver what begins at `at` as a row that was not read, go on behind its
 * first n bytes, and forget what the parser was in the middle of. */
static enum rc
deliver_fault(struct csv *csv, struct csv_row *row, const char *fault, size_t n)
{
	row->fault = fault;
	row->cells = NULL;
	row->count = 0;
	row->raw =
	    str_sub((struct str){csv->window + csv->at, n}, 0, LIMIT_CSV_LINE);
	csv->at += n;
	csv->line++;
	csv_free(&csv->parser);
	parser_start(csv);
	return RC_OK;
}

/* A line longer than the window: its beginning is kept, the rest passed
 * over. */
static enum rc
skip_long(struct csv *csv, struct csv_row *row, struct err *err)
{
	size_t keep = LIMIT_CSV_LINE, n;
	enum rc rc = RC_OK;

	if (csv->end - csv->at < keep)
		keep = csv->end - csv->at;
	memcpy(csv->text, csv->window + csv->at, keep);
	while (rc == RC_OK && !find_line(csv, csv->at, &n) && !csv->ended) {
		csv->at = csv->end;
		rc = fill(csv, err);
	}
	if (rc != RC_OK)
		return rc;
	deliver_fault(csv, row, FAULT_LONG, n);
	row->raw = (struct str){csv->text, keep};
	return RC_OK;
}

/* Eight bytes at a time; a zero byte, and some others, are looked at again. */
static bool
is_text(struct str s)
{
	uint64_t top = UINT64_C(0x8080808080808080), seen = 0, w;
	size_t i;

	for (i = 0; i + sizeof(w) <= s.n; i += sizeof(w)) {
		memcpy(&w, s.p + i, sizeof(w));
		seen |= w | (w - UINT64_C(0x0101010101010101));
	}
	return ((seen & top) == 0 && str_is_utf8(str_sub(s, i, s.n))) ||
	       str_is_utf8(s);
}

static enum rc
deliver(struct csv *csv, struct csv_row *row, size_t n, int64_t lines)
{
	struct str raw = {csv->window + csv->at, n};

	row->fault = csv->crowded ? FAULT_CELLS : NULL;
	if (!is_text(raw))
		row->fault = FAULT_UTF8;
	row->raw = raw;
	row->cells = csv->cells;
	row->count = row->fault ? 0 : csv->count;
	csv->at += n;
	csv->line += lines;
	return RC_OK;
}

/* One row, whose first line of `first` bytes is whole in the window. */
static enum rc
read_row(struct csv *csv, struct csv_row *row, size_t first)
{
	size_t n = 0, more = first;
	int64_t lines = 0;

	csv->count = csv->used = 0;
	csv->done = 0;
	csv->crowded = false;
	if (first > LIMIT_CSV_LINE)
		return deliver_fault(csv, row, FAULT_LONG, first);
	do {
		const char *p = csv->window + csv->at + n;

		n += more;
		if (n > LIMIT_CSV_LINE)
			break;
		lines++;
		if (!feed(csv, p, more) ||
		    (p[more - 1] != csv->eol && !csv->done &&
			!feed(csv, &csv->eol, 1)))
			return deliver_fault(csv, row, FAULT_QUOTE, first);
		if (csv->done > 1)
			return deliver_fault(csv, row, FAULT_RETURN, first);
		if (csv->done == 1)
			return deliver(csv, row, n, lines);
	} while (find_line(csv, csv->at + n, &more));
	return deliver_fault(csv, row, FAULT_OPEN, first);
}

enum rc
csv_next(struct csv *csv, struct csv_row *row, struct err *err)
{
	size_t n;
	enum rc rc;

	for (;;) {
		if (csv->end - csv->at <= LIMIT_CSV_LINE && !csv->ended) {
			rc = fill(csv, err);
			if (rc != RC_OK)
				return rc;
		}
		row->line = csv->line;
		if (!find_line(csv, csv->at, &n)) {
			if (csv->at == csv->end)
				return RC_MISS;
			return skip_long(csv, row, err);
		}
		if (str_trim(str_sub(ahead(csv), 0, n)).n > 0)
			return read_row(csv, row, n);
		csv->at += n;
		csv->line++;
	}
}

int64_t
csv_offset(const struct csv *csv)
{
	return csv->read - (int64_t)(csv->end - csv->at);
}

char
csv_separator(const struct csv *csv)
{
	return csv->separator;
}
