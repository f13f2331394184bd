#include "store/enclosures.h"

#include "store/outbox.h"

enum rc
enclosures_want(
    struct store *st, struct str touch, struct str inbox, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ENCLOSURE_WANT);

	db_text(s, 1, touch);
	db_text(s, 2, inbox);
	return store_run(s, err);
}

enum rc
enclosures_wanted(struct store *st, struct arena *a, size_t max,
    struct enclosures_wanted **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ENCLOSURE_WANTED);
	struct enclosures_wanted *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_i64(s, 1, (int64_t)max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n].touch = arena_dup(a, db_col_text(s, 0));
		v[n++].inbox = arena_dup(a, db_col_text(s, 1));
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
add(struct store *st, struct str touch, const struct enclosure *x,
    int64_t place, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ENCLOSURE_ADD);

	db_text(s, 1, touch);
	db_i64(s, 2, place);
	db_text(s, 3, x->name);
	db_text(s, 4, x->type);
	db_blob(s, 5, x->bytes);
	return store_run(s, err);
}

enum rc
enclosures_give(struct store *st, struct str touch, const struct enclosure *v,
    size_t count, int64_t now, struct err *err)
{
	struct db_stmt *s;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < count; i++)
		rc = add(st, touch, &v[i], (int64_t)i, err);
	if (rc != RC_OK)
		return rc;
	s = store_stmt(st, SQL_ENCLOSURE_GIVEN);
	db_text(s, 1, touch);
	rc = store_run(s, err);
	return rc == RC_OK ? outbox_let_go(st, touch, now,
				 STR("its files are there"), err)
			   : rc;
}

enum rc
enclosures_get(struct store *st, struct arena *a, struct str touch,
    struct enclosure **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ENCLOSURES);
	struct enclosure *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, touch);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n].name = arena_dup(a, db_col_text(s, 0));
		v[n].type = arena_dup(a, db_col_text(s, 1));
		v[n++].bytes = arena_dup(a, db_col_blob(s, 2));
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}
