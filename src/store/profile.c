#include "store/profile.h"

enum rc
profile_tell(struct store *st, const struct profile_fact *f, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FACT_PUT);

	db_text(s, 1, f->account);
	db_text(s, 2, f->name);
	db_text(s, 3, f->value);
	db_text(s, 4, f->source);
	db_i64(s, 5, f->at);
	return store_run(s, err);
}

enum rc
profile_white_glove(
    struct store *st, struct str account, bool on, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ACCOUNT_WHITE_GLOVE);

	db_text(s, 1, account);
	db_i64(s, 2, on);
	return store_one(s, err);
}

enum rc
profile_language(
    struct store *st, struct str contact, struct str language, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CONTACT_LANGUAGE);

	db_text(s, 1, contact);
	db_text(s, 2, language);
	return store_one(s, err);
}

enum rc
profile_notes(struct store *st, struct arena *a, struct str account, size_t max,
    struct profile_note **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_NOTES_LAST);
	struct profile_note *v = arena_array(a, max, sizeof(*v));
	size_t n = 0;
	enum rc rc;

	db_text(s, 1, account);
	db_i64(s, 2, (int64_t)max);
	while ((rc = db_step(s, err)) == RC_OK && n < max)
		v[n++] = (struct profile_note){
		    .at = db_col_i64(s, 0),
		    .author = arena_dup(a, db_col_text(s, 1)),
		    .text = arena_dup(a, db_col_text(s, 2)),
		};
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}
