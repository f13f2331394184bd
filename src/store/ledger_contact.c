#include "store/ledger.h"

#include <stdlib.h>

static void
read_contact(struct db_stmt *s, struct arena *a, struct contact *out)
{
	*out = (struct contact){.id = arena_dup(a, db_col_text(s, 0))};
	out->account = arena_dup(a, db_col_text(s, 1));
	out->name = arena_dup(a, db_col_text(s, 2));
	out->email = arena_dup(a, db_col_text(s, 3));
	out->phone = arena_dup(a, db_col_text(s, 4));
	out->role = party_role_parse(db_col_text(s, 5));
	out->language = arena_dup(a, db_col_text(s, 6));
	out->state = party_state_parse(db_col_text(s, 7));
	out->since = db_col_i64(s, 8);
	out->timezone = arena_dup(a, db_col_text(s, 9));
	out->hours_from = (int)db_col_i64(s, 10);
	out->hours_to = (int)db_col_i64(s, 11);
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
		read_contact(s, a, out);
	db_reset(s);
	return rc;
}

static enum rc
all_contacts(struct db_stmt *s, struct arena *a, struct contact **out,
    size_t *count, struct err *err)
{
	struct contact *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		read_contact(s, a, &v[n++]);
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

static int
role_rank(enum contact_role role)
{
	switch (role) {
	case ROLE_AP:
		return 0;
	case ROLE_OTHER:
		return 1;
	case ROLE_BUYER:
		return 2;
	case ROLE_ESCALATION:
		return 3;
	case ROLE_EXECUTIVE:
		return 4;
	}
	return 5;
}

static int
by_use(const void *pa, const void *pb)
{
	const struct contact *a = pa, *b = pb;
	int rank_a = role_rank(a->role) + (a->state == CONTACT_OK ? 0 : 10);
	int rank_b = role_rank(b->role) + (b->state == CONTACT_OK ? 0 : 10);

	if (rank_a != rank_b)
		return rank_a - rank_b;
	return str_cmp(a->id, b->id);
}

enum rc
ledger_contacts(struct store *st, struct arena *a, struct str account,
    struct contact **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ACCOUNT_CONTACTS);
	enum rc rc;

	db_text(s, 1, account);
	rc = all_contacts(s, a, out, count, err);
	if (rc == RC_OK && *count > 1)
		qsort(*out, *count, sizeof(**out), by_use);
	return rc;
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
