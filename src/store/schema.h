#ifndef DUNMAIL_STORE_SCHEMA_H
#define DUNMAIL_STORE_SCHEMA_H

#include <stddef.h>

#include "base/err.h"
#include "port/db.h"

/*
 * schema: the numbered migrations, src/store/schema/NNNN-name.sql, compiled
 * in by scripts/schema.sh, in order and without a gap. A file that was
 * released is never edited: the next change is the next file.
 */
struct schema_step {
	const char *name; /* "0001-ledger" */
	const char *sql;
};

/* Step i brings the database from version i to version i + 1. */
extern const struct schema_step schema_steps[];
extern const size_t schema_count;

#define SCHEMA_HASH_TEXT 17
/* Of a step's text (FNV-1a, hexadecimal): tells that a file was edited after
 * it was applied. */
const char *schema_hash(const char *sql, char out[SCHEMA_HASH_TEXT]);

/* Hold the versions in a database against `count` steps. RC_OK with the
 * version it is at (0: none); RC_BAD if it is newer than the program, has a
 * gap, or holds a step whose text has changed. Begin a transaction of your
 * own if another process may be at work. */
enum rc schema_check(struct db *db, const struct schema_step *steps,
    size_t count, size_t *version, struct err *err);

/* Inside a write transaction: apply step i and write its row down. */
enum rc schema_apply(
    struct db *db, const struct schema_step *steps, size_t i, struct err *err);

/* Inside a write transaction: make the table of versions if need be. */
enum rc schema_init(struct db *db, struct err *err);

#endif
