#include "port/mime.h"

#include <gmime/gmime.h>
#include <string.h>

#include "model/limits.h"
#include "port/mime_field.h"
#include "port/mime_plain.h"
#include "port/mime_stream.h"

/* One container on the way down. */
struct level {
	GMimeObject *object;
	int index; /* of it in the list */
	int next;  /* child to visit */
};

static struct str
lower(struct arena *a, const char *s)
{
	struct str copy = arena_dup(a, str_of(s ? s : ""));
	char *p = (char *)copy.p;

	for (size_t i = 0; i < copy.n; i++)
		p[i] = str_lower(p[i]);
	return copy;
}

/* Is there a type at all in a part's own field? */
static bool
has_type(GMimeObject *o)
{
	const char *raw = g_mime_object_get_header(o, "Content-Type");
	struct str s = str_of(raw);

	if (raw == NULL || !GMIME_IS_PART(o))
		return true;
	mime_field_blanks(&s);
	if (mime_field_token(&s, "-+._").n == 0)
		return false;
	mime_field_blanks(&s);
	if (!mime_field_take(&s, '/'))
		return false;
	mime_field_blanks(&s);
	return mime_field_token(&s, "-+._").n > 0;
}

static struct str
type_of(struct arena *a, GMimeObject *o)
{
	GMimeContentType *ct = g_mime_object_get_content_type(o);
	const char *main = g_mime_content_type_get_media_type(ct);
	const char *sub = g_mime_content_type_get_media_subtype(ct);
	struct str s =
	    arena_fmt(a, "%s/%s", main ? main : "text", sub ? sub : "plain");

	/* RFC 2045, 5.2: what is no type is text. */
	if (!has_type(o))
		return STR("text/plain");
	return lower(a, s.p);
}

static enum mime_kind
kind_of(GMimeObject *o)
{
	if (GMIME_IS_MULTIPART(o))
		return MIME_MULTI;
	return GMIME_IS_MESSAGE_PART(o) ? MIME_MESSAGE : MIME_LEAF;
}

static struct str
copy(struct arena *a, const char *s)
{
	return s && *s ? arena_dup(a, str_of(s)) : STR("");
}

static enum mime_coding
coding_of(GMimeContentEncoding e)
{
	switch (e) {
	case GMIME_CONTENT_ENCODING_BASE64:
		return MIME_BASE64;
	case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE:
		return MIME_QUOTED;
	case GMIME_CONTENT_ENCODING_UUENCODE:
		return MIME_UU;
	case GMIME_CONTENT_ENCODING_DEFAULT:
	case GMIME_CONTENT_ENCODING_7BIT:
	case GMIME_CONTENT_ENCODING_8BIT:
	case GMIME_CONTENT_ENCODING_BINARY:
		break;
	}
	return MIME_AS_IS;
}

/* The encoded bytes of a leaf, where they lie in what was parsed. */
static struct str
encoded_of(GMimeObject *o, enum mime_coding *coding)
{
	GMimeDataWrapper *content;
	GMimeStream *s;

	if (!GMIME_IS_PART(o))
		return STR("");
	content = g_mime_part_get_content(GMIME_PART(o));
	if (content == NULL)
		return STR("");
	*coding = coding_of(g_mime_data_wrapper_get_encoding(content));
	s = g_mime_data_wrapper_get_stream(content);
	return s != NULL ? mime_stream_bytes(s) : STR("");
}

static void
add_part(
    struct arena *a, struct mime *m, size_t *cap, GMimeObject *o, int parent)
{
	GMimeContentDisposition *cd = g_mime_object_get_content_disposition(o);
	struct mime_part p = {
	    .kind = kind_of(o),
	    .type = type_of(a, o),
	    .disposition = STR(""),
	    .name = STR(""),
	    .charset =
		mime_param(a, &(struct mime_part){.object = o}, "charset"),
	    .has_id = g_mime_object_get_content_id(o) != NULL,
	    .parent = parent,
	    .depth = parent < 0 ? 0 : m->v[parent].depth + 1,
	    .object = o,
	};

	if (cd != NULL)
		p.disposition =
		    lower(a, g_mime_content_disposition_get_disposition(cd));
	if (GMIME_IS_PART(o))
		p.name = copy(a, g_mime_part_get_filename(GMIME_PART(o)));
	p.encoded = encoded_of(o, &p.coding);
	m->v = arena_grow(a, m->v, m->n, cap, sizeof(p));
	m->v[m->n++] = p;
}

static GMimeObject *
child_of(GMimeObject *o, int i)
{
	GMimeMessage *inner;

	if (GMIME_IS_MULTIPART(o))
		return i < g_mime_multipart_get_count(GMIME_MULTIPART(o))
			   ? g_mime_multipart_get_part(GMIME_MULTIPART(o), i)
			   : NULL;
	if (i > 0 || !GMIME_IS_MESSAGE_PART(o))
		return NULL;
	inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(o));
	return inner ? g_mime_message_get_mime_part(inner) : NULL;
}

static void
flatten(struct arena *a, struct mime *m, GMimeObject *root)
{
	struct level stack[LIMIT_MAIL_DEPTH];
	size_t cap = 0, top = 0;

	add_part(a, m, &cap, root, -1);
	stack[top++] = (struct level){root, 0, 0};
	while (top) {
		struct level *l = &stack[top - 1];
		GMimeObject *child = child_of(l->object, l->next++);

		if (child == NULL) {
			top--;
			continue;
		}
		if (m->n == LIMIT_MAIL_PARTS) {
			m->truncated = true;
			return;
		}
		add_part(a, m, &cap, child, l->index);
		if (kind_of(child) == MIME_LEAF)
			continue;
		if (top == LIMIT_MAIL_DEPTH)
			m->truncated = true;
		else
			stack[top++] = (struct level){child, (int)m->n - 1, 0};
	}
}

/* Fields of a part begin behind a line with two dashes in front, or an empty
 * line. */
static bool
begins_part(struct str behind)
{
	size_t i = behind.n && behind.p[0] == '\r';

	return i >= behind.n || behind.p[i] == '\n' ||
	       str_lower(behind.p[i]) == 'c';
}

/*
 * How much of body to look at: GMime builds all parts there are and keeps
 * their fields, so a body with far more than we take is cut.
 */
static size_t
safe_length(struct str body)
{
	size_t parts = 0, line = 0, next, fields = STR_NPOS;

	/* Each part takes four bytes at least, and fields their own. */
	if (body.n < 4 * (size_t)(4 * LIMIT_MAIL_PARTS) ||
	    (body.n < LIMIT_MAIL_HEADER &&
		str_find(body, STR("\n--")) == STR_NPOS))
		return body.n;
	/* Line by line: that is faster than to look for the dashes. */
	for (; line < body.n; line = next) {
		size_t end = str_chr(str_sub(body, line, body.n), '\n');

		next = end == STR_NPOS ? body.n : line + end + 1;
		if (next - line <= 2 &&
		    (body.p[line] == '\n' || body.p[line] == '\r')) {
			fields = STR_NPOS;
		} else if (str_starts(str_sub(body, line, 2), STR("--"))) {
			fields = next;
			if (begins_part(str_sub(body, next, 2)) &&
			    ++parts > 4 * LIMIT_MAIL_PARTS)
				return line;
		} else if (fields != STR_NPOS &&
			   next - fields > LIMIT_MAIL_HEADER) {
			return fields;
		}
	}
	return body.n;
}

static void
start_library(void)
{
	static bool started;

	if (!started)
		g_mime_init();
	started = true;
}

static void
open_any(struct arena *a, struct str head, struct str body, struct mime *out)
{
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeObject *root;

	start_library();
	head = arena_fmt(a, "%.*s\n", (int)head.n, head.p);
	stream = mime_stream_new(head, body);
	parser = g_mime_parser_new_with_stream(stream);
	root = g_mime_parser_construct_part(parser, NULL);
	if (root == NULL)
		root = GMIME_OBJECT(g_mime_part_new_with_type("text", "plain"));
	out->root = root;
	flatten(a, out, root);
	g_object_unref(parser);
	g_object_unref(stream);
}

/* A multipart whose boundary stands nowhere: no need to look line by line. */
static bool
has_no_part(struct str head, struct str body)
{
	struct mime_fields f;
	struct str boundary;

	if (!mime_field_read(&head, &f) ||
	    !str_fold_starts(str_trim(f.type), STR("multipart/")))
		return false;
	boundary = mime_field_param(
	    str_sub(f.type, str_chr(f.type, ';'), f.type.n), "boundary");
	return boundary.n && str_find(body, boundary) == STR_NPOS;
}

void
mime_open_any(
    struct arena *a, struct str head, struct str body, struct mime *out)
{
	size_t size = has_no_part(head, body) ? 0 : safe_length(body);

	*out = (struct mime){.truncated = size && size < body.n};
	open_any(a, head, str_sub(body, 0, size), out);
}

void
mime_open(struct arena *a, struct str head, struct str body, struct mime *out)
{
	*out = (struct mime){0};
	if (!mime_plain_open(a, head, body, out))
		mime_open_any(a, head, body, out);
}

static void
free_objects(struct mime *m)
{
	if (m->root != NULL)
		g_object_unref(m->root);
}

void
mime_close(struct mime *m)
{
	for (struct mime *g = m->grafts; g != NULL; g = g->grafts)
		free_objects(g);
	free_objects(m);
	*m = (struct mime){0};
}

struct str
mime_param(struct arena *a, const struct mime_part *p, const char *name)
{
	GMimeObject *o = p->object;

	if (o == NULL)
		return mime_field_param(p->params, name);
	return copy(a, g_mime_object_get_content_type_parameter(o, name));
}

struct str
mime_head(struct arena *a, const struct mime_part *p)
{
	GMimeMessage *inner;
	struct str copied;
	char *text;

	if (p->kind != MIME_MESSAGE)
		return STR("");
	if (p->object == NULL)
		return str_sub(p->head, 0, LIMIT_MAIL_HEADER);
	inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(p->object));
	if (inner == NULL)
		return STR("");
	text = g_mime_object_get_headers(GMIME_OBJECT(inner), NULL);
	copied = str_sub(str_of(text ? text : ""), 0, LIMIT_MAIL_HEADER);
	copied = arena_dup(a, copied);
	g_free(text);
	return copied;
}

void
mime_warm(void)
{
	struct arena *a = arena_new(1u << 20);
	struct mime m;

	mime_open_any(a, STR("Content-Type: multipart/mixed; boundary=b\n"),
	    STR("--b\nContent-Type: text/plain; charset=utf-8\n"
		"Content-Disposition: attachment; filename*=utf-8''a%20b\n\n"
		"x\n--b--\n"),
	    &m);
	mime_close(&m);
	arena_free(&a);
}
