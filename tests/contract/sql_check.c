/*
 * sql_check: applies every migration and prepares every statement on SQLite
 * and, when DUNMAIL_TEST_PG holds a connection string, on PostgreSQL. Prints
 * each that an engine refuses, with its reason; status 1 if there was one.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "base/buf.h"
#include "store/schema.h"
#include "store/sqltext.h"
#include "store/store.h"

static const struct {
	const char *name;
	const char *text;
} statements[] = {
#define SQL(name, text) {#name, text},
#include "store/sql.def"
#undef SQL
};

#define STATEMENTS (sizeof(statements) / sizeof(statements[0]))

/* PostgreSQL's numbers for its types (catalog/pg_type_d.h). */
enum pg_type {
	PG_BOOL = 16,
	PG_BYTEA = 17,
	PG_INT8 = 20,
	PG_INT2 = 21,
	PG_INT4 = 23,
	PG_TEXT = 25,
	PG_NUMERIC = 1700,
};

static int failures;

static const struct db_ways postgresql = {
    .skips_locked = true, .hides_rowid = false};

static void
failed(const char *engine, const char *name, const char *why)
{
	printf("%s: %s: %.*s\n", engine, name, (int)strcspn(why, "\n"), why);
	failures++;
}

static void
check_sqlite(struct db *db)
{
	struct err err;

	if (schema_init(db, &err) != RC_OK)
		failed("sqlite", "schema_version", err.text);
	for (size_t i = 0; i < schema_count; i++)
		if (schema_apply(db, schema_steps, i, &err) != RC_OK)
			failed("sqlite", schema_steps[i].name, err.text);
	for (size_t i = 0; i < STATEMENTS; i++) {
		struct db_stmt *s;

		if (db_prepare(db, statements[i].text, &s, &err) != RC_OK)
			failed("sqlite", statements[i].name, err.text);
		db_finalize(&s);
	}
}

static int
run_sqlite(void)
{
	char folder[] = "/tmp/dunmail-sql-XXXXXX";
	char path[64];
	struct err err;
	struct db *db;

	if (!mkdtemp(folder))
		return 2;
	snprintf(path, sizeof(path), "%s/check.db", folder);
	if (db_open(path, DB_CREATE, &db, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		return 2;
	}
	check_sqlite(db);
	db_close(&db);
	unlink(path);
	rmdir(folder);
	return 0;
}

/* We bind 64-bit numbers, texts and bytes, nothing else. */
static void
check_params(const char *name, const PGresult *r)
{
	for (int i = 0; i < PQnparams(r); i++) {
		char why[80];

		switch ((int)PQparamtype(r, i)) {
		case PG_INT8:
		case PG_INT2:
		case PG_TEXT:
		case PG_BYTEA:
			continue;
		case PG_INT4:
			snprintf(why, sizeof(why),
			    "$%d is taken for 32 bits: CAST($%d AS BIGINT)",
			    i + 1, i + 1);
			break;
		default:
			snprintf(why, sizeof(why), "$%d is of type oid %u",
			    i + 1, PQparamtype(r, i));
		}
		failed("postgresql", name, why);
	}
}

static void
check_columns(const char *name, const PGresult *r)
{
	for (int i = 0; i < PQnfields(r); i++) {
		char why[80];

		switch ((int)PQftype(r, i)) {
		case PG_INT8:
		case PG_INT4:
		case PG_INT2:
		case PG_NUMERIC: /* a sum of BIGINT */
		case PG_TEXT:
		case PG_BYTEA:
			continue;
		case PG_BOOL:
			snprintf(why, sizeof(why),
			    "column %d is a boolean: CASE WHEN ... THEN 1", i);
			break;
		default:
			snprintf(why, sizeof(why),
			    "column %d is of type oid %u", i, PQftype(r, i));
		}
		failed("postgresql", name, why);
	}
}

static void
check_pg_statement(PGconn *pg, const char *name, const char *text)
{
	struct buf sql;
	PGresult *r;

	buf_init(&sql, 65536);
	sqltext_expand(text, &postgresql, &sql);
	r = PQprepare(pg, name, sql.p, 0, NULL);
	buf_fini(&sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK) {
		failed("postgresql", name, PQresultErrorMessage(r));
		PQclear(r);
		return;
	}
	PQclear(r);
	r = PQdescribePrepared(pg, name);
	check_params(name, r);
	check_columns(name, r);
	PQclear(r);
}

static void
check_pg(PGconn *pg)
{
	for (size_t i = 0; i < schema_count; i++) {
		PGresult *r = PQexec(pg, schema_steps[i].sql);

		if (PQresultStatus(r) != PGRES_COMMAND_OK)
			failed("postgresql", schema_steps[i].name,
			    PQresultErrorMessage(r));
		PQclear(r);
	}
	for (size_t i = 0; i < STATEMENTS; i++)
		check_pg_statement(pg, statements[i].name, statements[i].text);
}

static int
run_pg(const char *where)
{
	PGconn *pg = PQconnectdb(where);

	if (PQstatus(pg) != CONNECTION_OK) {
		fprintf(stderr, "%s", PQerrorMessage(pg));
		PQfinish(pg);
		return 2;
	}
	check_pg(pg);
	PQfinish(pg);
	return 0;
}

int
main(void)
{
	const char *where = getenv("DUNMAIL_TEST_PG");
	int bad = run_sqlite();

	if (!bad && where)
		bad = run_pg(where);
	if (bad)
		return bad;
	printf("%zu statements, %zu migrations on %s: %d refused\n", STATEMENTS,
	    schema_count, where ? "SQLite and PostgreSQL" : "SQLite only",
	    failures);
	return failures ? 1 : 0;
}
