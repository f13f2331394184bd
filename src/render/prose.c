#include "render/prose.h"

#include <stdio.h>

#include "model/limits.h"

#define SIZE    9.5
#define GAP     7.0
#define INDENT  16.0
#define COLUMNS 12 /* of a table; more are left out */
#define DEPTH   8  /* of lists; deeper ones count with the last */

struct cell {
	struct str text;
	bool bold;
};

struct prose {
	struct sheet *s;
	struct buf words; /* of the block or cell at hand */
	size_t bold;      /* bytes of it that are */
	int strong;
	double indent;
	unsigned numbers[DEPTH]; /* next of each list; 0: bullets */
	size_t depth;
	bool item; /* its first block carries the mark */
	bool table;
	struct cell *cells; /* all of the table, row by row */
	size_t cell_count, cell_cap;
	char aligns[COLUMNS];
	size_t columns, column;
};

static void
add(struct prose *p, struct str text)
{
	buf_add_str(&p->words, text);
	if (p->strong > 0)
		p->bold += text.n;
}

static bool
take_bold(struct prose *p)
{
	bool bold = p->bold > 0 && p->bold >= str_trim(buf_str(&p->words)).n;

	p->bold = 0;
	return bold;
}

/* "1." or a bullet, before the first words of an item. */
static void
draw_mark(struct prose *p, double x)
{
	struct canvas_style style = {.size = SIZE, .color = SHEET_INK};
	size_t at = p->depth > DEPTH ? DEPTH - 1 : p->depth - 1;
	struct str mark = STR("•");

	if (!p->item || p->depth == 0)
		return;
	p->item = false;
	if (p->numbers[at] > 0)
		mark = arena_fmt(p->s->arena, "%u.", p->numbers[at]++);
	canvas_cell(p->s->canvas,
	    sheet_box(x - INDENT, p->s->y, INDENT - 2, SIZE * 1.2), mark,
	    &style);
}

static void
end_block(struct prose *p, bool tight)
{
	struct canvas_style style = {.size = SIZE, .color = SHEET_INK};
	struct sheet *s = p->s;
	double x = s->left + p->indent, w = s->width - p->indent;
	struct str text = str_trim(buf_str(&p->words));

	style.bold = take_bold(p);
	if (text.n > 0) {
		sheet_need(s, canvas_measure(s->canvas, w, text, &style));
		draw_mark(p, x);
		s->y += canvas_text(
		    s->canvas, sheet_box(x, s->y, w, 0), text, &style);
		s->y += tight ? 2 : GAP;
	}
	buf_clear(&p->words);
}

static void
end_cell(struct prose *p)
{
	struct cell *c;

	if (p->column < COLUMNS) {
		p->cells = arena_grow(p->s->arena, p->cells, p->cell_count,
		    &p->cell_cap, sizeof(*p->cells));
		c = &p->cells[p->cell_count++];
		c->text = arena_dup(p->s->arena, str_trim(buf_str(&p->words)));
		c->bold = take_bold(p);
	}
	p->bold = 0;
	p->column++;
	buf_clear(&p->words);
}

/* Wide columns for long texts. */
static void
set_columns(const struct prose *p, struct sheet_column columns[COLUMNS])
{
	double longest[COLUMNS] = {0}, sum = 0;

	for (size_t i = 0; i < p->cell_count; i++) {
		double n = (double)p->cells[i].text.n + 3;
		double *at = &longest[i % p->columns];

		n = n > 40 ? 40 : n < 9 ? 9 : n;
		*at = n > *at ? n : *at;
	}
	for (size_t c = 0; c < p->columns; c++)
		sum += longest[c];
	for (size_t c = 0; c < p->columns; c++)
		columns[c] = (struct sheet_column){
		    .title = arena_cstr(p->s->arena, p->cells[c].text),
		    .share = longest[c] / sum,
		    .figure = p->aligns[c] == 'r',
		    .wrap = p->aligns[c] != 'r',
		};
}

static void
end_table(struct prose *p)
{
	struct sheet_column columns[COLUMNS];
	struct sheet_cell row[COLUMNS];

	p->table = false;
	if (p->columns == 0 || p->cell_count < p->columns)
		return;
	set_columns(p, columns);
	sheet_table(p->s, columns, p->columns);
	for (size_t i = p->columns; i + p->columns <= p->cell_count;
	     i += p->columns) {
		for (size_t c = 0; c < p->columns; c++)
			row[c] =
			    (struct sheet_cell){.text = p->cells[i + c].text,
				.bold = p->cells[i + c].bold};
		sheet_row(p->s, row);
	}
	sheet_table_end(p->s);
}

static void
on_table(struct prose *p, const struct markdown_event *e)
{
	switch (e->kind) {
	case MARKDOWN_TABLE:
		if (!e->enter) {
			end_table(p);
			break;
		}
		p->table = true;
		p->cell_count = p->columns = 0;
		break;
	case MARKDOWN_ROW:
		if (e->enter)
			p->column = 0;
		else if (e->header)
			p->columns = p->column < COLUMNS ? p->column : COLUMNS;
		break;
	case MARKDOWN_CELL:
		if (!e->enter) {
			end_cell(p);
			break;
		}
		if (e->header && p->column < COLUMNS)
			p->aligns[p->column] = e->align;
		break;
	default: /* stands in no table */
		break;
	}
}

static void
on_list(struct prose *p, const struct markdown_event *e)
{
	size_t at = p->depth < DEPTH ? p->depth : DEPTH - 1;

	end_block(p, true);
	if (e->enter) {
		p->numbers[at] = e->number;
		p->depth++;
		p->indent += INDENT;
		return;
	}
	p->depth--;
	p->indent -= INDENT;
	p->s->y += GAP - 2;
}

static void
on_event(struct prose *p, const struct markdown_event *e)
{
	switch (e->kind) {
	case MARKDOWN_TEXT:
	case MARKDOWN_CODE:
		add(p, e->text);
		break;
	case MARKDOWN_SOFT_BREAK:
		add(p, STR(" "));
		break;
	case MARKDOWN_BREAK:
		add(p, STR("\n"));
		break;
	case MARKDOWN_STRONG:
		p->strong += e->enter ? 1 : -1;
		break;
	case MARKDOWN_PARAGRAPH:
		if (!e->enter)
			end_block(p, e->tight);
		break;
	case MARKDOWN_HEADING:
		p->strong += e->enter ? 1 : -1;
		if (!e->enter)
			end_block(p, false);
		break;
	case MARKDOWN_CODE_BLOCK:
		add(p, e->text);
		end_block(p, false);
		break;
	case MARKDOWN_RULE:
		p->s->y += GAP;
		break;
	case MARKDOWN_QUOTE:
		end_block(p, false);
		p->indent += e->enter ? INDENT : -INDENT;
		break;
	case MARKDOWN_LIST:
		on_list(p, e);
		break;
	case MARKDOWN_ITEM:
		end_block(p, true);
		p->item = e->enter;
		break;
	case MARKDOWN_TABLE:
	case MARKDOWN_ROW:
	case MARKDOWN_CELL:
		on_table(p, e);
		break;
	case MARKDOWN_EMPHASIS:
	case MARKDOWN_LINK:
	case MARKDOWN_IMAGE:
		break;
	}
}

void
prose_draw(struct sheet *s, const struct markdown *m)
{
	struct prose p = {.s = s};

	buf_init(&p.words, LIMIT_LETTER);
	for (size_t i = 0; i < m->count; i++)
		on_event(&p, &m->events[i]);
	end_block(&p, false);
	buf_fini(&p.words);
}
