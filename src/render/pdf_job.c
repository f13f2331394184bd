#include "render/pdf_job.h"

#include "model/limits.h"

#define AGING_GAP 6.0

enum rc
pdf_job_publish(struct sheet_job *job, struct str title, struct str customer,
    struct buf *out, struct err *err)
{
	job->title = title;
	job->running =
	    sheet_join(job->arena, job->seller->name, title, customer);
	return sheet_publish(job, out, err);
}

enum rc
pdf_job_rows(size_t rows, struct err *err)
{
	if (rows <= LIMIT_DOCUMENT_ROWS)
		return RC_OK;
	return err_set(err, RC_BAD,
	    "%zu rows are more than the %d a document may have", rows,
	    LIMIT_DOCUMENT_ROWS);
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

void
pdf_job_aging(struct sheet *s, const struct money buckets[AGING_BUCKETS],
    struct money total)
{
	const char *labels[AGING_BUCKETS] = {
	    s->words->aging_current, "1–30", "31–60", "61–90", "90+"};
	double w = (s->width - AGING_BUCKETS * AGING_GAP) / (AGING_BUCKETS + 1);
	struct canvas_box at = sheet_box(s->left, s->y, w, PDF_AGING_HEIGHT);

	for (size_t i = 0; i < AGING_BUCKETS; i++, at.x += w + AGING_GAP)
		aging_box(s, at, labels[i], buckets[i], false);
	aging_box(s, at, s->words->total, total, true);
	s->y += PDF_AGING_HEIGHT + 14;
}

void
pdf_job_currency(struct sheet *s, const char *currency)
{
	struct canvas_style code = {
	    .size = 11, .bold = true, .color = s->accent};

	s->y +=
	    4 + canvas_text(s->canvas, sheet_box(s->left, s->y, s->width, 0),
		    str_of(currency), &code);
}
