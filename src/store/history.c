#include "store/history.h"

static struct money
money(struct db_stmt *s, int amount, int currency)
{
	return money_of(db_col_i64(s, amount), db_col_text(s, currency));
}

static void
read_invoice(struct db_stmt *s, struct history_row *out)
{
	*out = (struct history_row){
	    .kind = "invoice",
	    .day = db_col_text(s, 1),
	    .id = db_col_text(s, 0),
	    .amount = money(s, 3, 4),
	    .open = money(s, 6, 4),
	    .due = db_col_text(s, 2),
	    .text = db_col_text(s, 5),
	};
}

static void
read_payment(struct db_stmt *s, struct history_row *out)
{
	*out = (struct history_row){
	    .kind = "payment",
	    .day = db_col_text(s, 1),
	    .id = db_col_text(s, 0),
	    .amount = money(s, 2, 3),
	    .text = db_col_text(s, 5),
	    .state = db_col_text(s, 4),
	};
}

static void
read_credit(struct db_stmt *s, struct history_row *out)
{
	*out = (struct history_row){
	    .kind = "credit",
	    .day = db_col_text(s, 1),
	    .id = db_col_text(s, 0),
	    .amount = money(s, 2, 3),
	    .text = db_col_text(s, 4),
	};
}

static void
read_applied(struct db_stmt *s, struct history_row *out)
{
	*out = (struct history_row){
	    .kind = "applied",
	    .day = db_col_text(s, 4),
	    .id = db_col_text(s, 0),
	    .invoice = db_col_text(s, 1),
	    .amount = money(s, 2, 3),
	};
}

enum rc
history_read(struct store *st, struct str account, history_each *each,
    void *ctx, struct err *err)
{
	static const struct {
		enum sql_id sql;
		void (*read)(struct db_stmt *s, struct history_row *out);
	} parts[] = {
	    {SQL_HISTORY_INVOICES, read_invoice},
	    {SQL_HISTORY_PAYMENTS, read_payment},
	    {SQL_HISTORY_CREDITS, read_credit},
	    {SQL_HISTORY_APPLIED, read_applied},
	};
	struct history_row row;
	enum rc rc = RC_MISS;

	for (size_t i = 0;
	     rc == RC_MISS && i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct db_stmt *s = store_stmt(st, parts[i].sql);

		db_text(s, 1, account);
		while ((rc = db_step(s, err)) == RC_OK) {
			parts[i].read(s, &row);
			rc = each(ctx, &row, err);
			if (rc != RC_OK)
				break;
		}
		db_reset(s);
	}
	return rc == RC_MISS ? RC_OK : rc;
}
