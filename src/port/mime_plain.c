#include "port/mime_plain.h"

#include "port/mime_field.h"

#define PARTS    100
#define DEPTH    8
#define BOUNDARY 70 /* RFC 2046, 5.1.1 */

struct reader {
	struct arena *a;
	struct mime *m;
	size_t cap;
	struct str rest; /* of the body */
	struct {
		struct str boundary;
		int part; /* its index */
	} open[DEPTH];
	size_t depth;
	int leaf; /* the part whose bytes go by, -1: none */
};

enum edge {
	EDGE_NONE,
	EDGE_NEXT, /* a part begins */
	EDGE_LAST,
	EDGE_ODD,
};

static struct str
lower_pair(struct arena *a, struct str main, struct str sub)
{
	size_t n = main.n + 1 + sub.n;
	char *p = arena_alloc(a, n + 1);

	for (size_t i = 0; i < main.n; i++)
		p[i] = str_lower(main.p[i]);
	p[main.n] = '/';
	for (size_t i = 0; i < sub.n; i++)
		p[main.n + 1 + i] = str_lower(sub.p[i]);
	return (struct str){p, n};
}

static bool
is_one_of(struct str s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eqc(s, list[i]))
			return true;
	return false;
}

static bool
read_type(struct arena *a, struct str value, struct mime_part *p)
{
	static const char *const multi[] = {"multipart/mixed",
	    "multipart/alternative", "multipart/related", "multipart/report"};
	static const char *const leaves[] = {"text/plain", "text/html",
	    "text/calendar", "text/csv", "message/delivery-status",
	    "message/disposition-notification", "message/feedback-report"};
	struct str main, sub;

	if (value.p == NULL) {
		p->type = STR("text/plain");
		return true;
	}
	mime_field_blanks(&value);
	main = mime_field_token(&value, "");
	if (!mime_field_take(&value, '/'))
		return false;
	sub = mime_field_token(&value, "-+.");
	p->type = lower_pair(a, main, sub);
	p->params = value;
	p->charset = mime_field_param(value, "charset");
	if (!mime_field_plain(value) || sub.n == 0)
		return false;
	if (is_one_of(p->type, multi, sizeof(multi) / sizeof(multi[0])))
		p->kind = MIME_MULTI;
	else if (str_eqc(p->type, "message/rfc822"))
		p->kind = MIME_MESSAGE;
	else
		return str_starts(p->type, STR("application/")) ||
		       str_starts(p->type, STR("image/")) ||
		       is_one_of(
			   p->type, leaves, sizeof(leaves) / sizeof(leaves[0]));
	return true;
}

static bool
read_coding(struct str value, struct mime_part *p)
{
	value = mime_field_bare(value);
	if (str_fold_eqc(value, "base64"))
		p->coding = MIME_BASE64;
	else if (str_fold_eqc(value, "quoted-printable"))
		p->coding = MIME_QUOTED;
	else
		return value.n == 0 || str_fold_eqc(value, "7bit") ||
		       str_fold_eqc(value, "8bit") ||
		       str_fold_eqc(value, "binary");
	return p->kind == MIME_LEAF;
}

static bool
read_disposition(struct arena *a, struct str value, struct mime_part *p)
{
	bool has = value.p != NULL;
	struct str word;

	p->disposition = p->name = STR("");
	if (has) {
		mime_field_blanks(&value);
		word = mime_field_token(&value, "");
		if (word.n == 0 || !mime_field_plain(value))
			return false;
		p->disposition = lower_pair(a, word, STR(""));
		p->disposition.n--;
	}
	if (p->kind != MIME_LEAF)
		return true;
	if (has)
		p->name = mime_field_param(value, "filename");
	if (p->name.n == 0)
		p->name = mime_field_param(p->params, "name");
	return true;
}

static bool
read_id(struct str value, struct mime_part *p)
{
	struct str s = mime_field_bare(value);

	p->has_id = value.p != NULL;
	if (!p->has_id)
		return true;
	return mime_field_take(&s, '<') && mime_field_token(&s, "-_.$+").n &&
	       mime_field_take(&s, '@') && mime_field_token(&s, "-_.$+").n &&
	       mime_field_take(&s, '>') && s.n == 0;
}

/* The part that these fields open becomes the last of the list. */
static bool
add_part(struct reader *r, const struct mime_fields *f, int parent)
{
	struct mime_part p = {.kind = MIME_LEAF, .parent = parent};
	struct mime *m = r->m;
	int at = (int)m->n;

	if (parent >= 0)
		p.depth = m->v[parent].depth + 1;
	if (m->n == PARTS || !read_type(r->a, f->type, &p) ||
	    !read_coding(f->coding, &p) ||
	    !read_disposition(r->a, f->disposition, &p) || !read_id(f->id, &p))
		return false;
	m->v = arena_grow(r->a, m->v, m->n, &r->cap, sizeof(p));
	m->v[m->n++] = p;
	r->leaf = p.kind == MIME_LEAF ? at : -1;
	if (p.kind == MIME_LEAF)
		m->v[at].encoded = str_sub(r->rest, 0, 0);
	if (p.kind != MIME_MULTI)
		return true;
	if (r->depth == DEPTH)
		return false;
	r->open[r->depth].boundary = mime_field_param(p.params, "boundary");
	r->open[r->depth].part = at;
	r->depth++;
	return r->open[r->depth - 1].boundary.n > 0 &&
	       r->open[r->depth - 1].boundary.n <= BOUNDARY;
}

/* The next part, and of a mail what lies inside. */
static bool
begin_part(struct reader *r)
{
	int parent = r->open[r->depth - 1].part, at = (int)r->m->n;
	struct mime_fields f;
	struct str *head;

	if (!mime_field_read(&r->rest, &f) || !add_part(r, &f, parent))
		return false;
	if (r->m->v[at].kind != MIME_MESSAGE)
		return true;
	head = &r->m->v[at].head;
	*head = str_sub(r->rest, 0, 0);
	if (!mime_field_read(&r->rest, &f) || r->rest.n == 0)
		return false;
	/* Without the empty line. */
	head->n = (size_t)(r->rest.p - head->p) - 1;
	if (head->n && head->p[head->n - 1] == '\r')
		head->n--;
	return add_part(r, &f, at) && r->m->v[at + 1].kind != MIME_MESSAGE;
}

/* What a line is to the multiparts that are open. */
static enum edge
edge_of(const struct reader *r, struct str line)
{
	for (size_t i = 0; i < r->depth; i++) {
		struct str b = r->open[i].boundary, rest;

		if (!str_starts(str_sub(line, 2, line.n), b))
			continue;
		rest = str_sub(line, 2 + b.n, line.n);
		/* An outer one's: the inner was not closed. */
		if (i + 1 < r->depth)
			return EDGE_ODD;
		if (rest.n == 0)
			return EDGE_NEXT;
		return str_eqc(rest, "--") ? EDGE_LAST : EDGE_ODD;
	}
	return EDGE_NONE;
}

/* The end of the line in front of a boundary belongs to that. Mixed ends are
 * not plain: readers differ in how much they take. */
static bool
end_leaf(struct reader *r, struct str edge)
{
	const char *behind = edge.p + edge.n;
	bool wide = behind < r->rest.p && *behind == '\r';
	struct str *s;

	if (r->leaf < 0)
		return true;
	s = &r->m->v[r->leaf].encoded;
	r->leaf = -1;
	s->n = (size_t)(edge.p - s->p);
	if (s->n == 0)
		return true;
	s->n--;
	if ((s->n && s->p[s->n - 1] == '\r') != wide)
		return false;
	s->n -= wide;
	return true;
}

static bool
has_child(const struct reader *r)
{
	const struct mime *m = r->m;

	return (int)m->n > r->open[r->depth - 1].part + 1;
}

/* From one boundary to the next, until all that is open is closed. */
static bool
read_parts(struct reader *r)
{
	struct str line;

	while (r->depth && mime_field_line(&r->rest, &line)) {
		enum edge edge = EDGE_NONE;

		if (str_starts(line, STR("--")))
			edge = edge_of(r, line);
		if (edge == EDGE_NONE)
			continue;
		if (!end_leaf(r, line))
			return false;
		if (edge == EDGE_LAST && has_child(r))
			r->depth--;
		else if (edge != EDGE_NEXT || !begin_part(r))
			return false;
	}
	return r->depth == 0;
}

bool
mime_plain_open(
    struct arena *a, struct str head, struct str body, struct mime *out)
{
	struct mime m = {.truncated = out->truncated};
	struct reader r = {.a = a, .m = &m, .rest = body};
	struct mime_fields f;

	if (!mime_field_read(&head, &f) || head.n || !add_part(&r, &f, -1) ||
	    m.v[0].kind == MIME_MESSAGE)
		return false;
	if (m.v[0].kind == MIME_LEAF)
		m.v[0].encoded = body;
	else if (!read_parts(&r))
		return false;
	*out = m;
	return true;
}
