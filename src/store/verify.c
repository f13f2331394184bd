#include "store/verify.h"

#include "model/limits.h"
#include "store/outbox_letters.h"

static const struct {
	enum sql_id sql;
	const char *rule;
} rules_of_ledger[] = {
    {SQL_VERIFY_INVOICE_OVERAPPLIED, "applications never exceed their invoice"},
    {SQL_VERIFY_PAYMENT_OVERAPPLIED, "applications never exceed their payment"},
    {SQL_VERIFY_CREDIT_OVERAPPLIED,
	"applications never exceed their credit memo"},
    {SQL_VERIFY_APPLICATION_SOURCE,
	"an application has a payment or credit memo of the same account"},
    {SQL_VERIFY_APPLICATION_CURRENCY, "an application keeps to one currency"},
    {SQL_VERIFY_PROMISE_TWICE, "an invoice has one open promise at most"},
    {SQL_VERIFY_PROMISE_CLOSED, "a closed promise holds no invoice"},
    {SQL_VERIFY_DISPUTE_TWICE, "an invoice has one open dispute at most"},
    {SQL_VERIFY_STEP_TWICE, "a step is said once for an invoice"},
    {SQL_VERIFY_MESSAGE_ID, "a Message-ID belongs to one touch and its copies"},
    {SQL_VERIFY_SENT_FROZEN, "what was sent is kept as it was sent"},
    {SQL_VERIFY_ON_FILE, "a touch went to an address on file"},
    {SQL_VERIFY_INBOX_RAW, "a mail that was read is kept raw"},
    {SQL_VERIFY_ENROLLED,
	"an account with an open invoice is enrolled or known why not"},
};

/* What SQL cannot see: each letter comes back as it was frozen. */
static enum rc
check_letters(struct store *st, verify_broken *each, void *ctx, int64_t *broken,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_VERIFY_LETTER);
	struct arena *a = arena_new(2 * (size_t)LIMIT_LETTER);
	struct err why = {{0}};
	struct str bytes;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		arena_reset(a);
		if (outbox_letters_read(s, a, &bytes, &why) == RC_OK)
			continue;
		each(ctx, "a letter is kept as it was frozen",
		    db_col_text(s, 0));
		++*broken;
	}
	db_reset(s);
	arena_free(&a);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
verify_ledger(struct store *st, verify_broken *each, void *ctx, int *rules,
    int64_t *broken, struct err *err)
{
	const int count =
	    (int)(sizeof(rules_of_ledger) / sizeof(rules_of_ledger[0]));
	enum rc rc;

	*rules = count + 1;
	*broken = 0;
	for (int i = 0; i < count; i++) {
		struct db_stmt *s = store_stmt(st, rules_of_ledger[i].sql);

		while ((rc = db_step(s, err)) == RC_OK) {
			each(ctx, rules_of_ledger[i].rule, db_col_text(s, 0));
			++*broken;
		}
		db_reset(s);
		if (rc != RC_MISS)
			return rc;
	}
	return check_letters(st, each, ctx, broken, err);
}
