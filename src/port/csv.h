#ifndef DUNMAIL_PORT_CSV_H
#define DUNMAIL_PORT_CSV_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * csv: rows of a CSV file (RFC 4180, libcsv in strict mode), one at a time,
 * in bounded memory. The separator (comma, semicolon or tab) is told by the
 * first line; lines end with LF, CRLF or, throughout, CR. A byte order mark
 * and blank lines are passed over; blanks around a value without quotes go.
 *
 * A row that cannot be read does not end the file: it is delivered with a
 * fault, and reading goes on behind its first line.
 */
struct csv;

struct csv_row {
	const struct str *cells; /* well-formed UTF-8 without NUL */
	size_t count;            /* 0 with a fault */
	int64_t line;            /* physical line it begins on, from 1 */
	const char *fault;       /* static: why it was not read, or NULL */
	struct str raw;          /* its bytes, cut at LIMIT_CSV_LINE */
};

/* fd stays the caller's and must be at its beginning. RC_BAD: text in
 * UTF-16 or UTF-32; RC_DOWN: cannot be read. */
enum rc csv_open(int fd, struct csv **out, struct err *err);
void csv_close(struct csv **csv);

/* Spans live until the next call. RC_MISS: no more rows; RC_DOWN: the file
 * cannot be read. */
enum rc csv_next(struct csv *csv, struct csv_row *row, struct err *err);

/* Bytes read so far, for a progress bar. */
int64_t csv_offset(const struct csv *csv);
char csv_separator(const struct csv *csv);

#endif
