#ifndef DUNMAIL_FLOW_IMPORT_READER_H
#define DUNMAIL_FLOW_IMPORT_READER_H

#include "flow/import_file.h"

/*
 * import_reader: the rows of the file, read by a second pair of hands while
 * the first is busy with the ledger. What needs the file alone is done when a
 * row arrives: it is a row of its kind, trimmed, or refused.
 */
struct import_reader;

struct import_line {
	struct csv_row csv; /* without raw, if it has cells */
	struct import_row row;
};

/* The file is the reader's until it is freed. */
struct import_reader *import_reader_new(
    struct import_file *file, const struct import_kind *kind);
void import_reader_free(struct import_reader **reader);

/* It lives until the next call. RC_MISS: no more; RC_DOWN: the file cannot be
 * read. Rows with nothing in them are passed over. */
enum rc import_reader_next(
    struct import_reader *reader, struct import_line **out, struct err *err);

/* How far into the file, for a progress bar. */
int64_t import_reader_offset(const struct import_reader *reader);

#endif
