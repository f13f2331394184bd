#include "store/owner.h"

#include "store/ledger.h"

enum rc
owner_by_address(struct store *st, struct arena *a, struct str address,
    struct owner **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CONTACT_OWNERS);
	struct owner *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, ledger_email_key(a, address));
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n].contact = arena_dup(a, db_col_text(s, 0));
		v[n].account = arena_dup(a, db_col_text(s, 1));
		v[n++].language = arena_dup(a, db_col_text(s, 2));
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
owner_of_invoice(struct store *st, struct arena *a, struct str id,
    struct str *account, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INVOICE_OWNER);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK)
		*account = arena_dup(a, db_col_text(s, 0));
	db_reset(s);
	return rc;
}
