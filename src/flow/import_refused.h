#ifndef DUNMAIL_FLOW_IMPORT_REFUSED_H
#define DUNMAIL_FLOW_IMPORT_REFUSED_H

#include "port/csv.h"

/*
 * import_refused: FILE.refused.csv: the rows that were not taken, with line
 * and reason. A cell that a spreadsheet would take for a formula gets a quote
 * mark in front. The file appears whole, at the end.
 */
struct import_refused;

/* The name beside the imported file; standard input's is in the working
 * folder. */
struct str import_refused_path(struct arena *a, const char *path);

struct import_refused *import_refused_new(
    struct str path, const struct csv_row *header, char separator);
void import_refused_free(struct import_refused **r); /* drops what it has */

/* RC_DOWN: cannot be written. */
enum rc import_refused_add(struct import_refused *r, const struct csv_row *row,
    const char *reason, struct err *err);

/* Give the file its name; with no rows, remove one of an earlier run. */
enum rc import_refused_finish(
    struct import_refused *r, bool *any, struct err *err);

#endif
