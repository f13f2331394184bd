#ifndef DUNMAIL_PORT_DB_DRIVER_H
#define DUNMAIL_PORT_DB_DRIVER_H

#include <sys/types.h>

#include "port/db.h"

/*
 * db_driver: what an SQL engine offers to db.c, and nobody else. db.c keeps
 * the rules that hold on every engine (all parameters bound, a failed
 * transaction stays failed, no statement outlives its transaction); a driver
 * only talks to its library. A driver's own structures begin with these two.
 */
struct db {
	const struct db_driver *driver;
	struct db_stmt *stmts; /* all that are prepared */
	pid_t pid;             /* who opened it */
	bool open;             /* a transaction is open ... */
	bool reading;          /* ... and may not write */
	enum rc failed;        /* why it can only be rolled back, or RC_OK */
	struct err why;
};

enum db_stmt_state {
	DB_STMT_READY,
	DB_STMT_ROW,
	DB_STMT_DONE,
	DB_STMT_ENDED, /* failed, or its transaction is over: needs a reset */
};

#define DB_PARAMS_MAX 64

struct db_stmt {
	const struct db_driver *driver;
	struct db *db;
	struct db_stmt *next;
	struct db_stmt **link;
	enum db_stmt_state state;
	bool writes;       /* set by prepare */
	int columns;       /* set by prepare */
	uint64_t params;   /* set by prepare: bit i-1 for $i */
	uint64_t bound;    /* the same for those that have a value */
	const char *fault; /* a binding that was refused, or NULL */
};

struct db_driver {
	struct db_ways ways;

	/* A handle of the driver's own size; db.c fills in struct db. */
	enum rc (*open)(
	    const char *uri, unsigned flags, struct db **out, struct err *err);
	void (*close)(struct db *db);
	void (*only_adds)(struct db *db, const char *const *tables);
	enum rc (*exec)(struct db *db, const char *sql, struct err *err);
	enum rc (*begin)(struct db *db, bool reading, struct err *err);
	enum rc (*commit)(struct db *db, struct err *err);
	void (*rollback)(struct db *db);
	enum rc (*unload)(struct db *db, struct err *err);

	enum rc (*prepare)(struct db *db, const char *sql, struct db_stmt **out,
	    struct err *err);
	void (*finalize)(struct db_stmt *s);
	/* False when the engine cannot take the value. */
	bool (*bind_i64)(struct db_stmt *s, int i, int64_t v);
	bool (*bind_text)(struct db_stmt *s, int i, struct str v);
	bool (*bind_blob)(struct db_stmt *s, int i, struct str v);
	bool (*bind_null)(struct db_stmt *s, int i);
	/* RC_OK with *row told; anything else, RC_MISS too, is an error. */
	enum rc (*step)(struct db_stmt *s, bool *row, struct err *err);
	void (*reset)(struct db_stmt *s);
	int64_t (*col_i64)(struct db_stmt *s, int i);
	struct str (*col_text)(struct db_stmt *s, int i);
	struct str (*col_blob)(struct db_stmt *s, int i);
	bool (*col_is_null)(struct db_stmt *s, int i);

	enum rc (*backup)(struct db *db, const char *path, struct err *err);
	void (*checkpoint)(struct db *db);
};

extern const struct db_driver db_sqlite;

/* Note the first failure of a transaction, copy why to err, return rc.
 * PostgreSQL gives up the whole transaction at the first error, SQLite does
 * not: both are held to the stricter rule. */
enum rc db_driver_fail(
    struct db *db, enum rc rc, const struct err *why, struct err *err);
enum rc db_driver_still_failed(struct db *db, struct err *err);

/* True when a statement is on a row: it would pin an old snapshot, and SQLite
 * refuses at once to write on one. */
bool db_driver_on_row(const struct db *db);
void db_driver_end_statements(struct db *db);

/* Notes a wrong number, a bug of the caller, for the next step to tell. */
bool db_driver_may_bind(struct db_stmt *s, int i);
enum rc db_driver_refuse(
    struct db_stmt *s, const char *reason, struct err *err);
enum rc db_driver_may_start(struct db_stmt *s, struct err *err);

#endif
