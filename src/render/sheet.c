#include "render/sheet.h"

#include "render/locale.h"
#include "render/tint.h"

#define MARGIN   48.0
#define FOOTER   30.0 /* above the lower margin's edge */
#define ROW_FONT 8.5
#define ROW_LINE 9.9 /* one line of ROW_FONT */
#define ROW_PAD  4.0
#define ACCENT   0x24476bu

/* Left-to-right mark: keeps Hebrew from drawing its neighbours along. */
#define LRM "\xe2\x80\x8e"

static const struct canvas_style SMALL = {.size = 8, .color = SHEET_GREY};

struct canvas_box
sheet_box(double x, double y, double w, double h)
{
	return (struct canvas_box){x, y, w, h};
}

struct str
sheet_money(struct sheet *s, struct money m)
{
	return locale_money(s->arena, s->locale, m);
}

struct str
sheet_date(struct sheet *s, day_t day)
{
	if (day == DAY_NONE)
		return (struct str){0};
	return locale_date(s->arena, s->locale, day);
}

struct str
sheet_join(
    struct arena *a, struct str first, struct str second, struct str third)
{
	const struct str parts[] = {first, second, third};
	struct str out = STR(LRM);

	for (size_t i = 0; i < 3; i++)
		if (!str_is_empty(parts[i]))
			out = arena_fmt(a, "%.*s%s%.*s" LRM, STR_ARG(out),
			    out.n > sizeof(LRM) ? "  ·  " LRM : "",
			    STR_ARG(parts[i]));
	return out;
}

struct str
sheet_say(
    struct sheet *s, const char *pattern, struct str first, struct str second)
{
	struct str rest = str_of(pattern), part[3] = {{0}, {0}, {0}};

	for (size_t i = 0; i < 2 && str_cut(&rest, '#', &part[i]); i++)
		part[i + 1] = rest;
	return arena_fmt(s->arena, "%.*s%.*s%.*s%.*s%.*s", STR_ARG(part[0]),
	    STR_ARG(first), STR_ARG(part[1]), STR_ARG(second),
	    STR_ARG(part[2]));
}

static bool
is_letter_country(struct str locale)
{
	static const char countries[] =
	    "US CA MX PH CL CO CR DO GT NI PA PR SV VE";
	struct str region =
	    locale.n >= 5 ? str_sub(locale, locale.n - 2, 2) : (struct str){0};

	if (region.n == 0 || str_is_alnum(locale.p[locale.n - 3]))
		return false;
	return str_fold_find(str_of(countries), region) != STR_NPOS;
}

static void
footer(struct sheet *s)
{
	struct canvas_style right = SMALL;
	double y = canvas_height(s->canvas) - MARGIN;
	int page = canvas_pages(s->canvas);

	if (s->pages == 0)
		return;
	right.align = CANVAS_RIGHT;
	canvas_fill(
	    s->canvas, sheet_box(s->left, y - 6, s->width, 0.5), SHEET_HAIR);
	canvas_cell(s->canvas, sheet_box(s->left, y, s->width * 0.78, 10),
	    sheet_join(
		s->arena, s->seller->name, s->seller->phone, s->seller->email),
	    &SMALL);
	canvas_cell(s->canvas,
	    sheet_box(s->left + s->width * 0.8, y, s->width * 0.2, 10),
	    sheet_say(s, s->words->page, arena_fmt(s->arena, "%d", page),
		arena_fmt(s->arena, "%d", s->pages)),
	    &right);
}

static void
begin_page(struct sheet *s)
{
	canvas_page(s->canvas);
	footer(s);
	s->y = s->top;
	if (canvas_pages(s->canvas) == 1)
		return;
	canvas_cell(s->canvas, sheet_box(s->left, s->y, s->width, 10),
	    s->running, &SMALL);
	canvas_fill(s->canvas, sheet_box(s->left, s->y + 15, s->width, 0.5),
	    SHEET_HAIR);
	s->y += 28;
}

static void
table_head(struct sheet *s)
{
	struct canvas_style style = {
	    .size = 8, .bold = true, .color = s->accent};
	double x = s->left, w;

	canvas_fill(s->canvas, sheet_box(s->left, s->y, s->width, 20), s->tint);
	for (size_t i = 0; i < s->head_count; i++, x += w) {
		w = s->width * s->head[i].share;
		style.align = s->head[i].figure ? CANVAS_RIGHT : CANVAS_LEFT;
		canvas_cell(s->canvas, sheet_box(x + 6, s->y, w - 12, 20),
		    str_of(s->head[i].title), &style);
	}
	s->y += 20;
}

void
sheet_need(struct sheet *s, double height)
{
	if (s->y + height <= s->bottom)
		return;
	begin_page(s);
	if (s->head_count > 0)
		table_head(s);
}

static enum rc
draw_once(struct sheet *s, const struct sheet_job *job, struct buf *out,
    struct err *err)
{
	struct canvas_sheet sheet = {
	    .paper = is_letter_country(job->locale) ? CANVAS_LETTER : CANVAS_A4,
	    .title = job->title,
	    .author = job->seller->name,
	    .language = locale_language(job->locale),
	    .created = job->created,
	};
	enum rc rc = canvas_open(&sheet, out, &s->canvas, err);

	if (rc != RC_OK)
		return rc;
	s->left = MARGIN;
	s->width = canvas_width(s->canvas) - 2 * MARGIN;
	s->top = MARGIN;
	s->bottom = canvas_height(s->canvas) - MARGIN - FOOTER;
	begin_page(s);
	job->draw(s, job->doc);
	s->pages = canvas_pages(s->canvas);
	return canvas_close(&s->canvas, err);
}

enum rc
sheet_publish(const struct sheet_job *job, struct buf *out, struct err *err)
{
	struct sheet s = {
	    .arena = job->arena,
	    .seller = job->seller,
	    .locale = job->locale,
	    .running = job->running,
	    .words = job->words,
	    .accent = ACCENT,
	};
	enum rc rc;

	tint_parse(job->seller->color, &s.accent);
	s.tint = tint_mix(s.accent, 0xffffff, 92);
	s.accent = tint_readable(s.accent);
	rc = draw_once(&s, job, NULL, err);
	return rc == RC_OK ? draw_once(&s, job, out, err) : rc;
}

void
sheet_table(struct sheet *s, const struct sheet_column *columns, size_t count)
{
	sheet_need(s, 20 + ROW_LINE + 2 * ROW_PAD);
	s->head = columns;
	s->head_count = count;
	table_head(s);
}

static double
row_height(
    struct sheet *s, const struct sheet_cell *cells, struct canvas_style *style)
{
	double h = ROW_LINE, text;

	for (size_t i = 0; i < s->head_count; i++) {
		if (!s->head[i].wrap)
			continue;
		style->bold = cells[i].bold;
		text = canvas_measure(s->canvas,
		    s->width * s->head[i].share - 12, cells[i].text, style);
		h = text > h ? text : h;
	}
	return h + 2 * ROW_PAD;
}

void
sheet_row(struct sheet *s, const struct sheet_cell *cells)
{
	struct canvas_style style = {.size = ROW_FONT, .lines = 4};
	double h = row_height(s, cells, &style), x = s->left, w;

	sheet_need(s, h);
	for (size_t i = 0; i < s->head_count; i++, x += w) {
		const struct sheet_column *column = &s->head[i];
		struct canvas_box cell;

		w = s->width * column->share;
		cell = sheet_box(x + 6, s->y + ROW_PAD + 0.5, w - 12, ROW_LINE);
		style.color = cells[i].color ? cells[i].color : SHEET_INK;
		style.bold = cells[i].bold;
		style.align = column->figure ? CANVAS_RIGHT : CANVAS_LEFT;
		if (column->wrap)
			canvas_text(s->canvas, cell, cells[i].text, &style);
		else if (column->figure)
			canvas_figure(s->canvas, cell, cells[i].text, &style);
		else
			canvas_cell(s->canvas, cell, cells[i].text, &style);
	}
	s->y += h;
	canvas_fill(s->canvas, sheet_box(s->left, s->y - 0.25, s->width, 0.5),
	    SHEET_HAIR);
}

void
sheet_table_end(struct sheet *s)
{
	s->head_count = 0;
	s->y += 16;
}

void
sheet_total(struct sheet *s, const char *label, struct money m, bool strong)
{
	struct canvas_style style = {.size = strong ? 10 : 9,
	    .color = strong ? s->accent : SHEET_INK,
	    .align = CANVAS_RIGHT};
	double w = s->width * s->head[s->head_count - 1].share;
	double h = strong ? 22 : 17;

	style.bold = strong;
	sheet_need(s, h);
	canvas_cell(s->canvas,
	    sheet_box(
		s->left + s->width * 0.3, s->y, s->width * 0.7 - w - 6, h),
	    str_of(label), &style);
	canvas_figure(s->canvas,
	    sheet_box(s->left + s->width - w + 6, s->y, w - 12, h),
	    sheet_money(s, m), &style);
	s->y += h;
}
