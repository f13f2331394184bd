#ifndef DUNMAIL_PORT_DB_LITE_H
#define DUNMAIL_PORT_DB_LITE_H

#include <sqlite3.h>

#include "port/db_driver.h"

/*
 * db_lite: one connection to SQLite, for the files of its driver
 * (db_sqlite.c) alone.
 */
#define DB_LITE_BUSY_MS        15000
#define DB_LITE_BUSY_THREAD_MS 4000 /* a person waits */

/* What begins and ends each transaction, prepared once. */
enum db_lite_word {
	DB_LITE_BEGIN,
	DB_LITE_BEGIN_WRITE,
	DB_LITE_COMMIT,
	DB_LITE_ROLLBACK,
	DB_LITE_WORDS
};

struct db_lite {
	struct db db;
	sqlite3 *conn;
	sqlite3_stmt *words[DB_LITE_WORDS];
	int busy_ms;   /* how long to wait for another's lock */
	int wal_pages; /* the log is copied back when it is longer */
};

sqlite3 *db_lite_conn(struct db *db);

/* What an SQLite result code asks of the caller. */
enum rc db_lite_class(int code);

/* The same with the reason; out of memory ends the process. */
enum rc db_lite_told(sqlite3 *conn, int code, struct err *err);

enum rc db_lite_run(sqlite3 *conn, const char *sql, struct err *err);
enum rc db_lite_say(struct db *db, enum db_lite_word word, struct err *err);

/* The first column of the first row, cut to fit; empty if there is none. */
enum rc db_lite_ask(
    sqlite3 *conn, const char *sql, char *out, size_t size, struct err *err);
enum rc db_lite_ask_i64(
    sqlite3 *conn, const char *sql, int64_t *out, struct err *err);

/* db_driver.open, .close, .only_adds and .backup. */
enum rc db_lite_open(
    const char *path, unsigned flags, struct db **out, struct err *err);
void db_lite_close(struct db *db);
void db_lite_only_adds(struct db *db, const char *const *tables);
enum rc db_lite_backup(struct db *db, const char *path, struct err *err);

#endif
