#include "model/limits.h"
#include "render/letterhead.h"
#include "render/locale.h"
#include "render/paybox.h"
#include "render/pdf.h"
#include "render/pdf_job.h"

#define COLUMNS 4

static const struct sheet_column FORWARD_TABLE[COLUMNS] = {{.share = 0.14},
    {.share = 0.46, .wrap = true}, {.share = 0.2, .figure = true},
    {.share = 0.2, .figure = true}};

static struct money
negative(struct money m)
{
	m.minor = m.minor == INT64_MIN ? INT64_MAX : -m.minor;
	return m;
}

static void
forward_row(struct sheet *s, day_t date, struct str label, struct str amount,
    struct money balance)
{
	const struct sheet_cell cells[COLUMNS] = {
	    {.text = sheet_date(s, date)},
	    {.text = label},
	    {.text = amount},
	    {.text = sheet_money(s, balance)},
	};

	sheet_row(s, cells);
}

/* Every line with the balance it leaves. */
static void
forward_rows(struct sheet *s, const struct pdf_forward *doc,
    const struct pdf_forward_section *x)
{
	struct money balance = x->opening;

	forward_row(s, doc->from, str_of(s->words->opening),
	    (struct str){NULL, 0}, balance);
	for (size_t i = 0; i < x->row_count; i++) {
		const struct pdf_forward_row *row = &x->rows[i];

		(void)money_add(balance, row->amount, &balance);
		forward_row(s, row->date, row->label,
		    sheet_money(s, row->amount), balance);
	}
}

static void
forward_section(struct sheet *s, const struct pdf_forward *doc,
    const struct pdf_forward_section *x)
{
	const char *titles[COLUMNS] = {s->words->date, s->words->description,
	    s->words->amount, s->words->balance};
	struct sheet_column columns[COLUMNS];

	for (size_t i = 0; i < COLUMNS; i++) {
		columns[i] = FORWARD_TABLE[i];
		columns[i].title = titles[i];
	}
	sheet_need(s, PDF_AGING_HEIGHT + 80);
	if (doc->count > 1)
		pdf_job_currency(s, x->closing.currency);
	pdf_job_aging(s, x->aging, x->closing);
	sheet_table(s, columns, COLUMNS);
	forward_rows(s, doc, x);
	s->y += 4;
	sheet_total(s, s->words->opening, x->opening, false);
	sheet_total(s, s->words->invoices, x->invoiced, false);
	sheet_total(s, s->words->credits, negative(x->credited), false);
	sheet_total(s, s->words->payments, negative(x->paid), false);
	sheet_total(s, s->words->closing, x->closing, true);
	sheet_table_end(s);
}

static void
forward_facts(struct sheet *s, const struct pdf_forward *doc)
{
	struct letterhead_fact *facts =
	    arena_array(s->arena, doc->count + 1, sizeof(*facts));

	facts[0] = (struct letterhead_fact){
	    s->words->as_of, sheet_date(s, doc->to), false};
	for (size_t i = 0; i < doc->count; i++)
		facts[i + 1] = (struct letterhead_fact){s->words->closing,
		    sheet_money(s, doc->sections[i].closing), true};
	letterhead_customer(s, doc->customer_name, doc->customer_account, facts,
	    doc->count + 1);
}

static void
forward_draw(struct sheet *s, const void *arg)
{
	const struct pdf_forward *doc = arg;
	struct canvas_style text = {.size = 10, .color = SHEET_INK};
	bool owed = false;

	letterhead_draw(s, s->words->statement, doc->period);
	forward_facts(s, doc);
	for (size_t i = 0; i < doc->count; i++) {
		forward_section(s, doc, &doc->sections[i]);
		owed |= doc->sections[i].closing.minor > 0;
	}
	if (doc->count == 0)
		s->y += 16 + canvas_text(s->canvas,
				 sheet_box(s->left, s->y, s->width, 0),
				 str_of(s->words->nothing_open), &text);
	if (owed)
		paybox_draw(s, doc->pay_url, doc->customer_account);
}

enum rc
pdf_forward(const struct pdf_forward *doc, struct buf *out, struct err *err)
{
	struct sheet_job job = {
	    .seller = &doc->seller,
	    .locale = doc->locale,
	    .created = doc->to,
	    .draw = forward_draw,
	    .doc = doc,
	};
	size_t rows = doc->count;
	enum rc rc;

	for (size_t i = 0; i < doc->count; i++)
		rows += doc->sections[i].row_count;
	rc = pdf_job_rows(rows, err);
	if (rc != RC_OK)
		return rc;
	job.arena = arena_new(LIMIT_JOB_ARENA);
	job.words = pdfwords_of(locale_language(doc->locale));
	rc = pdf_job_publish(&job,
	    arena_fmt(job.arena, "%s %.*s", job.words->statement,
		STR_ARG(doc->customer_account)),
	    doc->customer_name, out, err);
	arena_free(&job.arena);
	return rc;
}
