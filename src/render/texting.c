#include "render/texting.h"

#include "model/limits.h"

/* One blank between words, one line end between paragraphs. */
static void
put_words(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = str_is_space(s.p[i]) ? ' ' : s.p[i];

		if (c == ' ' && (b->n == 0 || str_is_space(b->p[b->n - 1])))
			continue;
		buf_addc(b, c);
	}
}

static void
end_line(struct buf *b)
{
	while (b->n > 0 && b->p[b->n - 1] == ' ')
		b->n--;
	if (b->n > 0 && b->p[b->n - 1] != '\n')
		buf_addc(b, '\n');
}

static void
gather(const struct markdown *m, struct buf *b)
{
	bool table = false;

	for (size_t i = 0; i < m->count; i++) {
		const struct markdown_event *e = &m->events[i];

		if (e->kind == MARKDOWN_TABLE)
			table = e->enter;
		if (table)
			continue;
		switch (e->kind) {
		case MARKDOWN_TEXT:
		case MARKDOWN_CODE:
		case MARKDOWN_CODE_BLOCK:
			put_words(b, e->text);
			break;
		case MARKDOWN_SOFT_BREAK:
			put_words(b, STR(" "));
			break;
		case MARKDOWN_BREAK:
		case MARKDOWN_RULE:
			end_line(b);
			break;
		case MARKDOWN_PARAGRAPH:
		case MARKDOWN_HEADING:
		case MARKDOWN_ITEM:
			if (!e->enter)
				end_line(b);
			break;
		case MARKDOWN_LIST:
		case MARKDOWN_QUOTE:
		case MARKDOWN_TABLE:
		case MARKDOWN_ROW:
		case MARKDOWN_CELL:
		case MARKDOWN_EMPHASIS:
		case MARKDOWN_STRONG:
		case MARKDOWN_LINK:
		case MARKDOWN_IMAGE:
			break;
		}
	}
}

enum rc
texting_render(
    const struct markdown *m, struct str link, struct buf *out, struct err *err)
{
	struct str words, more = STR("...");
	enum rc rc = RC_OK;
	struct buf b;
	size_t room;

	buf_init(&b, LIMIT_LETTER);
	gather(m, &b);
	words = str_trim(buf_str(&b));
	if (link.n > 0 && str_find(words, link) != STR_NPOS)
		link = (struct str){NULL, 0};
	room = LIMIT_TEXTING - (link.n ? link.n + 1 : 0);
	if (words.n == 0 || link.n + 1 + more.n >= LIMIT_TEXTING ||
	    (link.n == 0 && words.n > room)) {
		rc = err_set(err, RC_BAD,
		    "a text message has 1 to %d bytes, this one %zu",
		    LIMIT_TEXTING, words.n + link.n);
		goto out;
	}
	if (words.n > room)
		buf_add_str(out, str_rtrim(str_head(words, room - more.n)));
	else
		buf_add_str(out, words);
	if (words.n > room)
		buf_add_str(out, more);
	if (link.n > 0)
		buf_addc(out, '\n');
	buf_add_str(out, link);
out:
	buf_fini(&b);
	return rc;
}
