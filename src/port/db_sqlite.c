#include "port/db_driver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/xalloc.h"
#include "port/db_path.h"

#define LITE_APP_ID    INT64_C(0x64756e6d) /* "dunm" */
#define LITE_BUSY_MS   15000
#define LITE_CHECK_MS  1000
#define LITE_WAL_PAGES 4096  /* 16 MB: a batch writes about 10 */
#define LITE_WAL_BULK  32768 /* 128 MB */

struct lite {
	struct db db;
	sqlite3 *conn;
	int wal_pages;
};

struct lite_stmt {
	struct db_stmt stmt;
	sqlite3_stmt *st;
	/* SQLite takes $7 for a name and numbers it by first appearance. */
	uint8_t at[DB_PARAMS_MAX + 1];
};

static sqlite3 *
conn_of(struct db *db)
{
	return ((struct lite *)db)->conn;
}

static struct lite_stmt *
lite_of(struct db_stmt *s)
{
	return (struct lite_stmt *)s;
}

static enum rc
class_of(int code)
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

static enum rc
told(sqlite3 *conn, int code, struct err *err)
{
	enum rc rc = class_of(code);

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

static enum rc
run(sqlite3 *conn, const char *sql, struct err *err)
{
	return told(conn, sqlite3_exec(conn, sql, NULL, NULL, NULL), err);
}

/* The first column of the first row, cut to fit; empty if there is none. */
static enum rc
ask(sqlite3 *conn, const char *sql, char *out, size_t size, struct err *err)
{
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(conn, sql, -1, &st, NULL);

	out[0] = '\0';
	if (code == SQLITE_OK)
		code = sqlite3_step(st);
	if (code == SQLITE_ROW && sqlite3_column_text(st, 0))
		snprintf(
		    out, size, "%s", (const char *)sqlite3_column_text(st, 0));
	if (code == SQLITE_ROW || code == SQLITE_DONE)
		code = SQLITE_OK;
	if (code != SQLITE_OK)
		told(conn, code, err);
	sqlite3_finalize(st);
	return class_of(code);
}

static enum rc
ask_i64(sqlite3 *conn, const char *sql, int64_t *out, struct err *err)
{
	char text[32];
	enum rc rc = ask(conn, sql, text, sizeof(text), err);

	if (rc == RC_OK && !str_to_i64(str_of(text), INT64_MIN, INT64_MAX, out))
		rc = err_set(err, RC_BAD, "database: no answer to %s", sql);
	return rc;
}

/*
 * SQLite's own hook drops what went wrong while it copied the log back. A
 * write or fsync error must end the process, so it has to come out of the
 * commit that met it.
 */
static int
fold_log(void *arg, sqlite3 *conn, const char *name, int pages)
{
	const struct lite *l = arg;
	int code;

	if (pages < l->wal_pages)
		return SQLITE_OK;
	code = sqlite3_wal_checkpoint_v2(
	    conn, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	return class_of(code) == RC_DOWN ? code : SQLITE_OK;
}

/* What PostgreSQL would refuse, and what a damaged file could abuse. */
static void
harden(sqlite3 *conn)
{
	sqlite3_db_config(conn, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(conn, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(conn, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(conn, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_limit(conn, SQLITE_LIMIT_ATTACHED, 0);
}

/* Mark an empty file as ours; know ours again. */
static enum rc
claim_file(sqlite3 *conn, unsigned flags, struct err *err)
{
	int64_t id = 0, objects = 0;
	char sql[64];
	enum rc rc;

	rc = ask_i64(conn, "PRAGMA application_id", &id, err);
	if (rc != RC_OK || id == LITE_APP_ID)
		return rc;
	rc = ask_i64(conn, "SELECT count(*) FROM sqlite_schema", &objects, err);
	if (rc != RC_OK)
		return rc;
	if (id != 0 || objects != 0 || !(flags & DB_CREATE))
		return err_set(
		    err, RC_BAD, "database: the file is not one of dunmail's");
	snprintf(sql, sizeof(sql), "PRAGMA application_id=%lld",
	    (long long)LITE_APP_ID);
	return run(conn, sql, err);
}

static enum rc
set_up_writer(struct lite *l, unsigned flags, struct err *err)
{
	char mode[16];
	enum rc rc;

	rc = ask(l->conn, "PRAGMA journal_mode=WAL", mode, sizeof(mode), err);
	if (rc != RC_OK)
		return rc;
	if (strcmp(mode, "wal") != 0)
		return err_set(err, RC_BAD,
		    "database: this file system cannot share memory (%s)",
		    mode);
	l->wal_pages = flags & DB_BULK ? LITE_WAL_BULK : LITE_WAL_PAGES;
	sqlite3_wal_hook(l->conn, fold_log, l);
	return run(l->conn,
	    "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
	    "PRAGMA journal_size_limit=67108864",
	    err);
}

static enum rc
set_up(struct lite *l, unsigned flags, struct err *err)
{
	enum rc rc;

	harden(l->conn);
	sqlite3_busy_timeout(l->conn, LITE_BUSY_MS);
	rc = run(l->conn,
	    flags & DB_BULK
		? "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-131072"
		: "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384",
	    err);
	if (rc == RC_OK && (flags & DB_CREATE) && !(flags & DB_READONLY))
		rc = run(l->conn, "BEGIN IMMEDIATE", err);
	if (rc == RC_OK)
		rc = claim_file(l->conn, flags, err);
	if (rc == RC_OK && !sqlite3_get_autocommit(l->conn))
		rc = run(l->conn, "COMMIT", err);
	if (rc != RC_OK)
		return rc;
	if (flags & DB_READONLY)
		return run(l->conn, "PRAGMA query_only=ON", err);
	return set_up_writer(l, flags, err);
}

static void
lite_close(struct db *db)
{
	struct lite *l = (struct lite *)db;

	sqlite3_close(l->conn);
	free(l);
}

static enum rc
lite_open(const char *path, unsigned flags, struct db **out, struct err *err)
{
	int mode =
	    flags & DB_READONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	struct lite *l;
	enum rc rc;
	int code;

	rc = db_path_check(
	    path, (flags & DB_CREATE) && !(flags & DB_READONLY), err);
	if (rc != RC_OK)
		return rc;
	l = xcalloc(1, sizeof(*l));
	code = sqlite3_open_v2(path, &l->conn,
	    mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	rc = told(l->conn, code, err);
	if (rc == RC_OK)
		rc = set_up(l, flags, err);
	if (rc != RC_OK) {
		lite_close(&l->db);
		return err_prefix(err, rc, "%s", path);
	}
	*out = &l->db;
	return RC_OK;
}

static enum rc
lite_exec(struct db *db, const char *sql, struct err *err)
{
	return run(conn_of(db), sql, err);
}

static enum rc
lite_begin(struct db *db, bool reading, struct err *err)
{
	return run(conn_of(db), reading ? "BEGIN" : "BEGIN IMMEDIATE", err);
}

static enum rc
lite_commit(struct db *db, struct err *err)
{
	return run(conn_of(db), "COMMIT", err);
}

/* SQLite has rolled back by itself after some errors. */
static void
lite_rollback(struct db *db)
{
	if (!sqlite3_get_autocommit(conn_of(db)))
		run(conn_of(db), "ROLLBACK", NULL);
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

	code = sqlite3_prepare_v3(
	    conn_of(db), sql, -1, SQLITE_PREPARE_PERSISTENT, &s->st, &rest);
	rc = told(conn_of(db), code, err);
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
	told(conn_of(s->db), code, err);
	/* Let go of the read lock now: the caller may be a while. */
	sqlite3_reset(lite_of(s)->st);
	return class_of(code);
}

static void
lite_reset(struct db_stmt *s)
{
	sqlite3_reset(lite_of(s)->st);
	sqlite3_clear_bindings(lite_of(s)->st);
}

/* True for a value of that type, false for NULL. */
static bool
has(sqlite3_stmt *st, int i, int type)
{
	int is = sqlite3_column_type(st, i);

	if (is == SQLITE_NULL)
		return false;
	if (is != type)
		xdie("db: column %d (%s) is of another type", i,
		    sqlite3_column_name(st, i));
	return true;
}

static int64_t
lite_col_i64(struct db_stmt *s, int i)
{
	sqlite3_stmt *st = lite_of(s)->st;

	return has(st, i, SQLITE_INTEGER) ? sqlite3_column_int64(st, i) : 0;
}

static struct str
lite_col_text(struct db_stmt *s, int i)
{
	sqlite3_stmt *st = lite_of(s)->st;
	struct str v = {NULL, 0};

	if (has(st, i, SQLITE_TEXT)) {
		v.p = (const char *)sqlite3_column_text(st, i);
		v.n = (size_t)sqlite3_column_bytes(st, i);
	}
	return v;
}

static struct str
lite_col_blob(struct db_stmt *s, int i)
{
	sqlite3_stmt *st = lite_of(s)->st;
	struct str v = {NULL, 0};

	if (has(st, i, SQLITE_BLOB)) {
		v.p = sqlite3_column_blob(st, i);
		v.n = (size_t)sqlite3_column_bytes(st, i);
		if (!v.p) /* SQLite's way to say no bytes */
			v.p = "";
	}
	return v;
}

static bool
lite_col_is_null(struct db_stmt *s, int i)
{
	return sqlite3_column_type(lite_of(s)->st, i) == SQLITE_NULL;
}

static void
lite_checkpoint(struct db *db)
{
	sqlite3_busy_timeout(conn_of(db), LITE_CHECK_MS);
	sqlite3_wal_checkpoint_v2(
	    conn_of(db), NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(conn_of(db), LITE_BUSY_MS);
}

/* One step copies all of it in one read transaction: writers go on, and no
 * commit of another process makes it start again. */
static enum rc
copy_into(sqlite3 *to, sqlite3 *from, struct err *err)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");

	if (!b)
		return told(to, sqlite3_extended_errcode(to), err);
	sqlite3_backup_step(b, -1);
	return told(to, sqlite3_backup_finish(b), err);
}

static enum rc
check_copy(sqlite3 *copy, struct err *err)
{
	char answer[128];
	enum rc rc;

	/* One file, without a log beside it. */
	rc = ask(
	    copy, "PRAGMA journal_mode=DELETE", answer, sizeof(answer), err);
	if (rc == RC_OK)
		rc = ask(copy, "PRAGMA integrity_check(1)", answer,
		    sizeof(answer), err);
	if (rc == RC_OK && strcmp(answer, "ok") != 0)
		return err_set(err, RC_DOWN, "backup: damaged: %s", answer);
	if (rc == RC_OK)
		rc = ask(copy, "PRAGMA foreign_key_check", answer,
		    sizeof(answer), err);
	if (rc == RC_OK && answer[0])
		return err_set(err, RC_DOWN,
		    "backup: table %s refers to a row that is not there",
		    answer);
	return rc;
}

static enum rc
fill(const char *path, sqlite3 *from, struct err *err)
{
	sqlite3 *copy = NULL;
	enum rc rc;
	int code;

	code = sqlite3_open_v2(path, &copy,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
	    NULL);
	rc = told(copy, code, err);
	if (rc == RC_OK)
		rc = copy_into(copy, from, err);
	if (rc == RC_OK)
		rc = check_copy(copy, err);
	sqlite3_close(copy);
	return rc;
}

static enum rc
lite_backup(struct db *db, const char *path, struct err *err)
{
	char part[4096];
	enum rc rc;
	int n;

	n = snprintf(part, sizeof(part), "%s.%ld.part", path, (long)getpid());
	if (n < 0 || (size_t)n >= sizeof(part))
		return err_set(err, RC_BAD, "backup: name too long");
	if (access(path, F_OK) == 0)
		return err_set(err, RC_BAD, "%s: exists", path);
	rc = db_path_new(part, err);
	if (rc != RC_OK)
		return rc;
	rc = fill(part, conn_of(db), err);
	if (rc == RC_OK)
		rc = db_path_publish(part, path, err);
	if (rc != RC_OK)
		unlink(part);
	return rc;
}

const struct db_driver db_sqlite = {
    .skips_locked = false,
    .open = lite_open,
    .close = lite_close,
    .exec = lite_exec,
    .begin = lite_begin,
    .commit = lite_commit,
    .rollback = lite_rollback,
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
    .backup = lite_backup,
    .checkpoint = lite_checkpoint,
};
