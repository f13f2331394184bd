#include "store/schema.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "store/sqltext.h"

#define SCHEMA_SQL_MAX 65536

const char *
schema_hash(const char *sql, char out[SCHEMA_HASH_TEXT])
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (const char *c = sql; *c; c++) {
		h ^= (unsigned char)*c;
		h *= UINT64_C(0x100000001b3);
	}
	snprintf(out, SCHEMA_HASH_TEXT, "%016" PRIx64, h);
	return out;
}

enum rc
schema_init(struct db *db, struct err *err)
{
	return db_exec(db,
	    "CREATE TABLE IF NOT EXISTS schema_version ("
	    "version BIGINT NOT NULL PRIMARY KEY, "
	    "name TEXT NOT NULL, hash TEXT NOT NULL)",
	    err);
}

static enum rc
check_row(struct db_stmt *s, const struct schema_step *steps, size_t count,
    size_t *version, struct err *err)
{
	char hash[SCHEMA_HASH_TEXT];
	int64_t v = db_col_i64(s, 0);

	if (v > (int64_t)count)
		return err_set(err, RC_BAD,
		    "the ledger is at version %" PRId64 " (%.*s), this "
		    "program knows %zu: use the newer program",
		    v, STR_ARG(db_col_text(s, 1)), count);
	if (v != (int64_t)*version + 1)
		return err_set(err, RC_BAD,
		    "the ledger lacks version %zu, yet has %" PRId64,
		    *version + 1, v);
	schema_hash(steps[*version].sql, hash);
	if (!str_eqc(db_col_text(s, 2), hash))
		return err_set(err, RC_BAD,
		    "the ledger was made with another text of %s",
		    steps[*version].name);
	*version += 1;
	return RC_OK;
}

enum rc
schema_check(struct db *db, const struct schema_step *steps, size_t count,
    size_t *version, struct err *err)
{
	struct db_stmt *s = NULL;
	enum rc rc;

	*version = 0;
	/* Newest first: a newer ledger is told as such, whatever else. */
	rc = db_prepare(db,
	    "SELECT version, name, hash FROM schema_version "
	    "ORDER BY CASE WHEN version > $1 THEN 0 ELSE 1 END, version",
	    &s, err);
	if (rc != RC_OK)
		return rc;
	db_i64(s, 1, (int64_t)count);
	while ((rc = db_step(s, err)) == RC_OK) {
		rc = check_row(s, steps, count, version, err);
		if (rc != RC_OK)
			break;
	}
	db_finalize(&s);
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
write_down(struct db *db, const struct schema_step *step, size_t version,
    struct err *err)
{
	char hash[SCHEMA_HASH_TEXT];
	struct db_stmt *s = NULL;
	enum rc rc;

	rc = db_prepare(db,
	    "INSERT INTO schema_version (version, name, hash) "
	    "VALUES ($1, $2, $3)",
	    &s, err);
	if (rc != RC_OK)
		return rc;
	schema_hash(step->sql, hash);
	db_i64(s, 1, (int64_t)version);
	db_text(s, 2, str_of(step->name));
	db_text(s, 3, str_of(hash));
	rc = db_run(s, err);
	db_finalize(&s);
	return rc;
}

enum rc
schema_apply(
    struct db *db, const struct schema_step *steps, size_t i, struct err *err)
{
	struct buf text;
	enum rc rc;

	buf_init(&text, SCHEMA_SQL_MAX);
	sqltext_expand(steps[i].sql, db_ways(db), &text);
	rc = text.full ? err_set(err, RC_BAD, "the text is too long")
		       : db_exec(db, text.p, err);
	buf_fini(&text);
	if (rc == RC_OK)
		rc = write_down(db, &steps[i], i + 1, err);
	if (rc != RC_OK)
		err_prefix(err, rc, "migration %s", steps[i].name);
	return rc;
}
