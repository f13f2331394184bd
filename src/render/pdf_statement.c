#include "model/limits.h"
#include "render/letterhead.h"
#include "render/locale.h"
#include "render/paybox.h"
#include "render/pdf.h"
#include "render/pdf_job.h"

static const struct sheet_column STATEMENT_TABLE[] = {{.share = 0.125},
    {.share = 0.27, .wrap = true}, {.share = 0.125},
    {.share = 0.16, .figure = true}, {.share = 0.16, .figure = true},
    {.share = 0.16, .figure = true}};

static const struct money *
total_of(const struct pdf_statement *doc, const char *currency)
{
	for (size_t i = 0; i < doc->total_count; i++)
		if (str_eqc(str_of(doc->totals[i].currency), currency))
			return &doc->totals[i];
	return NULL;
}

/* A sum that no integer holds stops at the last one that did. */
static void
age_rows(const struct pdf_statement_row *rows, size_t count,
    struct money buckets[AGING_BUCKETS], struct money *total)
{
	*total = money_of(0, str_of(rows[0].open.currency));
	for (size_t i = 0; i < AGING_BUCKETS; i++)
		buckets[i] = *total;
	for (size_t i = 0; i < count; i++) {
		struct money *b = &buckets[aging_of(rows[i].days_past_due)];

		(void)money_add(*b, rows[i].open, b);
		(void)money_add(*total, rows[i].open, total);
	}
}

static void
statement_row(struct sheet *s, const struct pdf_statement_row *row)
{
	bool late = row->days_past_due > 0 && row->open.minor > 0;
	struct sheet_cell cells[] = {
	    {.text = sheet_date(s, row->date)},
	    {.text = row->label},
	    {.text = sheet_date(s, row->due)},
	    {.color = SHEET_RED},
	    {.text = sheet_money(s, row->amount)},
	    {.text = sheet_money(s, row->open), .bold = row->open.minor != 0},
	};

	if (late)
		cells[3].text = arena_fmt(s->arena, "%d", row->days_past_due);
	sheet_row(s, cells);
}

/* The rows of one currency: what is open by age, then each, then the sum. */
static void
statement_table(struct sheet *s, const struct pdf_statement *doc,
    const struct pdf_statement_row *rows, size_t count)
{
	const char *titles[] = {s->words->date, s->words->description,
	    s->words->due, s->words->days, s->words->amount, s->words->open};
	struct money buckets[AGING_BUCKETS], total;
	const struct money *stated = total_of(doc, rows[0].open.currency);
	struct sheet_column columns[6];

	for (size_t i = 0; i < 6; i++) {
		columns[i] = STATEMENT_TABLE[i];
		columns[i].title = titles[i];
	}
	age_rows(rows, count, buckets, &total);
	total = stated ? *stated : total;
	sheet_need(s, PDF_AGING_HEIGHT + 80);
	if (doc->total_count > 1)
		pdf_job_currency(s, total.currency);
	pdf_job_aging(s, buckets, total);
	sheet_table(s, columns, 6);
	for (size_t i = 0; i < count; i++)
		statement_row(s, &rows[i]);
	s->y += 4;
	sheet_total(s, s->words->open_amount, total, true);
	sheet_table_end(s);
}

static void
statement_facts(struct sheet *s, const struct pdf_statement *doc)
{
	struct letterhead_fact *facts =
	    arena_array(s->arena, doc->total_count + 1, sizeof(*facts));

	facts[0] = (struct letterhead_fact){
	    s->words->as_of, sheet_date(s, doc->as_of), false};
	for (size_t i = 0; i < doc->total_count; i++)
		facts[i + 1] = (struct letterhead_fact){s->words->open_amount,
		    sheet_money(s, doc->totals[i]), true};
	letterhead_customer(s, doc->customer_name, doc->customer_account, facts,
	    doc->total_count + 1);
}

static bool
is_owed(const struct pdf_statement *doc)
{
	for (size_t i = 0; i < doc->total_count; i++)
		if (doc->totals[i].minor > 0)
			return true;
	return false;
}

static void
statement_draw(struct sheet *s, const void *arg)
{
	const struct pdf_statement *doc = arg;
	struct canvas_style text = {.size = 10, .color = SHEET_INK};
	size_t end;

	letterhead_draw(s, s->words->statement, doc->period);
	statement_facts(s, doc);
	for (size_t at = 0; at < doc->row_count; at = end) {
		const char *currency = doc->rows[at].open.currency;

		for (end = at + 1; end < doc->row_count; end++)
			if (!str_eqc(
				str_of(doc->rows[end].open.currency), currency))
				break;
		statement_table(s, doc, doc->rows + at, end - at);
	}
	if (doc->row_count == 0)
		s->y += 16 + canvas_text(s->canvas,
				 sheet_box(s->left, s->y, s->width, 0),
				 str_of(s->words->nothing_open), &text);
	if (is_owed(doc))
		paybox_draw(s, doc->pay_url, doc->customer_account);
}

enum rc
pdf_statement(const struct pdf_statement *doc, struct buf *out, struct err *err)
{
	struct sheet_job job = {
	    .seller = &doc->seller,
	    .locale = doc->locale,
	    .created = doc->as_of,
	    .draw = statement_draw,
	    .doc = doc,
	};
	enum rc rc = pdf_job_rows(doc->row_count, err);

	if (rc == RC_OK)
		rc = pdf_job_rows(doc->total_count, err);
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
