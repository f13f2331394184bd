#include "render/pdf.h"

#include "model/limits.h"
#include "render/letterhead.h"
#include "render/locale.h"
#include "render/paybox.h"
#include "render/sheet.h"

#define CALLOUT_HEIGHT 54.0
#define AGING_BUCKETS  5
#define AGING_GAP      6.0
#define AGING_HEIGHT   40.0

static const struct sheet_column INVOICE_TABLE[] = {{.share = 0.2},
    {.share = 0.54, .wrap = true}, {.share = 0.26, .figure = true}};

static const struct sheet_column STATEMENT_TABLE[] = {{.share = 0.125},
    {.share = 0.27, .wrap = true}, {.share = 0.125},
    {.share = 0.16, .figure = true}, {.share = 0.16, .figure = true},
    {.share = 0.16, .figure = true}};

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

static const struct money *
total_of(const struct pdf_statement *doc, const char *currency)
{
	for (size_t i = 0; i < doc->total_count; i++)
		if (str_eqc(str_of(doc->totals[i].currency), currency))
			return &doc->totals[i];
	return NULL;
}

static size_t
bucket_of(int days)
{
	if (days <= 0)
		return 0;
	return days > 90 ? 4 : (size_t)(days - 1) / 30 + 1;
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
		struct money *b = &buckets[bucket_of(rows[i].days_past_due)];

		(void)money_add(*b, rows[i].open, b);
		(void)money_add(*total, rows[i].open, total);
	}
}

static void
aging_box(struct sheet *s, struct canvas_box at, const char *label,
    struct money m, bool total)
{
	struct canvas_style top = {.size = 7.5, .align = CANVAS_CENTER};
	struct canvas_style figure = {.size = 10, .align = CANVAS_CENTER};

	top.color = total ? 0xffffff : SHEET_GREY;
	figure.color = total ? 0xffffff : SHEET_INK;
	figure.bold = m.minor != 0;
	canvas_fill(s->canvas, at, total ? s->accent : s->tint);
	at.x += 4;
	at.w -= 8;
	at.y += 6;
	at.h = 11;
	canvas_cell(s->canvas, at, str_of(label), &top);
	at.y += 12;
	at.h = 16;
	canvas_figure(s->canvas, at, sheet_money(s, m), &figure);
}

static void
aging_strip(struct sheet *s, const struct money buckets[AGING_BUCKETS],
    struct money total)
{
	const char *labels[AGING_BUCKETS] = {
	    s->words->aging_current, "1–30", "31–60", "61–90", "90+"};
	double w = (s->width - AGING_BUCKETS * AGING_GAP) / (AGING_BUCKETS + 1);
	struct canvas_box at = sheet_box(s->left, s->y, w, AGING_HEIGHT);

	for (size_t i = 0; i < AGING_BUCKETS; i++, at.x += w + AGING_GAP)
		aging_box(s, at, labels[i], buckets[i], false);
	aging_box(s, at, s->words->total, total, true);
	s->y += AGING_HEIGHT + 14;
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
	struct canvas_style code = {.size = 11, .bold = true};
	struct money buckets[AGING_BUCKETS], total;
	const struct money *stated = total_of(doc, rows[0].open.currency);
	struct sheet_column columns[6];

	for (size_t i = 0; i < 6; i++) {
		columns[i] = STATEMENT_TABLE[i];
		columns[i].title = titles[i];
	}
	age_rows(rows, count, buckets, &total);
	total = stated ? *stated : total;
	sheet_need(s, AGING_HEIGHT + 80);
	if (doc->total_count > 1) {
		code.color = s->accent;
		s->y += 4 + canvas_text(s->canvas,
				sheet_box(s->left, s->y, s->width, 0),
				str_of(total.currency), &code);
	}
	aging_strip(s, buckets, total);
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

	letterhead_draw(s, s->words->statement, (struct str){0});
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

/* "Seller · Invoice INV-1 · Customer" heads the second page and on. */
static enum rc
publish(struct sheet_job *job, struct str title, struct str customer,
    struct buf *out, struct err *err)
{
	job->title = title;
	job->running =
	    sheet_join(job->arena, job->seller->name, title, customer);
	return sheet_publish(job, out, err);
}

static enum rc
too_many(size_t rows, struct err *err)
{
	if (rows <= LIMIT_DOCUMENT_ROWS)
		return RC_OK;
	return err_set(err, RC_BAD,
	    "%zu rows are more than the %d a document may have", rows,
	    LIMIT_DOCUMENT_ROWS);
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
	enum rc rc = too_many(doc->applied_count, err);

	if (rc != RC_OK)
		return rc;
	job.arena = arena_new(LIMIT_JOB_ARENA);
	job.words = pdfwords_of(locale_language(doc->locale));
	rc = publish(&job,
	    arena_fmt(
		job.arena, "%s %.*s", job.words->invoice, STR_ARG(doc->number)),
	    doc->customer_name, out, err);
	arena_free(&job.arena);
	return rc;
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
	enum rc rc = too_many(doc->row_count, err);

	if (rc == RC_OK)
		rc = too_many(doc->total_count, err);
	if (rc != RC_OK)
		return rc;
	job.arena = arena_new(LIMIT_JOB_ARENA);
	job.words = pdfwords_of(locale_language(doc->locale));
	rc = publish(&job,
	    arena_fmt(job.arena, "%s %.*s", job.words->statement,
		STR_ARG(doc->customer_account)),
	    doc->customer_name, out, err);
	arena_free(&job.arena);
	return rc;
}
