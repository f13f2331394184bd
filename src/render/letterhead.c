#include "render/letterhead.h"

static const struct canvas_style SMALL = {.size = 8, .color = SHEET_GREY};

void
letterhead_draw(struct sheet *s, const char *title, struct str below)
{
	struct canvas_style name = {
	    .size = 15, .bold = true, .color = s->accent, .lines = 2};
	struct canvas_style big = {.size = 20, .align = CANVAS_RIGHT};
	struct canvas_style address = SMALL, sub = SMALL;
	double w = s->width * 0.56, x = s->left + s->width * 0.6, y = s->y;

	big.color = SHEET_INK;
	address.lines = 8;
	sub.align = CANVAS_RIGHT;
	canvas_cell(s->canvas, sheet_box(x, y - 3, s->width * 0.4, 26),
	    str_of(title), &big);
	canvas_cell(
	    s->canvas, sheet_box(x, y + 24, s->width * 0.4, 10), below, &sub);
	y += canvas_text(
	    s->canvas, sheet_box(s->left, y, w, 0), s->seller->name, &name);
	y += 3;
	y += canvas_text(s->canvas, sheet_box(s->left, y, w, 0),
	    s->seller->address, &address);
	s->y = (y > s->y + 34 ? y : s->y + 34) + 10;
	canvas_fill(
	    s->canvas, sheet_box(s->left, s->y, s->width, 1.5), s->accent);
	s->y += 20;
}

static double
fact_lines(struct sheet *s, const struct letterhead_fact *facts, size_t count)
{
	struct canvas_style label = {.size = 9, .color = SHEET_GREY};
	struct canvas_style value = {
	    .size = 9, .color = SHEET_INK, .align = CANVAS_RIGHT};
	struct canvas_box at;
	double x = s->left + s->width * 0.54, w = s->width * 0.46, y = s->y;

	value.bold = true;
	for (size_t i = 0; i < count; i++) {
		if (str_is_empty(facts[i].value))
			continue;
		canvas_cell(s->canvas, sheet_box(x, y, w * 0.45, 15),
		    str_of(facts[i].label), &label);
		at = sheet_box(x + w * 0.47, y, w * 0.53, 15);
		if (facts[i].figure)
			canvas_figure(s->canvas, at, facts[i].value, &value);
		else
			canvas_cell(s->canvas, at, facts[i].value, &value);
		y += 15;
	}
	return y;
}

void
letterhead_customer(struct sheet *s, struct str name, struct str account,
    const struct letterhead_fact *facts, size_t count)
{
	struct canvas_style who = {
	    .size = 12, .bold = true, .color = SHEET_INK, .lines = 4};
	struct canvas_style text = {.size = 9, .color = SHEET_INK};
	double w = s->width * 0.5, y = s->y, right;

	text.lines = 2;
	right = fact_lines(s, facts, count);
	y += canvas_text(s->canvas, sheet_box(s->left, y, w, 0),
	    str_of(s->words->bill_to), &SMALL);
	y += 4 + canvas_text(
		     s->canvas, sheet_box(s->left, y + 2, w, 0), name, &who);
	if (!str_is_empty(account))
		y += canvas_text(s->canvas, sheet_box(s->left, y, w, 0),
		    arena_fmt(s->arena, "%s %.*s", s->words->account,
			STR_ARG(account)),
		    &text);
	s->y = (y > right ? y : right) + 18;
}
