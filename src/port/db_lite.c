#include "port/db_lite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

sqlite3 *
db_lite_conn(struct db *db)
{
	return ((struct db_lite *)db)->conn;
}

enum rc
db_lite_class(int code)
{
	switch (code) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return RC_MISS;
	case SQLITE_READONLY_DBMOVED:
		return RC_DOWN;
	}
	switch (code & 0xff) {
	case SQLITE_OK:
		return RC_OK;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
	case SQLITE_SCHEMA:
	case SQLITE_INTERRUPT:
		return RC_LATER;
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_CORRUPT:
		return RC_DOWN;
	}
	return RC_BAD;
}

enum rc
db_lite_told(sqlite3 *conn, int code, struct err *err)
{
	enum rc rc = db_lite_class(code);

	if ((code & 0xff) == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM)
		xdie("db: out of memory");
	if (rc == RC_OK)
		return RC_OK;
	if (rc == RC_DOWN && sqlite3_system_errno(conn) != 0)
		return err_set(err, rc, "database: %s (%d, %s)",
		    sqlite3_errmsg(conn), code,
		    strerror(sqlite3_system_errno(conn)));
	return err_set(
	    err, rc, "database: %s (%d)", sqlite3_errmsg(conn), code);
}

enum rc
db_lite_run(sqlite3 *conn, const char *sql, struct err *err)
{
	return db_lite_told(
	    conn, sqlite3_exec(conn, sql, NULL, NULL, NULL), err);
}

enum rc
db_lite_say(struct db *db, enum db_lite_word word, struct err *err)
{
	static const char *const texts[DB_LITE_WORDS] = {
	    [DB_LITE_BEGIN] = "BEGIN",
	    [DB_LITE_BEGIN_WRITE] = "BEGIN IMMEDIATE",
	    [DB_LITE_COMMIT] = "COMMIT",
	    [DB_LITE_ROLLBACK] = "ROLLBACK",
	};
	struct db_lite *l = (struct db_lite *)db;
	int code = SQLITE_OK;

	if (l->words[word] == NULL)
		code = sqlite3_prepare_v3(l->conn, texts[word], -1,
		    SQLITE_PREPARE_PERSISTENT, &l->words[word], NULL);
	if (code == SQLITE_OK) {
		sqlite3_step(l->words[word]);
		code = sqlite3_reset(l->words[word]);
	}
	return db_lite_told(l->conn, code, err);
}

enum rc
db_lite_ask(
    sqlite3 *conn, const char *sql, char *out, size_t size, struct err *err)
{
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(conn, sql, -1, &st, NULL);

	out[0] = '\0';
	if (code == SQLITE_OK)
		code = sqlite3_step(st);
	if (code == SQLITE_ROW && sqlite3_column_text(st, 0))
		snprintf(
		    out, size, "%s", (const char *)sqlite3_column_text(st, 0));
	/* To the end: a pragma that writes commits in its last step. */
	while (code == SQLITE_ROW)
		code = sqlite3_step(st);
	if (code == SQLITE_DONE)
		code = SQLITE_OK;
	if (code != SQLITE_OK)
		db_lite_told(conn, code, err);
	sqlite3_finalize(st);
	return db_lite_class(code);
}

enum rc
db_lite_ask_i64(sqlite3 *conn, const char *sql, int64_t *out, struct err *err)
{
	char text[32];
	enum rc rc = db_lite_ask(conn, sql, text, sizeof(text), err);

	if (rc == RC_OK && !str_to_i64(str_of(text), INT64_MIN, INT64_MAX, out))
		rc = err_set(err, RC_BAD, "database: no answer to %s", sql);
	return rc;
}

void
db_lite_close(struct db *db)
{
	struct db_lite *l = (struct db_lite *)db;

	for (int i = 0; i < DB_LITE_WORDS; i++)
		sqlite3_finalize(l->words[i]);
	sqlite3_close(l->conn);
	free(l);
}
