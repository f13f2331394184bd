#include "port/markdown.h"

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/*
 * cmark allocates a small node for every word it meets and gives all of them
 * back at once. It gets memory from a stack of blocks that is emptied after
 * each parse: half the time of a parse otherwise goes into malloc.
 */
#define POOL_BLOCK ((size_t)128 << 10)

struct pool_block {
	struct pool_block *next;
	size_t size, used;
	_Alignas(max_align_t) char bytes[];
};

/* The size stands before each piece, for realloc. */
struct pool_piece {
	_Alignas(max_align_t) size_t size;
	_Alignas(max_align_t) char bytes[];
};

static _Thread_local struct pool_block *pool;

static struct pool_piece *
pool_get(size_t size)
{
	const size_t align = _Alignof(max_align_t);
	size_t want = sizeof(struct pool_piece) + size;
	struct pool_piece *piece;

	want = (want + align - 1) & ~(align - 1);
	if (pool == NULL || pool->size - pool->used < want) {
		size_t room = want > POOL_BLOCK ? want : POOL_BLOCK;
		struct pool_block *b = xmalloc(sizeof(*b) + room);

		*b = (struct pool_block){pool, room, 0};
		pool = b;
	}
	piece = (struct pool_piece *)(pool->bytes + pool->used);
	pool->used += want;
	piece->size = size;
	return piece;
}

static void *
pool_calloc(size_t count, size_t size)
{
	struct pool_piece *piece;
	size_t total;

	if (__builtin_mul_overflow(count, size, &total) || total > SIZE_MAX / 2)
		xdie("markdown: too large");
	piece = pool_get(total);
	memset(piece->bytes, 0, total);
	return piece->bytes;
}

static void *
pool_realloc(void *p, size_t size)
{
	struct pool_piece *old, *piece;

	if (p == NULL)
		return pool_calloc(1, size);
	old = (struct pool_piece *)((char *)p -
				    offsetof(struct pool_piece, bytes));
	if (size <= old->size)
		return p;
	piece = pool_get(size);
	memcpy(piece->bytes, p, old->size);
	return piece->bytes;
}

static void
pool_free(void *p)
{
	(void)p;
}

/* The first block stays for the next parse. */
static void
pool_reset(void)
{
	while (pool != NULL && pool->next != NULL) {
		struct pool_block *next = pool->next;

		free(pool);
		pool = next;
	}
	if (pool != NULL)
		pool->used = 0;
}

static cmark_mem pool_mem = {pool_calloc, pool_realloc, pool_free};

/* Events under way. */
struct walk {
	struct arena *a;
	struct markdown_event *v;
	size_t n, cap;
	bool header;     /* of the row we are in */
	unsigned column; /* of the next cell */
	const uint8_t *aligns;
	unsigned columns;
};

static struct markdown_event *
push(struct walk *w, enum markdown_kind kind, bool enter)
{
	struct markdown_event *e;

	w->v = arena_grow(w->a, w->v, w->n, &w->cap, sizeof(*w->v));
	e = &w->v[w->n++];
	*e = (struct markdown_event){.kind = kind, .enter = enter};
	return e;
}

static struct str
copy(struct walk *w, const char *s)
{
	return arena_dup(w->a, str_of(s));
}

/* A line end in a text comes from "&#10;" only. */
static void
push_text(struct walk *w, cmark_node *node)
{
	struct str rest = copy(w, cmark_node_get_literal(node));

	while (rest.n > 0) {
		size_t at = str_chr(rest, '\n');

		if (at != 0)
			push(w, MARKDOWN_TEXT, true)->text =
			    str_sub(rest, 0, at);
		if (at == STR_NPOS)
			break;
		push(w, MARKDOWN_BREAK, true);
		rest = str_sub(rest, at + 1, rest.n);
	}
}

static bool
is_tight(cmark_node *paragraph)
{
	cmark_node *item = cmark_node_parent(paragraph);
	cmark_node *list = item ? cmark_node_parent(item) : NULL;

	return list && cmark_node_get_type(list) == CMARK_NODE_LIST &&
	       cmark_node_get_list_tight(list);
}

static void
push_list(struct walk *w, cmark_node *node, bool enter)
{
	struct markdown_event *e = push(w, MARKDOWN_LIST, enter);

	if (cmark_node_get_list_type(node) == CMARK_ORDERED_LIST)
		e->number = (unsigned)cmark_node_get_list_start(node);
}

static void
push_row(struct walk *w, cmark_node *node, bool enter)
{
	w->header = cmark_gfm_extensions_get_table_row_is_header(node) != 0;
	w->column = 0;
	push(w, MARKDOWN_ROW, enter)->header = w->header;
}

static void
push_cell(struct walk *w, bool enter)
{
	struct markdown_event *e = push(w, MARKDOWN_CELL, enter);

	e->header = w->header;
	e->number = w->column;
	if (w->column < w->columns)
		e->align = (char)w->aligns[w->column];
	if (!enter)
		w->column++;
}

/* Tables are nodes of an extension: no constants, only names. */
static void
push_table(struct walk *w, cmark_node *node, bool enter)
{
	const char *type = cmark_node_get_type_string(node);

	if (strcmp(type, "table_cell") == 0)
		push_cell(w, enter);
	else if (strcmp(type, "table_row") == 0 ||
		 strcmp(type, "table_header") == 0)
		push_row(w, node, enter);
	else if (strcmp(type, "table") == 0) {
		w->aligns = cmark_gfm_extensions_get_table_alignments(node);
		w->columns = cmark_gfm_extensions_get_table_columns(node);
		push(w, MARKDOWN_TABLE, enter);
	}
}

static bool
push_block(struct walk *w, cmark_node *node, bool enter)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_PARAGRAPH:
		push(w, MARKDOWN_PARAGRAPH, enter)->tight = is_tight(node);
		return true;
	case CMARK_NODE_HEADING:
		push(w, MARKDOWN_HEADING, enter)->number =
		    (unsigned)cmark_node_get_heading_level(node);
		return true;
	case CMARK_NODE_LIST:
		push_list(w, node, enter);
		return true;
	case CMARK_NODE_ITEM:
		push(w, MARKDOWN_ITEM, enter);
		return true;
	case CMARK_NODE_BLOCK_QUOTE:
		push(w, MARKDOWN_QUOTE, enter);
		return true;
	case CMARK_NODE_CODE_BLOCK:
		push(w, MARKDOWN_CODE_BLOCK, true)->text =
		    copy(w, cmark_node_get_literal(node));
		return true;
	case CMARK_NODE_THEMATIC_BREAK:
		push(w, MARKDOWN_RULE, true);
		return true;
	default: /* inlines, tables, raw HTML */
		return false;
	}
}

static bool
push_inline(struct walk *w, cmark_node *node, bool enter)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		push_text(w, node);
		break;
	case CMARK_NODE_CODE:
		push(w, MARKDOWN_CODE, true)->text =
		    copy(w, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_SOFTBREAK:
		push(w, MARKDOWN_SOFT_BREAK, true);
		break;
	case CMARK_NODE_LINEBREAK:
		push(w, MARKDOWN_BREAK, true);
		break;
	case CMARK_NODE_EMPH:
		push(w, MARKDOWN_EMPHASIS, enter);
		break;
	case CMARK_NODE_STRONG:
		push(w, MARKDOWN_STRONG, enter);
		break;
	case CMARK_NODE_LINK:
		push(w, MARKDOWN_LINK, enter)->text =
		    copy(w, cmark_node_get_url(node));
		break;
	case CMARK_NODE_IMAGE:
		push(w, MARKDOWN_IMAGE, enter)->text =
		    copy(w, cmark_node_get_url(node));
		break;
	default: /* raw HTML, the document itself, tables */
		return false;
	}
	return true;
}

static pthread_once_t table_once = PTHREAD_ONCE_INIT;
static cmark_syntax_extension *table;

static void
find_table(void)
{
	cmark_gfm_core_extensions_ensure_registered();
	table = cmark_find_syntax_extension("table");
	if (table == NULL)
		xdie("cmark-gfm has no tables");
}

/* Well-formed in all its runs of high bytes: the rest is ASCII. */
static bool
is_utf8(struct str s)
{
	size_t i = 0, from;

	while (i < s.n) {
		uint64_t v;

		if (i + sizeof(v) <= s.n) {
			memcpy(&v, s.p + i, sizeof(v));
			if ((v & UINT64_C(0x8080808080808080)) == 0) {
				i += sizeof(v);
				continue;
			}
		}
		for (from = i; i < s.n && (unsigned char)s.p[i] >= 0x80;)
			i++;
		if (!str_is_utf8(str_sub(s, from, i - from)))
			return false;
		i += i == from;
	}
	return true;
}

void
markdown_parse(struct arena *a, struct str source, struct markdown *out)
{
	struct walk w = {.a = a};
	int options =
	    is_utf8(source) ? CMARK_OPT_DEFAULT : CMARK_OPT_VALIDATE_UTF8;
	cmark_event_type event;
	cmark_parser *parser;
	cmark_iter *iter;

	pthread_once(&table_once, find_table);
	/* About as many events as a letter has; more may come. */
	w.cap = source.n / 12 + 16;
	w.v = arena_array(a, w.cap, sizeof(*w.v));
	parser = cmark_parser_new_with_mem(options, &pool_mem);
	cmark_parser_attach_syntax_extension(parser, table);
	cmark_parser_feed(parser, source.p ? source.p : "", source.n);
	iter = cmark_iter_new(cmark_parser_finish(parser));
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		bool enter = event == CMARK_EVENT_ENTER;

		if (!push_block(&w, node, enter) &&
		    !push_inline(&w, node, enter))
			push_table(&w, node, enter);
	}
	pool_reset();
	out->events = w.v;
	out->count = w.n;
}

void
markdown_forget(void)
{
	pool_reset();
	free(pool);
	pool = NULL;
}
