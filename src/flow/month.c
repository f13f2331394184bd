#include "flow/month.h"

#include "flow/document.h"
#include "model/limits.h"
#include "render/locale.h"
#include "render/pdf.h"
#include "render/pdfwords.h"
#include "store/statements.h"

#define MONTH_TEXT 7 /* "2026-11" */

struct str
month_subject(struct arena *a, struct str account, day_t month)
{
	struct ymd d = day_ymd(month);

	return arena_fmt(a, "%.*s/%04d-%02d", STR_ARG(account), d.y, d.m);
}

static struct str
file_stem(struct arena *a, struct str account, day_t month)
{
	struct ymd d = day_ymd(month);

	return arena_fmt(a, "%.*s-%04d-%02d", STR_ARG(account), d.y, d.m);
}

day_t
month_of(struct str subject)
{
	size_t slash = str_rchr(subject, '/');
	struct str text = slash == STR_NPOS
			      ? subject
			      : str_sub(subject, slash + 1, subject.n);
	char day[DAY_TEXT] = "0000-00-01";
	day_t first;

	if (text.n != MONTH_TEXT)
		return DAY_NONE;
	for (size_t i = 0; i < MONTH_TEXT; i++)
		day[i] = text.p[i];
	return day_parse(str_of(day), &first) ? day_month_end(first) : DAY_NONE;
}

enum rc
month_statement(const struct flow *f, struct arena *a, struct str account,
    day_t month, struct statement *out, struct err *err)
{
	struct statement_entry *entries = NULL;
	size_t count = 0;
	struct err why = {{0}};
	enum rc rc = statements_load(
	    f->store, a, account, month, &entries, &count, &why);

	if (rc == RC_OK) {
		statement_make(a, month, entries, count, out);
		return RC_OK;
	}
	if (rc != RC_BAD)
		return err_set(err, rc, "%s", why.text);
	*out = (struct statement){.to = month,
	    .active = true,
	    .unproven = arena_dup(a, str_of(why.text))};
	return RC_OK;
}

/* One page in the making. */
struct page {
	struct arena *a;
	const struct month_file *want;
	const struct pdfwords *words;
	const struct statement *statement;
};

static const struct facts_invoice *
invoice_of(const struct page *p, struct str id)
{
	const struct facts_account *facts = p->want->facts;

	for (size_t i = 0; i < facts->invoice_count; i++)
		if (str_eq(facts->invoices[i].id, id))
			return &facts->invoices[i];
	return NULL;
}

/* What stands behind an open item, in brackets. */
static const char *
remark(const struct page *p, const struct statement_entry *e)
{
	const struct facts_invoice *inv;

	if (e->kind != STATEMENT_INVOICE)
		return p->words->unapplied;
	inv = invoice_of(p, e->id);
	if (inv != NULL && inv->disputed)
		return p->words->disputed;
	return inv != NULL && inv->promised != DAY_NONE ? p->words->promised
							: NULL;
}

static struct str
label(const struct page *p, const struct statement_entry *e, const char *more)
{
	const char *what = NULL;

	switch (e->kind) {
	case STATEMENT_INVOICE:
		what = p->words->invoice;
		break;
	case STATEMENT_CREDIT:
		what = p->words->credit;
		break;
	case STATEMENT_PAYMENT:
		what = p->words->payment;
		break;
	}
	return arena_fmt(p->a, "%s %.*s%s%s%s", what, STR_ARG(e->id),
	    more ? " (" : "", more ? more : "", more ? ")" : "");
}

static struct money
minus(struct money m)
{
	m.minor = -m.minor;
	return m;
}

static struct pdf_statement_row
item_row(const struct page *p, const struct statement_entry *e)
{
	bool invoice = e->kind == STATEMENT_INVOICE;
	struct money open = statement_open(e);
	int64_t late = (int64_t)p->statement->to - e->due;

	return (struct pdf_statement_row){
	    .date = e->day,
	    .due = invoice ? e->due : DAY_NONE,
	    .label = label(p, e, remark(p, e)),
	    .amount = statement_signed(e),
	    .open = invoice ? open : minus(open),
	    .days_past_due = invoice && late > 0 ? (int)late : 0,
	};
}

static enum rc
open_items(
    const struct flow *f, const struct page *p, struct buf *b, struct err *err)
{
	const struct facts_account *facts = p->want->facts;
	const struct statement *st = p->statement;
	struct pdf_statement doc = {
	    .seller = document_seller(f),
	    .customer_name = facts->account.name,
	    .customer_account = facts->account.id,
	    .period = locale_month(p->a, facts->locale, st->to),
	    .as_of = st->to,
	    .totals = arena_array(p->a, st->count, sizeof(*doc.totals)),
	    .pay_url = p->want->pay_url,
	    .locale = facts->locale,
	};
	size_t n = 0;

	for (size_t i = 0; i < st->count; i++)
		n += st->sections[i].item_count;
	doc.rows = arena_array(p->a, n, sizeof(*doc.rows));
	for (size_t i = 0; i < st->count; i++) {
		const struct statement_section *x = &st->sections[i];

		for (size_t k = 0; k < x->item_count; k++)
			doc.rows[doc.row_count++] = item_row(p, x->items[k]);
		if (x->item_count > 0)
			doc.totals[doc.total_count++] = x->closing;
	}
	return pdf_statement(&doc, b, err);
}

static void
forward_section(const struct page *p, const struct statement_section *x,
    struct pdf_forward_section *out)
{
	*out = (struct pdf_forward_section){
	    .opening = x->opening,
	    .invoiced = x->invoiced,
	    .credited = x->credited,
	    .paid = x->paid,
	    .closing = x->closing,
	    .rows = arena_array(p->a, x->move_count, sizeof(*out->rows)),
	    .row_count = x->move_count,
	};
	for (size_t i = 0; i < AGING_BUCKETS; i++)
		out->aging[i] = x->aging[i];
	/* Not matched to an invoice, so as if to one that is not due. */
	(void)money_add(out->aging[AGING_CURRENT], minus(x->unapplied),
	    &out->aging[AGING_CURRENT]);
	for (size_t i = 0; i < x->move_count; i++)
		out->rows[i] = (struct pdf_forward_row){
		    .date = x->moves[i]->day,
		    .label = label(p, x->moves[i], NULL),
		    .amount = statement_signed(x->moves[i]),
		};
}

static enum rc
forward(
    const struct flow *f, const struct page *p, struct buf *b, struct err *err)
{
	const struct facts_account *facts = p->want->facts;
	const struct statement *st = p->statement;
	struct pdf_forward doc = {
	    .seller = document_seller(f),
	    .customer_name = facts->account.name,
	    .customer_account = facts->account.id,
	    .period = locale_month(p->a, facts->locale, st->to),
	    .from = st->from,
	    .to = st->to,
	    .sections = arena_array(p->a, st->count, sizeof(*doc.sections)),
	    .count = st->count,
	    .pay_url = p->want->pay_url,
	    .locale = facts->locale,
	};

	for (size_t i = 0; i < st->count; i++)
		forward_section(p, &st->sections[i], &doc.sections[i]);
	return pdf_forward(&doc, b, err);
}

enum rc
month_file(const struct flow *f, struct arena *a, const struct month_file *want,
    struct letter_file *out, struct err *err)
{
	struct str account = want->facts->account.id;
	struct statement st;
	struct page p = {
	    a, want, pdfwords_of(locale_language(want->facts->locale)), &st};
	struct buf b;
	enum rc rc = month_statement(f, a, account, want->month, &st, err);

	if (rc != RC_OK)
		return rc;
	if (!str_is_empty(st.unproven))
		return err_set(err, RC_BAD,
		    "the statement does not prove: %.*s", STR_ARG(st.unproven));
	buf_init(&b, LIMIT_LETTER);
	rc = want->forward ? forward(f, &p, &b, err)
			   : open_items(f, &p, &b, err);
	document_file(
	    a, &b, "Statement", file_stem(a, account, want->month), out);
	return rc;
}
