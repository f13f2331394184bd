#include "port/db.h"

#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "port/db_driver.h"

static enum rc
pick(const char *uri, const struct db_driver **out, struct err *err)
{
	struct str u = str_of(uri);

	if (str_starts(u, STR("postgresql://")) ||
	    str_starts(u, STR("postgres://")))
		return err_set(
		    err, RC_BAD, "database: PostgreSQL is not built in yet");
	if (str_find(u, STR("://")) != STR_NPOS)
		return err_set(
		    err, RC_BAD, "database: no engine for this kind of name");
	*out = &db_sqlite;
	return RC_OK;
}

enum rc
db_open(const char *uri, unsigned flags, struct db **out, struct err *err)
{
	const struct db_driver *driver;
	enum rc rc;

	*out = NULL;
	rc = pick(uri, &driver, err);
	if (rc != RC_OK)
		return rc;
	rc = driver->open(uri, flags, out, err);
	if (rc != RC_OK)
		return rc;
	(*out)->driver = driver;
	(*out)->pid = getpid();
	return RC_OK;
}

void
db_close(struct db **dbp)
{
	struct db *db = *dbp;

	*dbp = NULL;
	if (!db)
		return;
	/* A child that was forked must not touch its parent's handle, not
	 * even to close it: that could fold the parent's log away. */
	if (db->pid != getpid())
		return;
	db_rollback(db);
	while (db->stmts) {
		struct db_stmt *s = db->stmts;

		db_finalize(&s);
	}
	db->driver->close(db);
}

void
db_only_adds(struct db *db, const char *const *tables)
{
	db->driver->only_adds(db, tables);
}

const struct db_ways *
db_ways(const struct db *db)
{
	return &db->driver->ways;
}

enum rc
db_exec(struct db *db, const char *sql, struct err *err)
{
	struct err why = {""};
	enum rc rc;

	if (db->failed != RC_OK)
		return db_driver_still_failed(db, err);
	rc = db->driver->exec(db, sql, &why);
	return rc == RC_OK ? RC_OK : db_driver_fail(db, rc, &why, err);
}

static enum rc
begin(struct db *db, bool reading, struct err *err)
{
	enum rc rc;

	if (db->pid != getpid())
		return err_set(
		    err, RC_BAD, "database handle of another process");
	if (db->open)
		return err_set(err, RC_BAD, "a transaction is open already");
	if (db_driver_on_row(db))
		return err_set(err, RC_BAD,
		    "transaction begun with a statement not yet reset");
	rc = db->driver->begin(db, reading, err);
	if (rc != RC_OK)
		return rc;
	db->open = true;
	db->reading = reading;
	return RC_OK;
}

enum rc
db_begin(struct db *db, struct err *err)
{
	return begin(db, false, err);
}

enum rc
db_begin_read(struct db *db, struct err *err)
{
	return begin(db, true, err);
}

enum rc
db_commit(struct db *db, struct err *err)
{
	enum rc rc;

	if (!db->open)
		return err_set(err, RC_BAD, "no transaction to commit");
	if (db->failed != RC_OK) {
		rc = db->failed;
		err_set(err, rc, "%s", db->why.text);
		db_rollback(db);
		return rc;
	}
	db_driver_end_statements(db);
	rc = db->driver->commit(db, err);
	if (rc != RC_OK)
		db_rollback(db);
	db->open = false;
	db->reading = false;
	return rc;
}

void
db_rollback(struct db *db)
{
	if (!db->open)
		return;
	db_driver_end_statements(db);
	db->driver->rollback(db);
	db->open = false;
	db->reading = false;
	db->failed = RC_OK;
}

enum rc
db_unload(struct db *db, struct err *err)
{
	struct err why;
	enum rc rc;

	if (!db->open)
		return err_set(err, RC_BAD, "no transaction to unload");
	if (db->failed != RC_OK)
		return db_driver_still_failed(db, err);
	rc = db->driver->unload(db, &why);
	return rc == RC_OK ? RC_OK : db_driver_fail(db, rc, &why, err);
}

bool
db_in_transaction(const struct db *db)
{
	return db->open;
}

enum rc
db_prepare(
    struct db *db, const char *sql, struct db_stmt **out, struct err *err)
{
	struct db_stmt *s;
	struct err why;
	enum rc rc;

	*out = NULL;
	rc = db->driver->prepare(db, sql, &s, &why);
	if (rc != RC_OK)
		return db_driver_fail(db, rc, &why, err);
	s->driver = db->driver;
	s->db = db;
	s->next = db->stmts;
	s->link = &db->stmts;
	if (s->next)
		s->next->link = &s->next;
	db->stmts = s;
	*out = s;
	return RC_OK;
}

void
db_finalize(struct db_stmt **sp)
{
	struct db_stmt *s = *sp;

	*sp = NULL;
	if (!s)
		return;
	*s->link = s->next;
	if (s->next)
		s->next->link = s->link;
	s->driver->finalize(s);
}

static void
bound(struct db_stmt *s, bool ok)
{
	if (!ok)
		s->fault = "a value is too large for the database";
}

void
db_i64(struct db_stmt *s, int i, int64_t v)
{
	if (db_driver_may_bind(s, i))
		bound(s, s->driver->bind_i64(s, i, v));
}

/* Most texts are plain: eight bytes at a time. The subtraction raises the
 * top bit for a zero byte (a borrow may do so falsely: then it is looked at
 * in full). */
static bool
is_plain_ascii(struct str v)
{
	uint64_t top = UINT64_C(0x8080808080808080), seen = 0, w;
	size_t i = 0;

	for (; i + sizeof(w) <= v.n; i += sizeof(w)) {
		memcpy(&w, v.p + i, sizeof(w));
		seen |= w | (w - UINT64_C(0x0101010101010101));
	}
	for (; i < v.n; i++)
		seen |=
		    (uint64_t)(unsigned char)v.p[i] | (v.p[i] == 0 ? top : 0);
	return !(seen & top);
}

void
db_text(struct db_stmt *s, int i, struct str v)
{
	if (!db_driver_may_bind(s, i))
		return;
	if (!is_plain_ascii(v) && !str_is_utf8(v)) {
		s->fault = "a text is not well-formed UTF-8 without NUL";
		return;
	}
	bound(s, s->driver->bind_text(s, i, v.p ? v : STR("")));
}

void
db_blob(struct db_stmt *s, int i, struct str v)
{
	if (db_driver_may_bind(s, i))
		bound(s, s->driver->bind_blob(s, i, v.p ? v : STR("")));
}

void
db_null(struct db_stmt *s, int i)
{
	if (db_driver_may_bind(s, i))
		bound(s, s->driver->bind_null(s, i));
}

static enum rc
advance(struct db_stmt *s, bool *row, struct err *err)
{
	struct err why;
	enum rc rc;

	if (s->state == DB_STMT_READY) {
		rc = db_driver_may_start(s, err);
		if (rc != RC_OK)
			return rc;
	} else if (s->state == DB_STMT_ENDED) {
		return err_set(err, RC_BAD,
		    "statement: stepped after its end without a reset");
	}
	rc = s->driver->step(s, row, &why);
	if (rc != RC_OK) {
		s->state = DB_STMT_ENDED;
		return db_driver_fail(s->db, rc, &why, err);
	}
	s->state = *row ? DB_STMT_ROW : DB_STMT_DONE;
	return RC_OK;
}

enum rc
db_step(struct db_stmt *s, struct err *err)
{
	bool row = false;
	enum rc rc;

	/* Bound again without a reset: not to be taken for the end. */
	if (s->fault)
		return db_driver_refuse(s, s->fault, err);
	if (s->state == DB_STMT_DONE)
		return RC_MISS;
	rc = advance(s, &row, err);
	if (rc != RC_OK)
		return rc;
	return row ? RC_OK : RC_MISS;
}

enum rc
db_run(struct db_stmt *s, struct err *err)
{
	enum rc rc;

	if (s->fault) {
		rc = db_driver_refuse(s, s->fault, err);
	} else {
		bool row = s->state != DB_STMT_DONE;

		rc = RC_OK;
		while (row && rc == RC_OK)
			rc = advance(s, &row, err);
	}
	db_reset(s);
	return rc;
}

void
db_reset(struct db_stmt *s)
{
	if (s->state == DB_STMT_READY && s->bound == 0 && !s->fault)
		return;
	s->driver->reset(s);
	s->state = DB_STMT_READY;
	s->bound = 0;
	s->fault = NULL;
}

static void
want_column(const struct db_stmt *s, int i)
{
	if (s->state != DB_STMT_ROW || i < 0 || i >= s->columns)
		xdie("db: column %d read where there is none", i);
}

int64_t
db_col_i64(struct db_stmt *s, int i)
{
	want_column(s, i);
	return s->driver->col_i64(s, i);
}

struct str
db_col_text(struct db_stmt *s, int i)
{
	want_column(s, i);
	return s->driver->col_text(s, i);
}

struct str
db_col_blob(struct db_stmt *s, int i)
{
	want_column(s, i);
	return s->driver->col_blob(s, i);
}

bool
db_col_is_null(struct db_stmt *s, int i)
{
	want_column(s, i);
	return s->driver->col_is_null(s, i);
}

enum rc
db_backup(struct db *db, const char *path, struct err *err)
{
	if (db->open)
		return err_set(
		    err, RC_BAD, "backup while a transaction is open");
	return db->driver->backup(db, path, err);
}

void
db_checkpoint(struct db *db)
{
	if (!db->open)
		db->driver->checkpoint(db);
}
