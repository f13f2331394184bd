#include "port/db_lite.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "port/db_path.h"

/* One step copies all of it in one read transaction: writers go on, and no
 * commit of another process makes it start again. */
static enum rc
copy_into(sqlite3 *to, sqlite3 *from, struct err *err)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");

	if (!b)
		return db_lite_told(to, sqlite3_extended_errcode(to), err);
	sqlite3_backup_step(b, -1);
	return db_lite_told(to, sqlite3_backup_finish(b), err);
}

static enum rc
check_copy(sqlite3 *copy, struct err *err)
{
	char answer[128];
	enum rc rc;

	/* One file, without a log beside it. */
	rc = db_lite_ask(
	    copy, "PRAGMA journal_mode=DELETE", answer, sizeof(answer), err);
	if (rc == RC_OK)
		rc = db_lite_ask(copy, "PRAGMA integrity_check(1)", answer,
		    sizeof(answer), err);
	if (rc == RC_OK && strcmp(answer, "ok") != 0)
		return err_set(err, RC_DOWN, "backup: damaged: %s", answer);
	if (rc == RC_OK)
		rc = db_lite_ask(copy, "PRAGMA foreign_key_check", answer,
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
	rc = db_lite_told(copy, code, err);
	if (rc == RC_OK)
		rc = copy_into(copy, from, err);
	if (rc == RC_OK)
		rc = check_copy(copy, err);
	sqlite3_close(copy);
	return rc;
}

enum rc
db_lite_backup(struct db *db, const char *path, struct err *err)
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
	rc = fill(part, db_lite_conn(db), err);
	if (rc == RC_OK)
		rc = db_path_publish(part, path, err);
	if (rc != RC_OK)
		unlink(part);
	return rc;
}
