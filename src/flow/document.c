#include "flow/document.h"

#include "model/limits.h"
#include "render/locale.h"
#include "render/pdf.h"
#include "render/pdfwords.h"
#include "store/ledger.h"

bool
document_is_ours(enum document_type type)
{
	return type == DOCUMENT_INVOICE || type == DOCUMENT_STATEMENT;
}

struct pdf_party
document_seller(const struct flow *f)
{
	return (struct pdf_party){
	    .name = f->set->company_name,
	    .address = f->set->company_address,
	    .phone = f->set->company_phone,
	    .email = f->set->company_email,
	    .bank = f->set->company_bank,
	    .color = f->set->company_color,
	};
}

/* A file name made of what is harmless in one. */
static struct str
file_name(struct arena *a, const char *what, struct str id)
{
	char *safe = arena_cstr(a, id);

	for (size_t i = 0; i < id.n; i++)
		if (!str_is_alnum(safe[i]) && safe[i] != '-' &&
		    safe[i] != '_' && safe[i] != '.')
			safe[i] = '_';
	return arena_fmt(a, "%s %s.pdf", what, safe);
}

void
document_file(struct arena *a, struct buf *b, const char *what, struct str id,
    struct letter_file *out)
{
	out->name = file_name(a, what, id);
	out->type = STR("application/pdf");
	out->bytes = arena_dup(a, buf_str(b));
	buf_fini(b);
}

/* What was applied, as rows of the page. */
static enum rc
load_applied(const struct flow *f, struct arena *a, struct pdf_invoice *doc,
    struct err *err)
{
	const struct pdfwords *words =
	    pdfwords_of(locale_language(doc->locale));
	struct ledger_application *v = NULL;
	enum rc rc;

	rc = ledger_applications(
	    f->store, a, doc->number, &v, &doc->applied_count, err);
	if (rc != RC_OK)
		return rc;
	/* One more may come: what is in dispute. */
	doc->applied =
	    arena_array(a, doc->applied_count + 1, sizeof(*doc->applied));
	for (size_t i = 0; i < doc->applied_count; i++) {
		bool paid = str_eqc(v[i].kind, "payment");

		doc->applied[i].date = v[i].day;
		doc->applied[i].label = arena_fmt(a, "%s %.*s",
		    paid ? words->payment : words->credit,
		    STR_ARG(v[i].source));
		doc->applied[i].amount =
		    money_of(v[i].amount, str_of(doc->amount.currency));
	}
	return RC_OK;
}

/* A part in dispute is taken off: the page asks for the rest only. */
static void
take_off_contested(const struct facts_account *facts, struct pdf_invoice *doc)
{
	for (size_t i = 0; i < facts->invoice_count; i++) {
		const struct facts_invoice *inv = &facts->invoices[i];

		if (!str_eq(inv->id, doc->number) || inv->disputed ||
		    inv->contested.minor <= 0)
			continue;
		doc->open = facts_asked(inv);
		doc->applied[doc->applied_count].date = facts->today;
		doc->applied[doc->applied_count].label =
		    str_of(pdfwords_of(locale_language(doc->locale))->disputed);
		doc->applied[doc->applied_count++].amount = inv->contested;
	}
}

enum rc
document_invoice(const struct flow *f, struct arena *a,
    const struct facts_account *facts, struct str invoice, struct str pay_url,
    struct letter_file *out, struct err *err)
{
	struct facts_invoice inv;
	struct str owner;
	struct buf b;
	enum rc rc;

	rc = ledger_invoice(f->store, a, invoice, &inv, &owner, err);
	if (rc != RC_OK)
		return rc;
	/* An invoice of somebody else is, to this account, no invoice. */
	if (!str_eq(owner, facts->account.id))
		return RC_MISS;
	struct pdf_invoice doc = {
	    .seller = document_seller(f),
	    .customer_name = facts->account.name,
	    .customer_account = facts->account.id,
	    .number = inv.id,
	    .po = inv.po,
	    .issued = inv.issued,
	    .due = inv.due,
	    .as_of = facts->today,
	    .amount = inv.amount,
	    .open = inv.open,
	    .pay_url = inv.open.minor > 0 ? pay_url : (struct str){NULL, 0},
	    .locale = facts->locale,
	};
	rc = load_applied(f, a, &doc, err);
	if (rc != RC_OK)
		return rc;
	take_off_contested(facts, &doc);
	buf_init(&b, LIMIT_LETTER);
	rc = pdf_invoice(&doc, &b, err);
	document_file(a, &b, "Invoice", inv.id, out);
	return rc;
}

static void
statement_row(struct arena *a, const struct facts_account *facts,
    const struct facts_invoice *inv, struct pdf_statement_row *row)
{
	const struct pdfwords *words =
	    pdfwords_of(locale_language(facts->locale));
	const char *mark = inv->disputed              ? words->disputed
			   : inv->contested.minor > 0 ? words->partly_disputed
						      : "";

	*row = (struct pdf_statement_row){
	    .date = inv->issued,
	    .due = inv->due,
	    .label =
		arena_fmt(a, "%s %.*s%s%s%s", words->invoice, STR_ARG(inv->id),
		    mark[0] ? " (" : "", mark, mark[0] ? ")" : ""),
	    .amount = inv->amount,
	    .open = inv->open,
	    .days_past_due =
		facts->today > inv->due ? (int)(facts->today - inv->due) : 0,
	};
}

/* Add to the total of its currency; a sum that overflows is refused. */
static enum rc
add_total(struct pdf_statement *doc, struct money m, struct err *err)
{
	for (size_t i = 0; i < doc->total_count; i++) {
		if (!str_eqc(str_of(doc->totals[i].currency), m.currency))
			continue;
		if (!money_add(doc->totals[i], m, &doc->totals[i]))
			return err_set(err, RC_BAD, "total overflows");
		return RC_OK;
	}
	doc->totals[doc->total_count++] = m;
	return RC_OK;
}

enum rc
document_statement(const struct flow *f, struct arena *a,
    const struct facts_account *facts, struct str pay_url,
    struct letter_file *out, struct err *err)
{
	size_t n = facts->invoice_count;
	struct pdf_statement doc = {
	    .seller = document_seller(f),
	    .customer_name = facts->account.name,
	    .customer_account = facts->account.id,
	    .as_of = facts->today,
	    .rows = arena_array(a, n, sizeof(*doc.rows)),
	    .row_count = n,
	    .totals = arena_array(a, n, sizeof(*doc.totals)),
	    .pay_url = pay_url,
	    .locale = facts->locale,
	};
	struct buf b;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		statement_row(a, facts, &facts->invoices[i], &doc.rows[i]);
		rc = add_total(&doc, facts->invoices[i].open, err);
	}
	if (rc != RC_OK)
		return rc;
	buf_init(&b, LIMIT_LETTER);
	rc = pdf_statement(&doc, &b, err);
	document_file(a, &b, "Statement", facts->account.id, out);
	return rc;
}
