#include "render/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/limits.h"
#include "render/template_code.h"

#define DELIM_MAX 16

struct compile {
	struct template *t;
	struct str src;
	size_t at;        /* next byte to read */
	size_t text_from; /* start of text not yet added */
	size_t line_from; /* start of the line of `counted` */
	size_t counted;   /* bytes whose lines are in `line` */
	int line;
	struct str open, close; /* delimiters */
	size_t nest[LIMIT_TEMPLATE_DEPTH];
	size_t depth;
	struct err *err;
};

struct tag {
	char sigil; /* one of #^/>!=&{ or 0 */
	struct str name;
	size_t from, to; /* of the whole tag in the source */
	int line;
};

static struct op *
op_push(struct compile *c, enum op_kind kind, struct str text, int line)
{
	struct template *t = c->t;
	struct op *op;

	if (t->count == t->cap) {
		t->cap = t->cap ? 2 * t->cap : 32;
		t->ops = xrealloc(t->ops, t->cap * sizeof(*t->ops));
	}
	op = &t->ops[t->count++];
	*op = (struct op){.kind = kind, .text = text, .line = line};
	op->dot = str_chr(text, '.');
	if (op->dot == STR_NPOS)
		op->dot = text.n;
	return op;
}

static void
push_text(struct compile *c, size_t to)
{
	if (to > c->text_from)
		op_push(c, OP_TEXT,
		    str_sub(c->src, c->text_from, to - c->text_from), 0);
}

static int
line_at(struct compile *c, size_t at)
{
	for (; c->counted < at; c->counted++)
		if (c->src.p[c->counted] == '\n') {
			c->line++;
			c->line_from = c->counted + 1;
		}
	return c->line;
}

/* RC_MISS: no more tags. */
static enum rc
tag_read(struct compile *c, struct tag *tag)
{
	struct str rest = str_sub(c->src, c->at, c->src.n);
	char closing[DELIM_MAX + 2];
	size_t at = str_find(rest, c->open), n = 0, end;

	if (at == STR_NPOS)
		return RC_MISS;
	tag->from = c->at + at;
	tag->line = line_at(c, tag->from);
	rest = str_sub(rest, at + c->open.n, rest.n);
	tag->sigil = rest.n ? rest.p[0] : '\0';
	if (tag->sigil == '\0' || strchr("#^/>!=&{", tag->sigil) == NULL)
		tag->sigil = '\0';
	else
		rest = str_sub(rest, 1, rest.n);
	if (tag->sigil == '{' || tag->sigil == '=')
		closing[n++] = tag->sigil == '{' ? '}' : '=';
	memcpy(closing + n, c->close.p, c->close.n);
	n += c->close.n;
	end = str_find(rest, (struct str){closing, n});
	if (end == STR_NPOS)
		return err_set(c->err, RC_BAD,
		    "line %d: a tag is opened and never closed", tag->line);
	tag->name = str_trim(str_sub(rest, 0, end));
	tag->to = (size_t)(rest.p - c->src.p) + end + n;
	return RC_OK;
}

static bool
is_blank(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\t')
			return false;
	return true;
}

/*
 * A tag that is the only thing in its line takes the line with it: *from and
 * *to grow to the whole line.
 */
static bool
stands_alone(struct compile *c, const struct tag *tag, size_t *from, size_t *to)
{
	struct str line, after;
	size_t eol;

	*from = tag->from;
	*to = tag->to;
	if (tag->sigil == '\0' || tag->sigil == '&' || tag->sigil == '{')
		return false;
	line = str_sub(c->src, c->line_from, tag->from - c->line_from);
	after = str_sub(c->src, tag->to, c->src.n);
	eol = str_chr(after, '\n');
	if (eol != STR_NPOS)
		after.n = eol;
	if (after.n > 0 && after.p[after.n - 1] == '\r')
		after.n--;
	if (!is_blank(line) || !is_blank(after))
		return false;
	*from = c->line_from;
	*to = eol == STR_NPOS ? c->src.n : tag->to + eol + 1;
	return true;
}

static enum rc
section_open(struct compile *c, const struct tag *tag)
{
	if (c->depth == LIMIT_TEMPLATE_DEPTH)
		return err_set(c->err, RC_BAD,
		    "line %d: sections nest deeper than %d", tag->line,
		    LIMIT_TEMPLATE_DEPTH);
	c->nest[c->depth++] = c->t->count;
	op_push(c, tag->sigil == '#' ? OP_SECTION : OP_INVERTED, tag->name,
	    tag->line);
	return RC_OK;
}

static enum rc
section_close(struct compile *c, const struct tag *tag)
{
	struct op *op;

	if (c->depth == 0)
		return err_set(c->err, RC_BAD,
		    "line %d: {{/%.*s}} closes nothing", tag->line,
		    STR_ARG(tag->name));
	op = &c->t->ops[c->nest[c->depth - 1]];
	if (!str_eq(op->text, tag->name))
		return err_set(c->err, RC_BAD,
		    "line %d: {{/%.*s}} closes {{#%.*s}} of line %d", tag->line,
		    STR_ARG(tag->name), STR_ARG(op->text), op->line);
	op->end = c->t->count;
	c->depth--;
	return RC_OK;
}

static bool
delimiter_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (str_is_space(s.p[i]) || s.p[i] == '=')
			return false;
	return s.n > 0 && s.n <= DELIM_MAX;
}

static enum rc
delimiters(struct compile *c, const struct tag *tag)
{
	size_t n = 0;
	struct str open, close;

	while (n < tag->name.n && !str_is_space(tag->name.p[n]))
		n++;
	open = str_sub(tag->name, 0, n);
	close = str_trim(str_sub(tag->name, n, tag->name.n));
	if (!delimiter_ok(open) || !delimiter_ok(close))
		return err_set(
		    c->err, RC_BAD, "line %d: bad delimiters", tag->line);
	c->open = open;
	c->close = close;
	return RC_OK;
}

static bool
name_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (str_is_space(s.p[i]) || s.p[i] == '{' || s.p[i] == '}')
			return false;
	return s.n > 0;
}

static enum rc
tag_add(struct compile *c, const struct tag *tag, bool alone, size_t from)
{
	struct op *op;

	if (tag->sigil == '!')
		return RC_OK;
	if (tag->sigil == '=')
		return delimiters(c, tag);
	if (!name_ok(tag->name))
		return err_set(c->err, RC_BAD, "line %d: not a name: \"%.*s\"",
		    tag->line, STR_ARG(tag->name));
	switch (tag->sigil) {
	case '#':
	case '^':
		return section_open(c, tag);
	case '/':
		return section_close(c, tag);
	case '>':
		op = op_push(c, OP_PARTIAL, tag->name, tag->line);
		op->alone = alone;
		op->indent =
		    str_sub(c->src, from, alone ? tag->from - from : 0);
		return RC_OK;
	}
	op = op_push(c, OP_VALUE, tag->name, tag->line);
	op->raw = tag->sigil != '\0';
	return RC_OK;
}

static enum rc
compile_all(struct compile *c)
{
	struct tag tag = {0};
	enum rc rc;

	while ((rc = tag_read(c, &tag)) == RC_OK) {
		size_t from, to;
		bool alone = stands_alone(c, &tag, &from, &to);

		push_text(c, from);
		c->text_from = c->at = to;
		rc = tag_add(c, &tag, alone, from);
		if (rc != RC_OK)
			return rc;
	}
	if (rc != RC_MISS)
		return rc;
	push_text(c, c->src.n);
	if (c->depth > 0) {
		const struct op *op = &c->t->ops[c->nest[c->depth - 1]];

		return err_set(c->err, RC_BAD,
		    "line %d: {{#%.*s}} is never closed", op->line,
		    STR_ARG(op->text));
	}
	return RC_OK;
}

enum rc
template_compile_at(
    struct str text, int first_line, struct template **out, struct err *err)
{
	struct template *t;
	struct compile c;
	enum rc rc;

	if (text.n > LIMIT_TEMPLATE_FILE)
		return err_set(err, RC_BAD, "template larger than %u bytes",
		    LIMIT_TEMPLATE_FILE);
	t = xcalloc(1, sizeof(*t));
	t->source = xstrndup(text.p ? text.p : "", text.n);
	c = (struct compile){
	    .t = t,
	    .src = {t->source, text.n},
	    .line = first_line,
	    .open = STR("{{"),
	    .close = STR("}}"),
	    .err = err,
	};
	rc = compile_all(&c);
	if (rc != RC_OK) {
		template_free(&t);
		return rc;
	}
	*out = t;
	return RC_OK;
}

enum rc
template_compile(struct str text, struct template **out, struct err *err)
{
	return template_compile_at(text, 1, out, err);
}
