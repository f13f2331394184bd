#include "port/db_lite.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#define LITE_CHECK_MS 1000

struct lite_stmt {
	struct db_stmt stmt;
	sqlite3_stmt *st;
	/* SQLite takes $7 for a name and numbers it by first appearance. */
	uint8_t at[DB_PARAMS_MAX + 1];
};

static struct lite_stmt *
lite_of(struct db_stmt *s)
{
	return (struct lite_stmt *)s;
}

static enum rc
lite_exec(struct db *db, const char *sql, struct err *err)
{
	return db_lite_run(db_lite_conn(db), sql, err);
}

static enum rc
lite_begin(struct db *db, bool reading, struct err *err)
{
	return db_lite_say(
	    db, reading ? DB_LITE_BEGIN : DB_LITE_BEGIN_WRITE, err);
}

static enum rc
lite_commit(struct db *db, struct err *err)
{
	return db_lite_say(db, DB_LITE_COMMIT, err);
}

/* SQLite has rolled back by itself after some errors. */
static void
lite_rollback(struct db *db)
{
	if (!sqlite3_get_autocommit(db_lite_conn(db)))
		db_lite_say(db, DB_LITE_ROLLBACK, NULL);
}

/* Pages that are changed are kept in the cache for as long as there are others
 * to drop: in the end nothing that is only read has room. */
static enum rc
lite_unload(struct db *db, struct err *err)
{
	sqlite3 *conn = db_lite_conn(db);
	enum rc rc = db_lite_run(conn, "PRAGMA temp_store=FILE", err);

	if (rc != RC_OK)
		return rc;
	return db_lite_told(conn, sqlite3_db_cacheflush(conn), err);
}

static enum rc
learn_params(struct lite_stmt *s, struct err *err)
{
	int n = sqlite3_bind_parameter_count(s->st);

	for (int at = 1; at <= n; at++) {
		const char *name = sqlite3_bind_parameter_name(s->st, at);
		int64_t i;

		if (!name || name[0] != '$' ||
		    !str_to_i64(str_of(name + 1), 1, DB_PARAMS_MAX, &i))
			return err_set(err, RC_BAD,
			    "statement: parameters are $1 to $%d",
			    DB_PARAMS_MAX);
		s->at[i] = (uint8_t)at;
		s->stmt.params |= UINT64_C(1) << (i - 1);
	}
	return RC_OK;
}

static void
lite_finalize(struct db_stmt *s)
{
	sqlite3_finalize(lite_of(s)->st);
	free(s);
}

static enum rc
lite_prepare(
    struct db *db, const char *sql, struct db_stmt **out, struct err *err)
{
	struct lite_stmt *s = xcalloc(1, sizeof(*s));
	const char *rest = "";
	enum rc rc;
	int code;

	code = sqlite3_prepare_v3(db_lite_conn(db), sql, -1,
	    SQLITE_PREPARE_PERSISTENT, &s->st, &rest);
	rc = db_lite_told(db_lite_conn(db), code, err);
	if (rc == RC_OK && (!s->st || rest[strspn(rest, "; \t\r\n")]))
		rc = err_set(err, RC_BAD, "statement: not exactly one");
	if (rc == RC_OK)
		rc = learn_params(s, err);
	if (rc != RC_OK) {
		lite_finalize(&s->stmt);
		return rc;
	}
	s->stmt.writes = !sqlite3_stmt_readonly(s->st);
	s->stmt.columns = sqlite3_column_count(s->st);
	*out = &s->stmt;
	return RC_OK;
}

static bool
lite_bind_i64(struct db_stmt *s, int i, int64_t v)
{
	struct lite_stmt *l = lite_of(s);

	return sqlite3_bind_int64(l->st, l->at[i], v) == SQLITE_OK;
}

static bool
lite_bind_text(struct db_stmt *s, int i, struct str v)
{
	struct lite_stmt *l = lite_of(s);

	return sqlite3_bind_text64(l->st, l->at[i], v.p, v.n, SQLITE_STATIC,
		   SQLITE_UTF8) == SQLITE_OK;
}

static bool
lite_bind_blob(struct db_stmt *s, int i, struct str v)
{
	struct lite_stmt *l = lite_of(s);

	return sqlite3_bind_blob64(l->st, l->at[i], v.p, v.n, SQLITE_STATIC) ==
	       SQLITE_OK;
}

static bool
lite_bind_null(struct db_stmt *s, int i)
{
	struct lite_stmt *l = lite_of(s);

	return sqlite3_bind_null(l->st, l->at[i]) == SQLITE_OK;
}

static enum rc
lite_step(struct db_stmt *s, bool *row, struct err *err)
{
	int code = sqlite3_step(lite_of(s)->st);

	*row = code == SQLITE_ROW;
	if (code == SQLITE_ROW || code == SQLITE_DONE)
		return RC_OK;
	db_lite_told(db_lite_conn(s->db), code, err);
	/* Let go of the read lock now: the caller may be a while. */
	sqlite3_reset(lite_of(s)->st);
	return db_lite_class(code);
}

/* The old values stay in the engine, but are never read: db.c lets nothing
 * start that was not bound again. Clearing them costs on every row. */
static void
lite_reset(struct db_stmt *s)
{
	sqlite3_reset(lite_of(s)->st);
}

/* The value if it is of that type, NULL if it is null. Fetched once: asking
 * the statement for its type, text and length is three times the way. */
static sqlite3_value *
column(struct db_stmt *s, int i, int type)
{
	sqlite3_stmt *st = lite_of(s)->st;
	sqlite3_value *v = sqlite3_column_value(st, i);
	int is = sqlite3_value_type(v);

	if (is == SQLITE_NULL)
		return NULL;
	if (is != type)
		xdie("db: column %d (%s) is of another type", i,
		    sqlite3_column_name(st, i));
	return v;
}

static int64_t
lite_col_i64(struct db_stmt *s, int i)
{
	sqlite3_value *v = column(s, i, SQLITE_INTEGER);

	return v ? sqlite3_value_int64(v) : 0;
}

static struct str
lite_col_text(struct db_stmt *s, int i)
{
	sqlite3_value *v = column(s, i, SQLITE_TEXT);
	struct str text = {NULL, 0};

	if (v) {
		text.p = (const char *)sqlite3_value_text(v);
		text.n = (size_t)sqlite3_value_bytes(v);
	}
	return text;
}

static struct str
lite_col_blob(struct db_stmt *s, int i)
{
	sqlite3_value *v = column(s, i, SQLITE_BLOB);
	struct str bytes = {NULL, 0};

	if (v) {
		bytes.p = sqlite3_value_blob(v);
		bytes.n = (size_t)sqlite3_value_bytes(v);
		if (!bytes.p) /* SQLite's way to say no bytes */
			bytes.p = "";
	}
	return bytes;
}

static bool
lite_col_is_null(struct db_stmt *s, int i)
{
	return sqlite3_column_type(lite_of(s)->st, i) == SQLITE_NULL;
}

static void
lite_checkpoint(struct db *db)
{
	struct db_lite *l = (struct db_lite *)db;

	l->busy_ms = LITE_CHECK_MS;
	sqlite3_wal_checkpoint_v2(
	    db_lite_conn(db), NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	l->busy_ms = DB_LITE_BUSY_MS;
}

const struct db_driver db_sqlite = {
    .ways = {.skips_locked = false, .hides_rowid = true},
    .open = db_lite_open,
    .close = db_lite_close,
    .only_adds = db_lite_only_adds,
    .exec = lite_exec,
    .begin = lite_begin,
    .commit = lite_commit,
    .rollback = lite_rollback,
    .unload = lite_unload,
    .prepare = lite_prepare,
    .finalize = lite_finalize,
    .bind_i64 = lite_bind_i64,
    .bind_text = lite_bind_text,
    .bind_blob = lite_bind_blob,
    .bind_null = lite_bind_null,
    .step = lite_step,
    .reset = lite_reset,
    .col_i64 = lite_col_i64,
    .col_text = lite_col_text,
    .col_blob = lite_col_blob,
    .col_is_null = lite_col_is_null,
    .backup = db_lite_backup,
    .checkpoint = lite_checkpoint,
};
