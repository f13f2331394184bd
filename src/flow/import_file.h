#ifndef DUNMAIL_FLOW_IMPORT_FILE_H
#define DUNMAIL_FLOW_IMPORT_FILE_H

#include "flow/import_kind.h"
#include "port/csv.h"

/*
 * import_file: the file that is imported, and which of its columns are ours.
 */
struct import_file {
	int fd;
	int64_t size;
	const char *name; /* for messages */
	struct csv *csv;
	size_t width;           /* cells of the header */
	struct str *header;     /* in the arena */
	int at[IMPORT_COLUMNS]; /* cell of each column of the kind, or -1 */
};

/*
 * Open it, and read the header. What cannot be read again (a pipe) is copied
 * first, so that nobody waits for its other end while the ledger is locked.
 * RC_BAD: not there, or columns missing; each is named.
 */
enum rc import_file_open(struct import_file *file, struct arena *a,
    const char *path, const struct import_kind *kind,
    const struct import_sink *sink, struct err *err);
void import_file_close(struct import_file *file);

/* From the first row again. */
enum rc import_file_again(struct import_file *file, struct err *err);

/* The cells of a row, as texts. A row that cannot be one is refused; false
 * for one with nothing in it. */
bool import_file_row(const struct import_file *file,
    const struct import_kind *kind, const struct csv_row *csv,
    struct import_row *row);

#endif
