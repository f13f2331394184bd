#ifndef DUNMAIL_RENDER_TEMPLATE_H
#define DUNMAIL_RENDER_TEMPLATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/*
 * template: Mustache (github mustache/spec: interpolation, sections,
 * inverted, delimiters, comments, partials), compiled once, rendered often.
 * What the spec leaves open: an empty text is false in a section, so that
 * {{#po}}your order {{po}}{{/po}} reads well without one.
 */
enum value_kind {
	VALUE_NONE, /* false */
	VALUE_TRUE,
	VALUE_TEXT,
	VALUE_LIST,
	VALUE_MAP,
};

/* A tree of values built in an arena by the caller. */
struct value {
	enum value_kind kind;
	struct str text;
	struct value **items; /* list */
	size_t count;
	struct value_field *fields; /* map, newest first */
};

struct value_field {
	struct str name;
	struct value *value;
	struct value_field *next;
};

struct value *value_map(struct arena *a);
struct value *value_list(struct arena *a);

/* A map borrows its names. A letter has dozens of them, all literals: inline,
 * so that their lengths are known. */
void value_put(
    struct arena *a, struct value *map, struct str name, struct value *v);
void value_put_text(
    struct arena *a, struct value *map, struct str name, struct str text);
void value_put_bool(
    struct arena *a, struct value *map, struct str name, bool v);

static inline void
value_set(struct arena *a, struct value *map, const char *name, struct value *v)
{
	value_put(a, map, str_of(name), v);
}

static inline void
value_set_text(
    struct arena *a, struct value *map, const char *name, struct str text)
{
	value_put_text(a, map, str_of(name), text);
}

static inline void
value_set_bool(struct arena *a, struct value *map, const char *name, bool v)
{
	value_put_bool(a, map, str_of(name), v);
}

void value_push(struct arena *a, struct value *list, struct value *v);

/* The value of a name or dotted path ("company.color"); NULL: none. */
const struct value *value_get(const struct value *map, struct str path);

struct template;

/* Looks a partial up by name; NULL when there is none. */
typedef const struct template *template_lookup(void *ctx, struct str name);

/* How a {{value}} is escaped for where it lands; {{{raw}}} never is. */
enum template_escape {
	ESCAPE_NONE,
	ESCAPE_HTML,
	ESCAPE_MARKDOWN, /* no character of the value means anything; a line
			  * end becomes an entity (port/markdown.h) */
};

/* RC_BAD with the line of the mistake in *err. The text is copied. The second
 * counts lines from first_line, for a text that is part of a file. */
enum rc template_compile(
    struct str text, struct template **out, struct err *err);
enum rc template_compile_at(
    struct str text, int first_line, struct template **out, struct err *err);
void template_free(struct template **t);

/* A name that has no value is empty; partials deeper than
 * LIMIT_TEMPLATE_DEPTH are left out. */
void template_render(const struct template *t, const struct value *v,
    enum template_escape escape, template_lookup *lookup, void *ctx,
    struct buf *out);

/* As template_render with no partials, but put gets every value, to add it to
 * *out in its own way; raw is that of {{{x}}}. */
typedef void template_put(
    void *ctx, struct buf *out, struct str value, bool raw);
void template_render_with(const struct template *t, const struct value *v,
    template_put *put, void *ctx, struct buf *out);

/* Every name a template uses, for `check`: called once a use. */
typedef void template_name(
    void *ctx, struct str name, int line, bool is_section);
void template_names(const struct template *t, template_name *each, void *ctx);
/* Every partial it uses. */
void template_partials(
    const struct template *t, template_name *each, void *ctx);
/* Only those that are written unescaped ({{{x}}}, {{&x}}): `check` allows that
 * for our own links and nothing else. */
void template_raw_names(
    const struct template *t, template_name *each, void *ctx);

#endif
