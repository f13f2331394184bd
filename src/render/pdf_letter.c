#include "render/pdf_letter.h"

#include "model/limits.h"
#include "port/qr.h"
#include "render/locale.h"
#include "render/prose.h"
#include "render/sheet.h"

#define MM   (72.0 / 25.4)
#define CODE 72.0 /* side of the code */

/* Where the window of an envelope shows it, and where paper is folded. */
struct window {
	double left, width;
	double sender; /* its line, small */
	double top, height;
	double facts; /* left edge of what stands beside it */
	double body;  /* the subject's line, at the earliest */
	double folds[2];
};

static const struct window DIN = {
    .left = 25 * MM,
    .width = 80 * MM,
    .sender = 57.7 * MM,
    .top = 62.7 * MM,
    .height = 27.3 * MM,
    .facts = 125 * MM,
    .body = 103.5 * MM,
    .folds = {105 * MM, 210 * MM},
};
static const struct window NUMBER_10 = {
    .left = 72,
    .width = 270,
    .sender = 144,
    .top = 157,
    .height = 62,
    .facts = 378,
    .body = 268,
    .folds = {264, 528},
};

/* US letter is less tall than A4. */
static const struct window *
window_of(const struct sheet *s)
{
	return canvas_height(s->canvas) < 800 ? &NUMBER_10 : &DIN;
}

static struct str
first_lines(struct sheet *s, struct str lines)
{
	struct str line[3] = {{0}, {0}, {0}};

	for (size_t i = 0; i < 3 && str_line(&lines, &line[i]); i++)
		line[i] = str_trim(line[i]);
	return sheet_join(s->arena, line[0], line[1], line[2]);
}

static void
head(struct sheet *s)
{
	struct canvas_style name = {
	    .size = 15, .bold = true, .color = s->accent};
	struct canvas_style small = {.size = 8, .color = SHEET_GREY};

	canvas_cell(s->canvas, sheet_box(s->left, s->y, s->width, 20),
	    s->seller->name, &name);
	canvas_cell(s->canvas, sheet_box(s->left, s->y + 21, s->width, 11),
	    first_lines(s, s->seller->address), &small);
	canvas_fill(
	    s->canvas, sheet_box(s->left, s->y + 38, s->width, 1.5), s->accent);
}

static void
fold_marks(struct sheet *s, const struct window *w)
{
	for (size_t i = 0; i < 2; i++)
		canvas_fill(
		    s->canvas, sheet_box(12, w->folds[i], 14, 0.5), SHEET_HAIR);
}

static void
addressee(struct sheet *s, const struct window *w, const struct pdf_letter *doc)
{
	struct canvas_style sender = {.size = 6.5, .color = SHEET_GREY};
	struct canvas_style who = {.size = 11, .color = SHEET_INK, .lines = 3};
	double y = w->top;

	canvas_cell(s->canvas, sheet_box(w->left, w->sender, w->width, 9),
	    sheet_join(s->arena, s->seller->name,
		first_lines(s, s->seller->address), (struct str){0}),
	    &sender);
	y += canvas_text(s->canvas, sheet_box(w->left, y, w->width, 0),
	    doc->customer_name, &who);
	who.lines = 2;
	if (!str_eq(doc->contact_name, doc->customer_name))
		canvas_text(s->canvas, sheet_box(w->left, y, w->width, 0),
		    doc->contact_name, &who);
}

static double
fact(struct sheet *s, double x, double y, const char *label, struct str value)
{
	struct canvas_style grey = {.size = 8, .color = SHEET_GREY};
	struct canvas_style ink = {.size = 9, .color = SHEET_INK};
	double w = s->left + s->width - x - CODE - 8;

	if (str_is_empty(value))
		return y;
	canvas_cell(s->canvas, sheet_box(x, y, w, 11), str_of(label), &grey);
	canvas_cell(s->canvas, sheet_box(x, y + 11, w, 13), value, &ink);
	return y + 28;
}

static void
facts(struct sheet *s, const struct window *w, const struct pdf_letter *doc)
{
	double y = w->sender;

	y = fact(s, w->facts, y, s->words->date,
	    locale_date_long(s->arena, s->locale, doc->date));
	y = fact(s, w->facts, y, s->words->account, doc->customer_account);
	fact(s, w->facts, y, s->words->reference, doc->reference);
}

/* Nobody types a signed link: a telephone reads it. One that is too long for
 * a code is left out. */
static void
pay_code(struct sheet *s, const struct window *w, struct str url)
{
	struct canvas_style caption = {
	    .size = 7.5, .color = SHEET_GREY, .align = CANVAS_CENTER};
	double x = s->left + s->width - CODE;

	if (str_is_empty(url))
		return;
	if (s->qr == NULL) {
		s->qr = arena_alloc(s->arena, sizeof(*s->qr));
		if (qr_encode(s->arena, url, s->qr, NULL) != RC_OK)
			s->qr->width = 0;
	}
	if (s->qr->width == 0)
		return;
	canvas_grid(s->canvas, sheet_box(x, w->sender, CODE, CODE), s->qr->dark,
	    s->qr->width);
	canvas_cell(s->canvas,
	    sheet_box(x - 10, w->sender + CODE + 2, CODE + 20, 10),
	    str_of(s->words->pay_online), &caption);
}

static void
draw(struct sheet *s, const void *arg)
{
	const struct pdf_letter *doc = arg;
	const struct window *w = window_of(s);
	struct canvas_style subject = {
	    .size = 11.5, .bold = true, .color = SHEET_INK, .lines = 4};

	head(s);
	fold_marks(s, w);
	addressee(s, w, doc);
	facts(s, w, doc);
	pay_code(s, w, doc->pay_url);
	s->y = w->body;
	s->y += canvas_text(s->canvas, sheet_box(s->left, s->y, s->width, 0),
	    doc->subject, &subject);
	s->y += 10;
	prose_draw(s, doc->text);
}

enum rc
pdf_letter(const struct pdf_letter *doc, struct buf *out, struct err *err)
{
	struct sheet_job job = {
	    .arena = arena_new(LIMIT_JOB_ARENA),
	    .words = pdfwords_of(locale_language(doc->locale)),
	    .seller = &doc->seller,
	    .locale = doc->locale,
	    .title = doc->subject,
	    .created = doc->date,
	    .draw = draw,
	    .doc = doc,
	};
	enum rc rc;

	job.running = sheet_join(
	    job.arena, job.seller->name, doc->subject, doc->customer_name);
	rc = sheet_publish(&job, out, err);
	arena_free(&job.arena);
	return rc;
}
