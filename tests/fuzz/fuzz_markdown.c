/*
 * Any bytes as Markdown: both parts come out, the text part is UTF-8, and no
 * tag or address of the source reaches the HTML part unasked.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "port/markdown.h"
#include "render/plain.h"
#include "render/rich.h"

static bool
has(const struct buf *b, const char *what)
{
	return str_fold_find(buf_str(b), str_of(what)) != STR_NPOS;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *a;
	struct markdown m;
	struct buf text, html;

	if (a == NULL)
		a = arena_new((size_t)512 << 20);
	arena_reset(a);
	buf_init(&text, 8 << 20);
	buf_init(&html, 8 << 20);
	markdown_parse(a, (struct str){(const char *)data, size}, &m);
	plain_render(a, &m, &text);
	rich_render(&m, STR("#0b6b4f"), &html);
	if (!text.full && !str_is_utf8(buf_str(&text)))
		abort();
	if (has(&html, "<script") || has(&html, "<img") ||
	    has(&html, "href=\"javascript") || has(&html, "href=\"data"))
		abort();
	buf_fini(&text);
	buf_fini(&html);
	return 0;
}
