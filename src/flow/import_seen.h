#ifndef DUNMAIL_FLOW_IMPORT_SEEN_H
#define DUNMAIL_FLOW_IMPORT_SEEN_H

#include "flow/import_kind.h"

/*
 * import_seen: which ids a file has shown already and left as they were. What
 * it wrote carries its batch; this is for the rest. A 64-bit hash an id, so
 * many in memory, more in a file without a name.
 */
struct import_seen;

struct import_seen *import_seen_new(void);
void import_seen_free(struct import_seen **seen);

uint64_t import_seen_hash(const char *kind, struct str id, struct str more);
bool import_seen_has(struct import_seen *seen, uint64_t hash);
/* RC_DOWN: no room on the disk. */
enum rc import_seen_add(
    struct import_seen *seen, uint64_t hash, struct err *err);

/* The row's id, its application: met before in this file? `batch` is who
 * last wrote what the ledger holds. */
bool import_seen_row(
    struct import_run *run, const struct import_row *row, struct str batch);
bool import_seen_application(
    struct import_run *run, const struct import_row *row, struct str batch);
/* Note what the row left unchanged; sets row->first for a kind of many. */
enum rc import_seen_note(
    struct import_run *run, struct import_row *row, struct err *err);

#endif
