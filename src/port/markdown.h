#ifndef DUNMAIL_PORT_MARKDOWN_H
#define DUNMAIL_PORT_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * markdown: CommonMark with GFM tables (cmark-gfm) as a flat list of events,
 * from which the text part and the HTML part are both written. Raw HTML in the
 * source is left out, nothing becomes a link by itself, and bad UTF-8 turns
 * into U+FFFD. An "&#10;" in the source is a line break wherever it stands.
 */
enum markdown_kind {
	MARKDOWN_PARAGRAPH,
	MARKDOWN_HEADING,
	MARKDOWN_LIST,
	MARKDOWN_ITEM,
	MARKDOWN_QUOTE,
	MARKDOWN_CODE_BLOCK, /* single event */
	MARKDOWN_RULE,       /* single */
	MARKDOWN_TABLE,
	MARKDOWN_ROW,
	MARKDOWN_CELL,
	MARKDOWN_TEXT,       /* single */
	MARKDOWN_CODE,       /* single */
	MARKDOWN_SOFT_BREAK, /* single */
	MARKDOWN_BREAK,      /* single */
	MARKDOWN_EMPHASIS,
	MARKDOWN_STRONG,
	MARKDOWN_LINK,
	MARKDOWN_IMAGE, /* its description stands inside */
};

struct markdown_event {
	enum markdown_kind kind;
	bool enter;      /* false: the end of what was entered */
	bool tight;      /* paragraph: of a tight list, no space around */
	bool header;     /* row, cell: of the table's head */
	char align;      /* cell: 'l', 'r', 'c' or 0 */
	unsigned number; /* heading: level; list: first number or 0 for
			  * bullets; cell: column */
	struct str text; /* text, code; link, image: address */
};

struct markdown {
	struct markdown_event *events;
	size_t count;
};

/* Never fails: every text is Markdown. All of *out lives in the arena. */
void markdown_parse(struct arena *a, struct str source, struct markdown *out);

/* Memory that this thread keeps for its next parse is given back. */
void markdown_forget(void);

#endif
