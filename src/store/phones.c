#include "store/phones.h"

enum rc
phones_facts(struct store *st, struct arena *a, struct str number,
    struct str account, struct str contact, struct phones_facts *out,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_PHONE_FACTS);
	enum rc rc;

	db_text(s, 1, number);
	db_text(s, 2, account);
	db_text(s, 3, arena_fmt(a, "no-texts %.*s", STR_ARG(contact)));
	rc = db_step(s, err);
	if (rc == RC_OK)
		*out = (struct phones_facts){
		    .state = arena_dup(a, db_col_text(s, 0)),
		    .last_at = db_col_i64(s, 1),
		    .no_texts = str_eqc(db_col_text(s, 2), "yes"),
		};
	db_reset(s);
	return rc;
}

enum rc
phones_say(struct store *st, const struct phones_said *x, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_PHONE_SAY);

	db_text(s, 1, x->number);
	db_text(s, 2, str_of(x->state));
	db_i64(s, 3, x->at);
	db_text(s, 4, x->by);
	return store_one(s, err);
}

enum rc
phones_failed(struct store *st, struct str number, int64_t now,
    int64_t *failures, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_PHONE_FAILED);
	enum rc rc;

	db_text(s, 1, number);
	db_i64(s, 2, now);
	rc = db_step(s, err);
	*failures = rc == RC_OK ? db_col_i64(s, 0) : 0;
	if (rc == RC_OK)
		return db_run(s, err);
	db_reset(s);
	return rc;
}

enum rc
phones_works(struct store *st, struct str number, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_PHONE_WORKS);

	db_text(s, 1, number);
	return store_run(s, err);
}

enum rc
phones_contacts(struct store *st, struct arena *a, struct str after, size_t max,
    struct phones_contact **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_PHONE_CONTACTS);
	struct phones_contact *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, after);
	db_i64(s, 2, (int64_t)max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct phones_contact){
		    .contact = arena_dup(a, db_col_text(s, 0)),
		    .account = arena_dup(a, db_col_text(s, 1)),
		    .phone = arena_dup(a, db_col_text(s, 2)),
		    .language = arena_dup(a, db_col_text(s, 3)),
		    .account_language = arena_dup(a, db_col_text(s, 4)),
		    .account_zone = arena_dup(a, db_col_text(s, 5)),
		};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}
