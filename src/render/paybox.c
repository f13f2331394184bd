#include "render/paybox.h"

#include "port/qr.h"

#define PAD       14.0
#define QR_SIDE   104.0
#define QR_COLUMN 140.0
#define BOTH      (QR_COLUMN + 2 * PAD)

static const struct canvas_style SMALL = {.size = 8, .color = SHEET_GREY};

/* The online half: a button, and the same address for a telephone. */
static double
pay_online(struct sheet *s, double x, double y, struct str url)
{
	struct canvas_style button = {
	    .size = 10, .bold = true, .color = 0xffffff};
	struct canvas_style caption = SMALL;

	button.align = caption.align = CANVAS_CENTER;
	canvas_link_begin(s->canvas, url);
	canvas_fill(s->canvas, sheet_box(x, y, QR_COLUMN, 24), s->accent);
	canvas_cell(s->canvas, sheet_box(x + 6, y, QR_COLUMN - 12, 24),
	    str_of(s->words->pay_online), &button);
	canvas_link_end(s->canvas);
	if (s->qr->width == 0)
		return y + 24;
	canvas_cell(s->canvas, sheet_box(x, y + 28, QR_COLUMN, 12),
	    str_of(s->words->scan), &caption);
	canvas_grid(s->canvas,
	    sheet_box(x + (QR_COLUMN - QR_SIDE) / 2, y + 48, QR_SIDE, QR_SIDE),
	    s->qr->dark, s->qr->width);
	return y + 48 + QR_SIDE;
}

/* The other half: where to transfer to, and what to write on it. */
static double
pay_bank(struct sheet *s, double x, double y, double w, struct str reference)
{
	struct canvas_style title = {
	    .size = 12, .bold = true, .color = s->accent};
	struct canvas_style strong = {
	    .size = 9, .bold = true, .color = SHEET_INK, .lines = 2};
	struct canvas_style text = {.size = 9, .color = SHEET_INK, .lines = 12};

	y += canvas_text(s->canvas, sheet_box(x, y, w, 0),
	    str_of(s->words->how_to_pay), &title);
	y += 6;
	if (!str_is_empty(s->seller->bank)) {
		y += canvas_text(s->canvas, sheet_box(x, y, w, 0),
		    str_of(s->words->bank), &SMALL);
		y += 2 + canvas_text(s->canvas, sheet_box(x, y + 1, w, 0),
			     s->seller->bank, &text);
		y += 6;
	}
	y += canvas_text(s->canvas, sheet_box(x, y, w, 0),
	    str_of(s->words->reference), &SMALL);
	return y + canvas_text(s->canvas, sheet_box(x, y + 1, w, 0), reference,
		       &strong);
}

static double
contents(struct sheet *s, struct str url, struct str reference)
{
	bool online = !str_is_empty(url);
	double x = s->left + PAD, y = s->y + PAD;
	double w = s->width - 2 * PAD - (online ? BOTH : 0);
	double left = pay_bank(s, x, y, w, reference), right = y;

	if (online)
		right =
		    pay_online(s, s->left + s->width - PAD - QR_COLUMN, y, url);
	return (left > right ? left : right) + PAD - s->y;
}

/* An address too long for a code keeps its button. */
static void
make_code(struct sheet *s, struct str url)
{
	if (s->qr != NULL)
		return;
	s->qr = arena_alloc(s->arena, sizeof(*s->qr));
	if (qr_encode(s->arena, url, s->qr, NULL) != RC_OK)
		s->qr->width = 0;
}

static void
frame(struct sheet *s, double w, double h)
{
	const struct canvas_box edges[] = {
	    {s->left, s->y, w, 0.5},
	    {s->left, s->y + h - 0.5, w, 0.5},
	    {s->left, s->y, 0.5, h},
	    {s->left + w - 0.5, s->y, 0.5, h},
	};

	for (size_t i = 0; i < 4; i++)
		canvas_fill(s->canvas, edges[i], SHEET_HAIR);
}

void
paybox_draw(struct sheet *s, struct str url, struct str reference)
{
	double h;

	if (str_is_empty(url) && str_is_empty(s->seller->bank))
		return;
	make_code(s, url);
	canvas_quiet(s->canvas, true);
	h = contents(s, url, reference);
	canvas_quiet(s->canvas, false);
	sheet_need(s, h);
	frame(s, s->width, h);
	contents(s, url, reference);
	s->y += h + 16;
}
