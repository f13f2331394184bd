#ifndef DUNMAIL_RENDER_SHEET_H
#define DUNMAIL_RENDER_SHEET_H

#include "base/arena.h"
#include "port/canvas.h"
#include "render/pdf.h"
#include "render/pdfwords.h"

/*
 * sheet: what every document of ours is made of: letterhead, key facts,
 * tables over several pages, how to pay, footer. A document is drawn twice,
 * first on a canvas that only measures, so that "page 1 of 3" can be printed.
 */
#define SHEET_INK   0x1f2933u
#define SHEET_GREY  0x616e7cu
#define SHEET_HAIR  0xcbd2d9u
#define SHEET_RED   0xb42318u
#define SHEET_GREEN 0x1b7f4bu

struct qr;

struct sheet_column {
	const char *title;
	double share; /* of the width; all columns together 1 */
	bool figure;  /* right-aligned, never cut */
	bool wrap;
};

struct sheet_cell {
	struct str text;
	uint32_t color; /* 0: ink */
	bool bold;
};

struct sheet {
	struct canvas *canvas;
	struct arena *arena;
	const struct pdfwords *words;
	const struct pdf_party *seller;
	struct str locale;
	struct str running; /* head of the second page and on */
	uint32_t accent;    /* for text and fills on white */
	uint32_t tint;      /* a breath of it, for backgrounds */
	double left, width; /* the column of print */
	double top, bottom;
	double y;                        /* next free line */
	int pages;                       /* 0 while measuring */
	const struct sheet_column *head; /* repeated after a page break */
	size_t head_count;
	struct qr *qr; /* of the address to pay, made once */
};

struct sheet_job {
	struct arena *arena; /* the caller's */
	const struct pdfwords *words;
	const struct pdf_party *seller;
	struct str locale, title, running;
	day_t created;
	void (*draw)(struct sheet *s, const void *doc);
	const void *doc;
};

/* Draw the job into *out. Errors are canvas_open's and canvas_close's. */
enum rc sheet_publish(
    const struct sheet_job *job, struct buf *out, struct err *err);

/* Begin the next page unless `height` still fits on this one. */
void sheet_need(struct sheet *s, double height);

/* Table: head once, rows, end. Columns live until the end. */
void sheet_table(
    struct sheet *s, const struct sheet_column *columns, size_t count);
void sheet_row(struct sheet *s, const struct sheet_cell *cells);
void sheet_table_end(struct sheet *s);

/* A line under a table's figures, label left of the last column. */
void sheet_total(
    struct sheet *s, const char *label, struct money m, bool strong);

struct canvas_box sheet_box(double x, double y, double w, double h);
struct str sheet_money(struct sheet *s, struct money m);
struct str sheet_date(struct sheet *s, day_t day); /* DAY_NONE: empty */
/* "a · b · c", without those that are empty, whatever way they read. */
struct str sheet_join(
    struct arena *a, struct str first, struct str second, struct str third);
/* The pattern with its '#' replaced, each by the next of the values. */
struct str sheet_say(
    struct sheet *s, const char *pattern, struct str first, struct str second);

#endif
