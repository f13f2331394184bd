#include "model/limits.h"
#include "render/letterhead.h"
#include "render/locale.h"
#include "render/pdf_job.h"

static const struct sheet_column TABLE[] = {{.share = 0.2},
    {.share = 0.36, .wrap = true}, {.share = 0.22, .figure = true},
    {.share = 0.22, .figure = true}};

#define COLUMNS (sizeof(TABLE) / sizeof(TABLE[0]))

static void
facts(struct sheet *s, const struct pdf_receipt *doc)
{
	const struct pdfwords *w = s->words;
	const struct letterhead_fact lines[] = {
	    {doc->is_credit ? w->credit : w->payment, doc->number, false},
	    {doc->is_credit ? w->issued : w->received, sheet_date(s, doc->day),
		false},
	    {w->amount, sheet_money(s, doc->amount), true},
	    {w->method, doc->method, false},
	    {doc->is_credit ? w->reason : w->reference, doc->note, false},
	    {w->as_of, sheet_date(s, doc->as_of), false},
	};

	letterhead_customer(s, doc->customer_name, doc->customer_account, lines,
	    sizeof(lines) / sizeof(lines[0]));
}

static void
table(struct sheet *s, const struct pdf_receipt *doc)
{
	const struct pdfwords *w = s->words;
	const char *titles[COLUMNS] = {
	    w->issued, w->invoice, w->invoice_total, w->applied};
	struct sheet_column columns[COLUMNS];

	for (size_t i = 0; i < COLUMNS; i++) {
		columns[i] = TABLE[i];
		columns[i].title = titles[i];
	}
	sheet_table(s, columns, COLUMNS);
	for (size_t i = 0; i < doc->row_count; i++) {
		const struct pdf_receipt_row *r = &doc->rows[i];
		const struct sheet_cell cells[COLUMNS] = {
		    {.text = sheet_date(s, r->issued)},
		    {.text = r->invoice},
		    {.text = sheet_money(s, r->invoiced)},
		    {.text = sheet_money(s, r->applied)},
		};

		sheet_row(s, cells);
	}
	s->y += 4;
	if (doc->rest.minor != 0)
		sheet_total(s, w->rest, doc->rest, false);
	sheet_total(
	    s, doc->is_credit ? w->credit : w->payment, doc->amount, true);
	sheet_table_end(s);
}

static void
draw(struct sheet *s, const void *arg)
{
	const struct pdf_receipt *doc = arg;

	letterhead_draw(s,
	    doc->is_credit ? s->words->credit : s->words->receipt,
	    str_of(doc->is_credit ? s->words->duplicate : ""));
	facts(s, doc);
	table(s, doc);
}

enum rc
pdf_receipt(const struct pdf_receipt *doc, struct buf *out, struct err *err)
{
	struct sheet_job job = {
	    .seller = &doc->seller,
	    .locale = doc->locale,
	    .created = doc->as_of,
	    .draw = draw,
	    .doc = doc,
	};
	enum rc rc = pdf_job_rows(doc->row_count, err);

	if (rc != RC_OK)
		return rc;
	job.arena = arena_new(LIMIT_JOB_ARENA);
	job.words = pdfwords_of(locale_language(doc->locale));
	rc = pdf_job_publish(&job,
	    arena_fmt(job.arena, "%s %.*s",
		doc->is_credit ? job.words->credit : job.words->receipt,
		STR_ARG(doc->number)),
	    doc->customer_name, out, err);
	arena_free(&job.arena);
	return rc;
}
