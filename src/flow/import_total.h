#ifndef DUNMAIL_FLOW_IMPORT_TOTAL_H
#define DUNMAIL_FLOW_IMPORT_TOTAL_H

#include "flow/import_file.h"

/*
 * import_total: sums of amounts, a currency each.
 */

/* False: more currencies than fit, or the sum is too large. */
bool import_total_add(
    struct money sums[IMPORT_SUMS], size_t *count, struct money m);

/*
 * Read the file to its end, before anything is written: do its amounts, those
 * of rows that will be refused too, come to what was said? An amount counts
 * once for a payment or credit with several rows. RC_BAD with both sums when
 * they differ.
 */
enum rc import_total_check(struct import_run *run, struct import_file *file,
    const struct import_options *options, struct err *err);

/* "EUR 10.00, USD 5.00"; "none" when there is no sum. */
struct str import_total_text(
    struct arena *a, const struct money *sums, size_t count);

#endif
