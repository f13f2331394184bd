#include "store/ledger_read.h"

void
ledger_read_account(
    struct db_stmt *s, int at, struct arena *a, struct account *out)
{
	out->id = arena_dup(a, db_col_text(s, at));
	out->name = arena_dup(a, db_col_text(s, at + 1));
	out->language = arena_dup(a, db_col_text(s, at + 2));
	out->timezone = arena_dup(a, db_col_text(s, at + 3));
	out->currency = arena_dup(a, db_col_text(s, at + 4));
	out->credit_limit = db_col_i64(s, at + 5);
	out->terms_days = db_col_i64(s, at + 6);
	out->segment = arena_dup(a, db_col_text(s, at + 7));
	out->collector = arena_dup(a, db_col_text(s, at + 8));
	out->white_glove = db_col_i64(s, at + 9) != 0;
}

void
ledger_read_contact(
    struct db_stmt *s, int at, struct arena *a, struct contact *out)
{
	*out = (struct contact){.id = arena_dup(a, db_col_text(s, at))};
	out->account = arena_dup(a, db_col_text(s, at + 1));
	out->name = arena_dup(a, db_col_text(s, at + 2));
	out->email = arena_dup(a, db_col_text(s, at + 3));
	out->phone = arena_dup(a, db_col_text(s, at + 4));
	out->role = party_role_parse(db_col_text(s, at + 5));
	out->language = arena_dup(a, db_col_text(s, at + 6));
	out->state = party_state_parse(db_col_text(s, at + 7));
	out->since = db_col_i64(s, at + 8);
	out->timezone = arena_dup(a, db_col_text(s, at + 9));
	out->hours_from = (int)db_col_i64(s, at + 10);
	out->hours_to = (int)db_col_i64(s, at + 11);
	out->state_at = db_col_i64(s, at + 12);
}

day_t
ledger_read_day(struct db_stmt *s, int at)
{
	day_t day = DAY_NONE;

	if (!db_col_is_null(s, at))
		day_parse(db_col_text(s, at), &day);
	return day;
}

void
ledger_read_invoice(
    struct db_stmt *s, int at, struct arena *a, struct facts_invoice *out)
{
	struct str currency = db_col_text(s, at + 5);

	*out = (struct facts_invoice){
	    .id = arena_dup(a, db_col_text(s, at)),
	    .po = arena_dup(a, db_col_text(s, at + 1)),
	    .issued = ledger_read_day(s, at + 2),
	    .due = ledger_read_day(s, at + 3),
	    .amount = money_of(db_col_i64(s, at + 4), currency),
	    .open = money_of(db_col_i64(s, at + 6), currency),
	    .promised = DAY_NONE,
	    .said = {.day = DAY_NONE},
	};
}
