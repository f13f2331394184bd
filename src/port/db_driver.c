#include "port/db_driver.h"

enum rc
db_driver_fail(
    struct db *db, enum rc rc, const struct err *why, struct err *err)
{
	if (db->open && db->failed == RC_OK) {
		db->failed = rc;
		db->why = *why;
	}
	if (err)
		*err = *why;
	return rc;
}

enum rc
db_driver_still_failed(struct db *db, struct err *err)
{
	return err_set(
	    err, RC_BAD, "transaction failed before: %s", db->why.text);
}

void
db_driver_end_statements(struct db *db)
{
	for (struct db_stmt *s = db->stmts; s; s = s->next) {
		if (s->state != DB_STMT_ROW)
			continue;
		s->driver->reset(s);
		s->state = DB_STMT_ENDED;
	}
}

bool
db_driver_on_row(const struct db *db)
{
	for (const struct db_stmt *s = db->stmts; s; s = s->next)
		if (s->state == DB_STMT_ROW)
			return true;
	return false;
}

bool
db_driver_may_bind(struct db_stmt *s, int i)
{
	uint64_t bit;

	if (i < 1 || i > DB_PARAMS_MAX || s->state != DB_STMT_READY) {
		s->fault = "a parameter was bound out of range or turn";
		return false;
	}
	bit = UINT64_C(1) << (i - 1);
	if (!(s->params & bit)) {
		s->fault = "a parameter was bound that is not in it";
		return false;
	}
	s->bound |= bit;
	return true;
}

enum rc
db_driver_refuse(struct db_stmt *s, const char *reason, struct err *err)
{
	struct err why;

	s->state = DB_STMT_ENDED;
	err_set(&why, RC_BAD, "statement: %s", reason);
	return db_driver_fail(s->db, RC_BAD, &why, err);
}

enum rc
db_driver_may_start(struct db_stmt *s, struct err *err)
{
	if (s->db->failed != RC_OK)
		return db_driver_still_failed(s->db, err);
	if (s->bound != s->params)
		return db_driver_refuse(s, "a parameter was not bound", err);
	if (s->writes && s->db->reading)
		return db_driver_refuse(
		    s, "writes in a transaction that reads", err);
	return RC_OK;
}
