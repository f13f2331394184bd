#include "render/pdf.h"

#include "model/limits.h"
#include "render/letterhead.h"
#include "render/locale.h"
#include "render/paybox.h"
#include "render/pdf_job.h"

#define CALLOUT_HEIGHT 54.0

static const struct sheet_column INVOICE_TABLE[] = {{.share = 0.2},
    {.share = 0.54, .wrap = true}, {.share = 0.26, .figure = true}};

static struct money
negative(struct money m)
{
	m.minor = m.minor == INT64_MIN ? INT64_MAX : -m.minor;
	return m;
}

static struct str
lateness(struct sheet *s, int64_t days)
{
	if (days == 1)
		return str_of(s->words->past_due_one);
	return sheet_say(s, s->words->past_due_many,
	    arena_fmt(s->arena, "%lld", (long long)days), (struct str){0});
}

/* What the reader must not miss: how much is open, and since when. */
static void
callout(struct sheet *s, const struct pdf_invoice *doc)
{
	struct canvas_style label = {.size = 9, .color = SHEET_GREY};
	struct canvas_style big = {.size = 20, .color = s->accent};
	struct canvas_style when = {.size = 12, .color = SHEET_INK};
	double x = s->left + 14, w = s->width - 28, y = s->y;
	int64_t late = (int64_t)doc->as_of - doc->due;
	struct str text;

	big.bold = when.bold = true;
	when.align = CANVAS_RIGHT;
	text = sheet_say(
	    s, s->words->due_on, sheet_date(s, doc->due), (struct str){0});
	if (doc->open.minor <= 0) {
		when.color = SHEET_GREEN;
		text = str_of(doc->open.minor == 0 ? s->words->paid_in_full
						   : s->words->credit_balance);
	} else if (late > 0) {
		when.color = SHEET_RED;
		text = lateness(s, late);
	}
	canvas_fill(s->canvas, sheet_box(s->left, y, s->width, CALLOUT_HEIGHT),
	    s->tint);
	canvas_fill(
	    s->canvas, sheet_box(s->left, y, 3, CALLOUT_HEIGHT), s->accent);
	canvas_cell(s->canvas, sheet_box(x, y + 8, w * 0.55, 12),
	    str_of(s->words->open_amount), &label);
	canvas_figure(s->canvas, sheet_box(x, y + 21, w * 0.55, 26),
	    sheet_money(s, doc->open), &big);
	canvas_cell(s->canvas,
	    sheet_box(x + w * 0.57, y, w * 0.43, CALLOUT_HEIGHT), text, &when);
	s->y += CALLOUT_HEIGHT + 18;
}

static void
invoice_facts(struct sheet *s, const struct pdf_invoice *doc)
{
	const struct letterhead_fact facts[] = {
	    {s->words->number, doc->number, false},
	    {s->words->issued, sheet_date(s, doc->issued), false},
	    {s->words->due, sheet_date(s, doc->due), false},
	    {s->words->po, doc->po, false},
	    {s->words->as_of, sheet_date(s, doc->as_of), false},
	};

	letterhead_customer(s, doc->customer_name, doc->customer_account, facts,
	    sizeof(facts) / sizeof(facts[0]));
}

static void
invoice_line(struct sheet *s, day_t date, struct str label, struct money m)
{
	const struct sheet_cell cells[] = {
	    {.text = sheet_date(s, date)},
	    {.text = label},
	    {.text = sheet_money(s, m)},
	};

	sheet_row(s, cells);
}

static void
invoice_table(struct sheet *s, const struct pdf_invoice *doc)
{
	struct sheet_column columns[3];
	struct money credited;

	for (size_t i = 0; i < 3; i++)
		columns[i] = INVOICE_TABLE[i];
	columns[0].title = s->words->date;
	columns[1].title = s->words->description;
	columns[2].title = s->words->amount;
	sheet_table(s, columns, 3);
	invoice_line(s, doc->issued,
	    arena_fmt(
		s->arena, "%s %.*s", s->words->invoice, STR_ARG(doc->number)),
	    doc->amount);
	for (size_t i = 0; i < doc->applied_count; i++)
		invoice_line(s, doc->applied[i].date, doc->applied[i].label,
		    negative(doc->applied[i].amount));
	s->y += 4;
	if (money_add(doc->open, negative(doc->amount), &credited) &&
	    credited.minor != 0)
		sheet_total(s, s->words->credited, credited, false);
	sheet_total(s, s->words->open_amount, doc->open, true);
	sheet_table_end(s);
}

static void
invoice_draw(struct sheet *s, const void *arg)
{
	const struct pdf_invoice *doc = arg;

	letterhead_draw(s, s->words->invoice, str_of(s->words->duplicate));
	invoice_facts(s, doc);
	callout(s, doc);
	invoice_table(s, doc);
	if (doc->open.minor > 0)
		paybox_draw(s, doc->pay_url, doc->number);
}

enum rc
pdf_invoice(const struct pdf_invoice *doc, struct buf *out, struct err *err)
{
	struct sheet_job job = {
	    .seller = &doc->seller,
	    .locale = doc->locale,
	    .created = doc->as_of,
	    .draw = invoice_draw,
	    .doc = doc,
	};
	enum rc rc = pdf_job_rows(doc->applied_count, err);

	if (rc != RC_OK)
		return rc;
	job.arena = arena_new(LIMIT_JOB_ARENA);
	job.words = pdfwords_of(locale_language(doc->locale));
	rc = pdf_job_publish(&job,
	    arena_fmt(
		job.arena, "%s %.*s", job.words->invoice, STR_ARG(doc->number)),
	    doc->customer_name, out, err);
	arena_free(&job.arena);
	return rc;
}
