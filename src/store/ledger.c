#include "store/ledger.h"

#include "model/party.h"
#include "store/ledger_read.h"

enum rc
ledger_account(struct store *st, struct arena *a, struct str id,
    struct account *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ACCOUNT_GET);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK)
		ledger_read_account(s, 0, a, out);
	else if (rc == RC_MISS)
		err_set(err, rc, "no account %.*s", STR_ARG(id));
	db_reset(s);
	return rc;
}

enum rc
ledger_contact(struct store *st, struct arena *a, struct str id,
    struct contact *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CONTACT_GET);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK)
		ledger_read_contact(s, 0, a, out);
	db_reset(s);
	return rc;
}

enum rc
ledger_invoice(struct store *st, struct arena *a, struct str id,
    struct facts_invoice *out, struct str *account, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INVOICE_GET);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK) {
		ledger_read_invoice(s, 0, a, out);
		*account = arena_dup(a, db_col_text(s, 7));
	}
	db_reset(s);
	return rc;
}

enum rc
ledger_applications(struct store *st, struct arena *a, struct str invoice,
    struct ledger_application **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INVOICE_APPLIED);
	struct ledger_application *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, invoice);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n].kind = arena_dup(a, db_col_text(s, 0));
		v[n].source = arena_dup(a, db_col_text(s, 1));
		v[n].amount = db_col_i64(s, 2);
		v[n].day = ledger_read_day(s, 3);
		n++;
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
ledger_contact_state(struct store *st, struct str contact,
    enum contact_state state, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CONTACT_STATE);

	db_text(s, 1, contact);
	db_text(s, 2, str_of(party_state_name(state)));
	db_i64(s, 3, now);
	return store_run(s, err);
}

struct str
ledger_email_key(struct arena *a, struct str address)
{
	struct str t = str_trim(address);
	char *p = arena_cstr(a, t);

	for (size_t i = 0; i < t.n; i++)
		p[i] = str_lower(p[i]);
	return (struct str){p, t.n};
}
