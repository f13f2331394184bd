#ifndef DUNMAIL_STORE_STORE_H
#define DUNMAIL_STORE_STORE_H

#include "base/err.h"
#include "base/str.h"
#include "port/db.h"

/*
 * store: the ledger behind one handle. It opens the database, brings its
 * schema to this program's version, and runs the closed list of statements
 * in sql.def; no other SQL reaches the database. A handle belongs to one
 * process: a role opens its own after the fork.
 */
struct store;

/* One name for each line of sql.def. */
enum sql_id {
#define SQL(name, text) SQL_##name,
#include "store/sql.def"
#undef SQL
	SQL_COUNT
};

/*
 * flags: enum db_flag. A writable open applies the migrations that are
 * missing, each in one transaction with its row in schema_version. RC_BAD for
 * a ledger that is newer than the program, and, read-only, for one that is
 * older; RC_MISS as in db_open.
 */
enum rc store_open(
    const char *uri, unsigned flags, struct store **out, struct err *err);
void store_close(struct store **store);
struct db *store_db(struct store *store);

/* For the web process: this handle adds rows of what customers, providers and
 * carriers bring (post, post_file, hook_event) and changes nothing else; the
 * engine sees to it. */
void store_only_brings(struct store *store);

/* As db_begin and so on; what those promise holds here. */
enum rc store_begin(struct store *store, struct err *err);
enum rc store_begin_read(struct store *store, struct err *err);
enum rc store_commit(struct store *store, struct err *err);
void store_rollback(struct store *store);

/*
 * A piece of the open transaction that can be taken back alone; one at a time.
 * It ends with store_keep or store_undo. What the database itself refused is
 * not undone by this: the transaction stays without hope, as db.h says.
 */
enum rc store_savepoint(struct store *store, struct err *err);
enum rc store_keep(struct store *store, struct err *err);
enum rc store_undo(struct store *store, struct err *err);

/*
 * The statement, prepared once and reset, ready to be bound. It stays the
 * store's, and is one cursor: do not ask for the same id while its rows are
 * being read. A text that the database refuses is a bug and ends the process
 * (make contract finds it first).
 */
struct db_stmt *store_stmt(struct store *store, enum sql_id id);

/* Bound and nobody wants its rows: as db_run. */
enum rc store_run(struct db_stmt *s, struct err *err);

/* Bound, with RETURNING, and only whether a row came is wanted: RC_OK if one
 * did, RC_MISS if none. */
enum rc store_one(struct db_stmt *s, struct err *err);

/* "META_GET", for messages. */
const char *store_sql_name(enum sql_id id);

/*
 * Stops for crash tests. In a build with -DDUNMAIL_STOP_POINTS and with
 * DUNMAIL_STOP=n in the environment, the process ends with status 86 and
 * without any clean-up at stop n: 2k - 1 is just before its k-th commit, 2k
 * just after it (store_commit, migrations too). A run that ends without 86
 * had fewer than n stops, so a test counts n up until then. The count is the
 * process's own. With DUNMAIL_STOP_ROLE=name only the process that called
 * store_set_role(name) stops; that call starts its count at zero, so make it
 * after the fork and before store_open. Other builds do not look.
 */
void store_set_role(const char *role); /* static text */

#endif
