#include "flow/document.h"

#include "model/limits.h"

static struct pdf_receipt_row *
rows(struct arena *a, const struct passbook_use *v, size_t n)
{
	struct pdf_receipt_row *out = arena_array(a, n, sizeof(*out));

	for (size_t i = 0; i < n; i++)
		out[i] = (struct pdf_receipt_row){
		    .issued = v[i].issued,
		    .invoice = v[i].invoice,
		    .invoiced = v[i].invoiced,
		    .applied = v[i].applied,
		};
	return out;
}

enum rc
document_receipt(const struct flow *f, struct arena *a,
    const struct facts_account *facts, const struct passbook_money *money,
    struct letter_file *out, struct err *err)
{
	const struct passbook_ask q = {
	    .st = f->store,
	    .a = a,
	    .account = facts->account.id,
	    .id = money->id,
	    .max = LIMIT_DOCUMENT_ROWS + 1,
	};
	struct pdf_receipt doc = {
	    .seller = document_seller(f),
	    .customer_name = facts->account.name,
	    .customer_account = facts->account.id,
	    .is_credit = money->is_credit,
	    .number = money->id,
	    .day = money->day,
	    .as_of = facts->today,
	    .amount = money->amount,
	    .rest = money->amount,
	    .method = money->method,
	    .note = money->note,
	    .locale = facts->locale,
	};
	struct passbook_use *v = NULL;
	int64_t total = 0;
	size_t n = 0;
	struct buf b;
	enum rc rc = passbook_uses(&q, money->is_credit, &v, &n, &total, err);

	if (rc != RC_OK)
		return rc;
	doc.rest.minor -= money->applied;
	doc.rows = rows(a, v, n);
	doc.row_count = n;
	buf_init(&b, LIMIT_LETTER);
	rc = pdf_receipt(&doc, &b, err);
	document_file(
	    a, &b, money->is_credit ? "Credit" : "Receipt", money->id, out);
	return rc;
}
