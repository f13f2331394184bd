#ifndef DUNMAIL_PORT_DB_H
#define DUNMAIL_PORT_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * db: one small seam over the SQL engines. Statements are written once, with
 * $1..$n, and run on SQLite and PostgreSQL. A handle belongs to one process;
 * after fork() the child opens its own.
 *
 * Results: RC_OK; RC_MISS for no row and for a unique key that is already
 * there; RC_LATER for busy, deadlock and serialization failure (roll back and
 * run the whole transaction again); RC_DOWN for a disk or server that is gone
 * (fsync errors end the process by way of this); RC_BAD for everything that
 * is a bug or a broken constraint.
 */
struct db;
struct db_stmt;

enum db_flag {
	DB_CREATE = 1 << 0,
	DB_READONLY = 1 << 1,
	DB_BULK = 1 << 2,    /* large import: bigger cache, same durability */
	DB_THREADS = 1 << 3, /* other threads have handles, too: a small cache
			      * each, a short wait. All handles of the process
			      * say so, and none is open when the first does */
};

/* uri: a path for SQLite; "postgresql://..." for PostgreSQL. RC_MISS: no such
 * file, and no DB_CREATE. RC_BAD: not a database of ours, or one that others
 * than its owner may read, or a folder that others may write. */
enum rc db_open(
    const char *uri, unsigned flags, struct db **out, struct err *err);
void db_close(struct db **db);

/*
 * From now on this handle adds rows, to those tables (static; NULL ends the
 * list), and does nothing else that would change anything: no other statement
 * can be prepared (RC_BAD), whoever wrote it. There is no way back.
 */
void db_only_adds(struct db *db, const char *const *tables);

/* Where the engines' text differs. */
struct db_ways {
	bool skips_locked; /* FOR UPDATE SKIP LOCKED, to claim rows */
	bool hides_rowid;  /* a table has a key of its own beside that which it
			    * declares, unless it is made WITHOUT ROWID */
};

const struct db_ways *db_ways(const struct db *db);

/* One or more statements without parameters, and not BEGIN or COMMIT
 * (schema). */
enum rc db_exec(struct db *db, const char *sql, struct err *err);

/*
 * Write transactions begin IMMEDIATE on SQLite. Statements must not be on a
 * row then (RC_BAD): reset them. A statement that failed, on a unique key too,
 * leaves only the way back on every engine: all after it is RC_BAD, and
 * db_commit rolls back and returns the first failure. So use ON CONFLICT
 * where a row may be there already. After db_commit no transaction is open,
 * whatever it returned; the rows of all statements are gone.
 */
enum rc db_begin(struct db *db, struct err *err);
enum rc db_begin_read(struct db *db, struct err *err); /* refuses writes */
enum rc db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db); /* harmless outside a transaction */
bool db_in_transaction(const struct db *db);

/*
 * In a transaction that changes more than memory should hold: what it changed
 * so far goes to disk, and from now on what it sorts and what it may have to
 * take back does as well. It is no commit.
 */
enum rc db_unload(struct db *db, struct err *err);

enum rc db_prepare(
    struct db *db, const char *sql, struct db_stmt **out, struct err *err);
void db_finalize(struct db_stmt **stmt);

/* Parameters count from 1, 64 at most. Spans must live until the reset. A
 * {NULL,0} text binds the empty string; NULL is bound by db_null only. What
 * cannot work (a parameter left out, a text that is not UTF-8 or holds NUL)
 * is RC_BAD at the next step. */
void db_i64(struct db_stmt *s, int i, int64_t v);
void db_text(struct db_stmt *s, int i, struct str v);
void db_blob(struct db_stmt *s, int i, struct str v);
void db_null(struct db_stmt *s, int i);

/* RC_OK: a row is there; RC_MISS: no more rows (or none changed is not told:
 * use RETURNING). */
enum rc db_step(struct db_stmt *s, struct err *err);
void db_reset(struct db_stmt *s); /* also clears the bindings */

/* Step to the end and reset. RC_OK: done; RC_MISS: a unique key was there. */
enum rc db_run(struct db_stmt *s, struct err *err);

/* Columns count from 0; spans live until the next step, reset or end of the
 * transaction. NULL reads as 0 or the absent span. Reading a column that is
 * not there, or as what it is not, ends the process: the schema is broken. */
int64_t db_col_i64(struct db_stmt *s, int i);
struct str db_col_text(struct db_stmt *s, int i);
struct str db_col_blob(struct db_stmt *s, int i);
bool db_col_is_null(struct db_stmt *s, int i);

/* A consistent copy while others write, checked, mode 0600, complete once it
 * has its name. RC_BAD if the target exists or a transaction is open. */
enum rc db_backup(struct db *db, const char *path, struct err *err);

/* Truncate the write-ahead log (no-op elsewhere). */
void db_checkpoint(struct db *db);

#endif
