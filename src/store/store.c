#include "store/store.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "store/schema.h"
#include "store/sqltext.h"
#include "store/stop.h"

#define STORE_SQL_MAX 65536

struct store {
	struct db *db;
	struct db_stmt *stmts[SQL_COUNT];
};

static const struct {
	const char *name;
	const char *text;
} statements[SQL_COUNT] = {
#define SQL(name, text) {#name, text},
#include "store/sql.def"
#undef SQL
};

const char *
store_sql_name(enum sql_id id)
{
	return statements[id].name;
}

/* Another process may migrate at the same time: what is missing is asked
 * again behind the write lock. */
static enum rc
migrate_one(struct store *st, size_t *version, struct err *err)
{
	enum rc rc = store_begin(st, err);

	if (rc != RC_OK)
		return rc;
	rc = schema_init(st->db, err);
	if (rc == RC_OK)
		rc = schema_check(
		    st->db, schema_steps, schema_count, version, err);
	if (rc == RC_OK && *version < schema_count) {
		rc = schema_apply(st->db, schema_steps, *version, err);
		*version += 1;
	}
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}

static enum rc
migrate(struct store *st, struct err *err)
{
	size_t version = 0;
	enum rc rc;

	do
		rc = migrate_one(st, &version, err);
	while (rc == RC_OK && version < schema_count);
	return rc;
}

static enum rc
bring_up(struct store *st, unsigned flags, struct err *err)
{
	size_t version;
	struct err why;
	enum rc rc;

	rc = schema_check(st->db, schema_steps, schema_count, &version, &why);
	if (rc == RC_OK && version == schema_count)
		return RC_OK;
	/* No table of versions yet looks like any other bad statement; behind
	 * the lock, once it must exist, the real reason comes out. */
	if (rc == RC_OK || rc == RC_BAD) {
		if (!(flags & DB_READONLY))
			return migrate(st, err);
		if (rc == RC_OK)
			return err_set(err, RC_BAD,
			    "the ledger is at version %zu, this program "
			    "needs %zu: open it for writing once",
			    version, schema_count);
	}
	return err_set(err, rc, "%s", why.text);
}

enum rc
store_open(const char *uri, unsigned flags, struct store **out, struct err *err)
{
	struct store *st = xcalloc(1, sizeof(*st));
	enum rc rc = db_open(uri, flags, &st->db, err);

	if (rc == RC_OK)
		rc = bring_up(st, flags, err);
	if (rc != RC_OK)
		store_close(&st);
	*out = st;
	return rc;
}

void
store_close(struct store **stp)
{
	struct store *st = *stp;

	*stp = NULL;
	if (!st)
		return;
	db_close(&st->db); /* its statements go with it */
	free(st);
}

void
store_only_brings(struct store *store)
{
	static const char *const tables[] = {
	    "post", "post_file", "hook_event", NULL};

	db_only_adds(store->db, tables);
}

struct db *
store_db(struct store *store)
{
	return store->db;
}

enum rc
store_begin(struct store *store, struct err *err)
{
	return db_begin(store->db, err);
}

enum rc
store_begin_read(struct store *store, struct err *err)
{
	return db_begin_read(store->db, err);
}

enum rc
store_commit(struct store *store, struct err *err)
{
	enum rc rc;

	stop_before_commit();
	rc = db_commit(store->db, err);
	stop_after_commit();
	return rc;
}

void
store_rollback(struct store *store)
{
	db_rollback(store->db);
}

enum rc
store_savepoint(struct store *store, struct err *err)
{
	return db_exec(store->db, "SAVEPOINT piece", err);
}

enum rc
store_keep(struct store *store, struct err *err)
{
	return db_exec(store->db, "RELEASE SAVEPOINT piece", err);
}

enum rc
store_undo(struct store *store, struct err *err)
{
	enum rc rc = db_exec(store->db, "ROLLBACK TO SAVEPOINT piece", err);

	return rc == RC_OK ? store_keep(store, err) : rc;
}

static struct db_stmt *
prepare(struct store *store, enum sql_id id)
{
	struct db_stmt *s = NULL;
	struct err err;
	struct buf text;
	enum rc rc;

	buf_init(&text, STORE_SQL_MAX);
	sqltext_expand(statements[id].text, db_ways(store->db), &text);
	if (text.full)
		xdie("store: statement %s is too long", statements[id].name);
	rc = db_prepare(store->db, text.p, &s, &err);
	buf_fini(&text);
	if (rc != RC_OK)
		xdie("store: statement %s: %s", statements[id].name, err.text);
	return s;
}

struct db_stmt *
store_stmt(struct store *store, enum sql_id id)
{
	struct db_stmt **s = &store->stmts[id];

	if (*s)
		db_reset(*s);
	else
		*s = prepare(store, id);
	return *s;
}

enum rc
store_run(struct db_stmt *s, struct err *err)
{
	return db_run(s, err);
}

/* To the end also when a row came: outside a transaction the last step is
 * what commits, and may fail. */
enum rc
store_one(struct db_stmt *s, struct err *err)
{
	enum rc rc = db_step(s, err);

	if (rc == RC_OK)
		return db_run(s, err);
	db_reset(s);
	return rc;
}

void
store_set_role(const char *role)
{
	stop_set_role(role);
}
