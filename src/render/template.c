#include "render/template.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/limits.h"
#include "render/escape.h"
#include "render/template_code.h"

/* One context of the stack that names are looked up in, innermost first. */
struct scope {
	const struct value *value;
	const struct scope *up;
};

/* Partials that were looked up: a table asks for its labels in each row. */
#define KNOWN 32

struct known {
	const struct op *op;
	const struct template *t;
};

struct run {
	const struct template *t;
	enum template_escape escape;
	template_lookup *lookup;
	template_put *put; /* in place of the escape */
	void *ctx;
	struct known *known; /* [KNOWN] */
	struct buf *out;
	struct str indent; /* of the partial that is running */
	bool line_start;   /* the indent is due before the next byte */
	int depth;
};

static void render(
    struct run *run, size_t from, size_t to, const struct scope *scope);

static const struct value *
lookup_first(const struct scope *scope, struct str name)
{
	for (; scope != NULL; scope = scope->up) {
		const struct value_field *f;

		if (scope->value == NULL || scope->value->kind != VALUE_MAP)
			continue;
		for (f = scope->value->fields; f != NULL; f = f->next)
			if (template_same_name(f->name, name))
				return f->value;
	}
	return NULL;
}

/* Only the first part of a dotted name climbs the stack. */
static const struct value *
resolve(const struct scope *scope, const struct op *op)
{
	const struct value *v;

	if (op->text.n == 1 && op->text.p[0] == '.')
		return scope->value;
	v = lookup_first(scope, str_sub(op->text, 0, op->dot));
	if (op->dot < op->text.n)
		v = v ? value_get(v, str_sub(op->text, op->dot + 1, op->text.n))
		      : NULL;
	return v;
}

static bool
is_true(const struct value *v)
{
	if (v == NULL)
		return false;
	switch (v->kind) {
	case VALUE_NONE:
		return false;
	case VALUE_TEXT:
		return v->text.n > 0;
	case VALUE_LIST:
		return v->count > 0;
	case VALUE_TRUE:
	case VALUE_MAP:
		return true;
	}
	return false;
}

static void
indent_now(struct run *run)
{
	if (run->line_start)
		buf_add_str(run->out, run->indent);
	run->line_start = false;
}

/* The template's own text: each of its lines gets the partial's indent. */
static void
put_text(struct run *run, struct str s)
{
	size_t at;

	if (run->indent.n == 0) {
		buf_add_str(run->out, s);
		return;
	}
	while (s.n > 0) {
		at = str_chr(s, '\n');
		at = at == STR_NPOS ? s.n : at + 1;
		indent_now(run);
		buf_add(run->out, s.p, at);
		run->line_start = s.p[at - 1] == '\n';
		s = str_sub(s, at, s.n);
	}
}

static void
put_value(struct run *run, const struct op *op, const struct value *v)
{
	struct str s;

	indent_now(run);
	if (v == NULL || (v->kind != VALUE_TEXT && v->kind != VALUE_TRUE))
		return;
	s = v->kind == VALUE_TRUE ? STR("true") : v->text;
	if (run->put)
		run->put(run->ctx, run->out, s, op->raw);
	else if (op->raw || run->escape == ESCAPE_NONE)
		buf_add_str(run->out, s);
	else if (run->escape == ESCAPE_HTML)
		escape_html(run->out, s);
	else
		escape_markdown(run->out, s);
}

static void
put_section(
    struct run *run, size_t at, const struct value *v, const struct scope *up)
{
	size_t end = run->t->ops[at].end;
	struct scope scope = {v, up};

	if (v->kind != VALUE_LIST) {
		render(run, at + 1, end, &scope);
		return;
	}
	for (size_t i = 0; i < v->count && !run->out->full; i++) {
		scope.value = v->items[i];
		render(run, at + 1, end, &scope);
	}
}

static const struct template *
partial_of(const struct run *run, const struct op *op)
{
	struct known *k = &run->known[(uintptr_t)op / sizeof(*op) % KNOWN];

	if (k->op != op)
		*k = (struct known){op, run->lookup(run->ctx, op->text)};
	return k->t;
}

/* Indents add up; the joined one lives for as long as the partial runs. */
static void
put_partial(struct run *run, const struct op *op, const struct scope *scope)
{
	struct run outer = *run;
	const struct template *t;
	char *joined = NULL;

	t = run->lookup ? partial_of(run, op) : NULL;
	if (t == NULL || run->depth >= LIMIT_TEMPLATE_DEPTH)
		return;
	run->t = t;
	run->depth++;
	if (op->alone) {
		size_t n = outer.indent.n + op->indent.n;

		joined = xmalloc(n + 1);
		memcpy(joined, outer.indent.p ? outer.indent.p : "",
		    outer.indent.n);
		memcpy(joined + outer.indent.n, op->indent.p, op->indent.n);
		run->indent = (struct str){joined, n};
		run->line_start = true;
	} else {
		indent_now(run);
		run->indent = (struct str){NULL, 0};
	}
	render(run, 0, t->count, scope);
	free(joined);
	run->t = outer.t;
	run->depth = outer.depth;
	run->indent = outer.indent;
	run->line_start = op->alone;
}

/*
 * Depth is bounded: sections nest no deeper than the compiler allows, partials
 * no deeper than put_partial does.
 */
static void
render(struct run *run, size_t from, size_t to, const struct scope *scope)
{
	for (size_t i = from; i < to && !run->out->full; i++) {
		const struct op *op = &run->t->ops[i];
		const struct value *v;

		switch (op->kind) {
		case OP_TEXT:
			put_text(run, op->text);
			break;
		case OP_VALUE:
			put_value(run, op, resolve(scope, op));
			break;
		case OP_PARTIAL:
			put_partial(run, op, scope);
			break;
		case OP_SECTION:
			v = resolve(scope, op);
			if (is_true(v))
				put_section(run, i, v, scope);
			i = op->end - 1;
			break;
		case OP_INVERTED:
			if (!is_true(resolve(scope, op)))
				render(run, i + 1, op->end, scope);
			i = op->end - 1;
			break;
		}
	}
}

void
template_render(const struct template *t, const struct value *v,
    enum template_escape escape, template_lookup *lookup, void *ctx,
    struct buf *out)
{
	struct known known[KNOWN] = {{NULL, NULL}};
	struct scope scope = {v, NULL};
	struct run run = {
	    .known = known,
	    .t = t,
	    .escape = escape,
	    .lookup = lookup,
	    .ctx = ctx,
	    .out = out,
	};

	render(&run, 0, t->count, &scope);
}

void
template_render_with(const struct template *t, const struct value *v,
    template_put *put, void *ctx, struct buf *out)
{
	struct scope scope = {v, NULL};
	struct run run = {.t = t, .put = put, .ctx = ctx, .out = out};

	render(&run, 0, t->count, &scope);
}

void
template_names(const struct template *t, template_name *each, void *ctx)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct op *op = &t->ops[i];

		switch (op->kind) {
		case OP_TEXT:
		case OP_PARTIAL:
			break;
		case OP_VALUE:
			each(ctx, op->text, op->line, false);
			break;
		case OP_SECTION:
		case OP_INVERTED:
			each(ctx, op->text, op->line, true);
			break;
		}
	}
}

void
template_partials(const struct template *t, template_name *each, void *ctx)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->ops[i].kind == OP_PARTIAL)
			each(ctx, t->ops[i].text, t->ops[i].line, false);
}

void
template_raw_names(const struct template *t, template_name *each, void *ctx)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->ops[i].kind == OP_VALUE && t->ops[i].raw)
			each(ctx, t->ops[i].text, t->ops[i].line, false);
}

void
template_free(struct template **t)
{
	if (*t == NULL)
		return;
	free((*t)->source);
	free((*t)->ops);
	free(*t);
	*t = NULL;
}
