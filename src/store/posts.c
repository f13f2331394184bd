#include "store/posts.h"

enum rc
posts_add(struct store *st, const struct post *p, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_POST_ADD);
	enum rc rc;

	db_text(s, 1, p->id);
	db_i64(s, 2, p->at);
	db_text(s, 3, p->kind);
	db_text(s, 4, p->account);
	db_text(s, 5, p->contact);
	db_text(s, 6, p->link);
	db_text(s, 7, p->language);
	db_text(s, 8, p->fields);
	rc = store_one(s, err);
	for (size_t i = 0; i < p->file_count && rc == RC_OK; i++) {
		s = store_stmt(st, SQL_POST_FILE_ADD);
		db_text(s, 1, p->id);
		db_i64(s, 2, (int64_t)i);
		db_text(s, 3, p->files[i].name);
		db_text(s, 4, p->files[i].type);
		db_blob(s, 5, p->files[i].bytes);
		rc = store_run(s, err);
	}
	return rc;
}

static void
take(struct arena *a, struct db_stmt *s, struct post *out)
{
	*out = (struct post){
	    .id = arena_dup(a, db_col_text(s, 0)),
	    .at = db_col_i64(s, 1),
	    .kind = arena_dup(a, db_col_text(s, 2)),
	    .account = arena_dup(a, db_col_text(s, 3)),
	    .contact = arena_dup(a, db_col_text(s, 4)),
	    .link = arena_dup(a, db_col_text(s, 5)),
	    .language = arena_dup(a, db_col_text(s, 6)),
	    .fields = arena_dup(a, db_col_text(s, 7)),
	    .state = arena_dup(a, db_col_text(s, 8)),
	    .answer = arena_dup(a, db_col_text(s, 9)),
	};
}

static enum rc
read_files(struct db_stmt *s, struct arena *a, struct post_file **out,
    size_t *count, struct err *err)
{
	struct post_file *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct post_file){
		    .name = arena_dup(a, db_col_text(s, 0)),
		    .type = arena_dup(a, db_col_text(s, 1)),
		    .bytes = arena_dup(a, db_col_blob(s, 2)),
		};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
take_files(struct store *st, struct arena *a, struct post *p, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_POST_FILES);
	struct post_file *v = NULL;
	enum rc rc;

	db_text(s, 1, p->id);
	rc = read_files(s, a, &v, &p->file_count, err);
	p->files = v;
	return rc;
}

enum rc
posts_files_of(struct store *st, struct arena *a, struct str inbox,
    struct post_file **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_POST_FILES_OF);

	db_text(s, 1, inbox);
	return read_files(s, a, out, count, err);
}

enum rc
posts_next(struct store *st, struct arena *a, struct post *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_POST_NEXT);
	enum rc rc;

	rc = db_step(s, err);
	if (rc == RC_OK)
		take(a, s, out);
	db_reset(s);
	return rc == RC_OK ? take_files(st, a, out, err) : rc;
}

enum rc
posts_waiting(struct store *st, struct err *err)
{
	return store_one(store_stmt(st, SQL_POST_WAITING), err);
}

enum rc
posts_stopped(struct store *st, const struct post *p, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_POST_STOPPED);

	db_text(s, 1, p->link);
	db_text(s, 2, p->account);
	db_text(s, 3, p->contact);
	db_i64(s, 4, p->at);
	return store_one(s, err);
}

enum rc
posts_get(struct store *st, struct arena *a, struct str id, bool files,
    struct post *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_POST_GET);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK)
		take(a, s, out);
	db_reset(s);
	return rc == RC_OK && files ? take_files(st, a, out, err) : rc;
}

static enum rc
list_new(struct store *st, struct arena *a, enum sql_id id, size_t max,
    struct post **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, id);
	struct post *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_i64(s, 1, (int64_t)max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		take(a, s, &v[n++]);
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
posts_new(struct store *st, struct arena *a, bool pay, size_t max,
    struct post **out, size_t *count, struct err *err)
{
	enum rc rc = list_new(
	    st, a, pay ? SQL_POST_NEW_PAY : SQL_POST_NEW, max, out, count, err);

	for (size_t i = 0; rc == RC_OK && i < *count; i++)
		rc = take_files(st, a, &(*out)[i], err);
	return rc;
}

enum rc
posts_new_staff(struct store *st, struct arena *a, size_t max,
    struct post **out, size_t *count, struct err *err)
{
	return list_new(st, a, SQL_POST_NEW_STAFF, max, out, count, err);
}

enum rc
posts_settle(struct store *st, struct str id, const char *state,
    struct str answer, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_POST_SETTLE);

	db_text(s, 1, id);
	db_text(s, 2, str_of(state));
	db_text(s, 3, answer);
	db_i64(s, 4, now);
	return store_run(s, err);
}

static enum rc
count_of(struct db_stmt *s, int64_t *out, struct err *err)
{
	enum rc rc = db_step(s, err);

	if (rc == RC_OK)
		*out = db_col_i64(s, 0);
	db_reset(s);
	return rc;
}

enum rc
posts_acted(struct store *st, struct str account, int64_t since, int64_t *out,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_POST_ACTED);

	db_text(s, 1, account);
	db_i64(s, 2, since);
	return count_of(s, out, err);
}

enum rc
posts_answered(struct store *st, struct str kind, struct str answer,
    int64_t since, int64_t *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_POST_ANSWERED);

	db_text(s, 1, kind);
	db_text(s, 2, answer);
	db_i64(s, 3, since);
	return count_of(s, out, err);
}

enum rc
posts_count(struct store *st, struct str account, int64_t since, int64_t *out,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_POST_COUNT);

	db_text(s, 1, account);
	db_i64(s, 2, since);
	return count_of(s, out, err);
}
