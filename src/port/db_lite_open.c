#include "port/db_lite.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/xalloc.h"
#include "port/db_path.h"

#define LITE_APP_ID    INT64_C(0x64756e6d) /* "dunm" */
#define LITE_WAL_PAGES 2048                /* 16 MB: a batch writes under 1 */
#define LITE_WAL_BULK  16384               /* 128 MB */

/*
 * SQLite's own hook drops what went wrong while it copied the log back. A
 * write or fsync error must end the process, so it has to come out of the
 * commit that met it.
 */
static int
fold_log(void *arg, sqlite3 *conn, const char *name, int pages)
{
	const struct db_lite *l = arg;
	int code;

	if (pages < l->wal_pages)
		return SQLITE_OK;
	code = sqlite3_wal_checkpoint_v2(
	    conn, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	return db_lite_class(code) == RC_DOWN ? code : SQLITE_OK;
}

/* Where only one thread ever calls SQLite, and as nobody asks it how much
 * memory it has: its locks, and a count behind a lock at every piece of memory,
 * are for nothing. Refused, and harmless, once a connection was opened. */
static void
configure_alone(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* A process that was forked has what its parent chose: first to be undone. */
static void
configure_threads(void)
{
	/* Which locks there are is chosen once, and a shutdown does not undo
	 * it: those of a process without threads are none at all. */
	static const sqlite3_mutex_methods choose_again;

	sqlite3_shutdown();
	sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	sqlite3_config(SQLITE_CONFIG_MUTEX, &choose_again);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static void
configure(unsigned flags)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	if (flags & DB_THREADS)
		pthread_once(&once, configure_threads);
	else
		configure_alone();
}

/* SQLite's own handler sleeps longer and longer, up to a tenth of a second,
 * and so misses the moments in which a busy writer lets go. */
static int
wait_turn(void *arg, int count)
{
	const struct db_lite *l = arg;
	const struct timespec ms = {.tv_nsec = 1000000};

	if (count >= l->busy_ms)
		return 0;
	nanosleep(&ms, NULL);
	return 1;
}

/* What PostgreSQL would refuse, and what a damaged file could abuse. Plans are
 * made once: else a value that might match a partial index has its statement
 * prepared anew at every use. */
static void
harden(sqlite3 *conn)
{
	sqlite3_db_config(conn, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(conn, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(conn, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
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

	rc = db_lite_ask_i64(conn, "PRAGMA application_id", &id, err);
	if (rc != RC_OK || id == LITE_APP_ID)
		return rc;
	rc = db_lite_ask_i64(
	    conn, "SELECT count(*) FROM sqlite_schema", &objects, err);
	if (rc != RC_OK)
		return rc;
	if (id != 0 || objects != 0 || !(flags & DB_CREATE))
		return err_set(
		    err, RC_BAD, "database: the file is not one of dunmail's");
	snprintf(sql, sizeof(sql), "PRAGMA application_id=%lld",
	    (long long)LITE_APP_ID);
	return db_lite_run(conn, sql, err);
}

static enum rc
set_up_writer(struct db_lite *l, unsigned flags, struct err *err)
{
	char mode[16];
	enum rc rc;

	rc = db_lite_ask(
	    l->conn, "PRAGMA journal_mode=WAL", mode, sizeof(mode), err);
	if (rc != RC_OK)
		return rc;
	if (strcmp(mode, "wal") != 0)
		return err_set(err, RC_BAD,
		    "database: this file system cannot share memory (%s)",
		    mode);
	l->wal_pages = flags & DB_BULK ? LITE_WAL_BULK : LITE_WAL_PAGES;
	sqlite3_wal_hook(l->conn, fold_log, l);
	return db_lite_run(l->conn,
	    "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
	    "PRAGMA journal_size_limit=67108864",
	    err);
}

static const char *
memory_of(unsigned flags)
{
	if (flags & DB_BULK)
		return "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-49152";
	if (flags & DB_THREADS)
		return "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-2048";
	/* What a large ledger is asked lies far apart and comes back never: a
	 * larger cache is filled, page by page, and not asked again. */
	return "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4096";
}

static enum rc
set_up(struct db_lite *l, unsigned flags, struct err *err)
{
	enum rc rc;

	harden(l->conn);
	l->busy_ms =
	    flags & DB_THREADS ? DB_LITE_BUSY_THREAD_MS : DB_LITE_BUSY_MS;
	sqlite3_busy_handler(l->conn, wait_turn, l);
	/* A mail fits in one page; a file that has pages keeps their size. */
	rc = flags & DB_CREATE
		 ? db_lite_run(l->conn, "PRAGMA page_size=8192", err)
		 : RC_OK;
	if (rc == RC_OK)
		rc = db_lite_run(l->conn, memory_of(flags), err);
	if (rc == RC_OK && (flags & DB_CREATE) && !(flags & DB_READONLY))
		rc = db_lite_run(l->conn, "BEGIN IMMEDIATE", err);
	if (rc == RC_OK)
		rc = claim_file(l->conn, flags, err);
	if (rc == RC_OK && !sqlite3_get_autocommit(l->conn))
		rc = db_lite_run(l->conn, "COMMIT", err);
	if (rc != RC_OK)
		return rc;
	if (flags & DB_READONLY)
		return db_lite_run(l->conn, "PRAGMA query_only=ON", err);
	return set_up_writer(l, flags, err);
}

/* SQLite syncs the folder once it has made the log, but does not look at how
 * that ended. Make the log now and sync the names ourselves, before it. */
static enum rc
keep_names(struct db_lite *l, const char *path, struct err *err)
{
	int64_t version;
	enum rc rc =
	    db_lite_ask_i64(l->conn, "PRAGMA schema_version", &version, err);

	return rc == RC_OK ? db_path_sync_folder(path, err) : rc;
}

enum rc
db_lite_open(const char *path, unsigned flags, struct db **out, struct err *err)
{
	int mode =
	    flags & DB_READONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	struct db_lite *l;
	enum rc rc;
	int code;

	rc = db_path_check(
	    path, (flags & DB_CREATE) && !(flags & DB_READONLY), err);
	if (rc != RC_OK)
		return rc;
	configure(flags);
	l = xcalloc(1, sizeof(*l));
	code = sqlite3_open_v2(path, &l->conn,
	    mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	rc = db_lite_told(l->conn, code, err);
	if (rc == RC_OK)
		rc = set_up(l, flags, err);
	if (rc == RC_OK && !(flags & DB_READONLY))
		rc = keep_names(l, path, err);
	if (rc != RC_OK) {
		db_lite_close(&l->db);
		return err_prefix(err, rc, "%s", path);
	}
	*out = &l->db;
	return RC_OK;
}
