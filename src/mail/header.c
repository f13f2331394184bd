#include "mail/header.h"

#include <string.h>

#include "model/limits.h"

#define NAME_MAX_LEN 200 /* of a field's name, where one is looked for */

/* Next line with its end; false at the end of the text. */
static bool
raw_line(struct str *rest, struct str *line)
{
	size_t at;

	if (rest->n == 0)
		return false;
	at = str_chr(*rest, '\n');
	at = at == STR_NPOS ? rest->n : at + 1;
	*line = str_sub(*rest, 0, at);
	*rest = str_sub(*rest, at, rest->n);
	return true;
}

static bool
is_blank(struct str line)
{
	return str_trim(line).n == 0;
}

/* Length of the field name at the start of line, 0 if there is none. */
static size_t
name_length(struct str line)
{
	size_t n = 0, end;

	/* NULs are left out of it later. */
	while (n < line.n && (line.p[n] > ' ' || line.p[n] == '\0') &&
	       line.p[n] < 127 && line.p[n] != ':')
		n++;
	end = n;
	/* RFC 5322, 4.5: blanks before the colon are obsolete, not wrong. */
	while (end < line.n && (line.p[end] == ' ' || line.p[end] == '\t'))
		end++;
	return n && end < line.n && line.p[end] == ':' ? n : 0;
}

static bool
is_mbox_line(struct str line)
{
	/* "From : jo@c.example" is a field. */
	return name_length(line) == 0 && (str_starts(line, STR("From ")) ||
					     str_starts(line, STR(">From ")));
}

/*
 * Mail of systems that end lines with CR alone: the first one does, and what
 * follows is a field or an empty line.
 */
static struct str
with_line_ends(struct arena *a, struct str raw)
{
	size_t cr = str_chr(str_sub(raw, 0, LIMIT_MAIL_LINE), '\r'), next = cr;
	char *p;

	if (cr == STR_NPOS || str_chr(str_sub(raw, 0, cr), '\n') != STR_NPOS)
		return raw;
	while (next < raw.n && raw.p[next] == '\r')
		next++;
	if (next < raw.n &&
	    (raw.p[next] == '\n' ||
		name_length(str_sub(raw, next, NAME_MAX_LEN)) == 0))
		return raw;
	raw = arena_dup(a, raw);
	p = (char *)raw.p;
	for (size_t i = 0; i < raw.n; i++)
		if (p[i] == '\r' && (i + 1 == raw.n || p[i + 1] != '\n'))
			p[i] = '\n';
	return raw;
}

static struct str
skip_top(struct str raw)
{
	struct str rest = raw, line;

	if (str_starts(rest, STR("\xef\xbb\xbf")))
		rest = raw = str_sub(raw, 3, raw.n);
	while (raw_line(&rest, &line)) {
		if (!is_blank(line) && !is_mbox_line(line))
			return raw;
		raw = rest;
	}
	return raw;
}

/* A line of blanks between two fields is the end of the first of them
 * (RFC 5322, 4.2). */
static bool
is_fold(struct str line, struct str rest)
{
	return (line.p[0] == ' ' || line.p[0] == '\t') &&
	       name_length(str_sub(rest, 0, NAME_MAX_LEN));
}

/*
 * Where the block ends: at the first blank line. When a line that is no field
 * stands in it, and no field comes after, the text begins there.
 */
static size_t
block_length(struct str raw, size_t *body)
{
	struct str rest = raw, line;
	size_t last = 0, at = 0;
	bool broken = false;

	while (raw_line(&rest, &line)) {
		if (is_blank(line) && !is_fold(line, rest)) {
			*body = broken ? last : at + line.n;
			return broken ? last : at;
		}
		if (name_length(line) ||
		    (!broken && (line.p[0] == ' ' || line.p[0] == '\t'))) {
			last = at + line.n;
			broken = false;
		} else if (!is_mbox_line(line)) {
			broken = true;
		}
		at += line.n;
		if (at > LIMIT_MAIL_HEADER && last)
			break;
	}
	*body = broken || at > LIMIT_MAIL_HEADER ? last : at;
	return *body;
}

/* Take line ends out of value, in place. */
static struct str
unfold(struct str value)
{
	char *p = (char *)value.p;
	size_t n = 0;

	if (value.n > LIMIT_MAIL_LINE)
		value.n = LIMIT_MAIL_LINE;
	for (size_t i = 0; i < value.n; i++) {
		if (p[i] == '\r' && i + 1 < value.n && p[i + 1] != '\r' &&
		    p[i + 1] != '\n')
			p[n++] = ' '; /* one that ends no line */
		else if (p[i] && p[i] != '\r' && p[i] != '\n')
			p[n++] = p[i];
	}
	return str_trim((struct str){p, n});
}

static struct str
without_nul(struct str name)
{
	char *p = (char *)name.p;
	size_t n = 0;

	for (size_t i = 0; i < name.n; i++)
		if (p[i])
			p[n++] = p[i];
	return (struct str){p, n};
}

/* The rest of a block that is larger than we read: up to the blank line. */
static struct str
skip_block(struct str raw)
{
	struct str line;

	while (raw_line(&raw, &line))
		if (is_blank(line))
			break;
	return raw;
}

static bool
next_field(struct str *rest, struct header_field *f)
{
	struct str line, more;

	while (raw_line(rest, &line)) {
		size_t n = name_length(line), colon;

		if (n == 0)
			continue;
		more = *rest;
		while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t'))
			raw_line(rest, &more);
		colon = str_chr(line, ':');
		f->name = str_sub(line, 0, n);
		f->value = (struct str){
		    line.p + colon + 1, (size_t)(rest->p - line.p) - colon - 1};
		return true;
	}
	return false;
}

void
header_scan(struct arena *a, struct str raw, struct header_block *out)
{
	struct header_field f;
	size_t cap = 0, body;
	struct str rest;

	*out = (struct header_block){0};
	raw = skip_top(with_line_ends(a, raw));
	rest = str_sub(raw, 0, block_length(raw, &body));
	out->body = str_sub(raw, body, raw.n);
	if (rest.n > LIMIT_MAIL_HEADER) {
		out->body = skip_block(str_sub(raw, rest.n, raw.n));
		rest.n = LIMIT_MAIL_HEADER;
		out->truncated = true;
	}
	rest = arena_dup(a, rest);
	while (next_field(&rest, &f)) {
		if (out->n == LIMIT_MAIL_HEADERS) {
			out->truncated = true;
			break;
		}
		out->truncated |= f.value.n > LIMIT_MAIL_LINE;
		f.value = unfold(f.value);
		f.name = without_nul(f.name);
		out->v = arena_grow(a, out->v, out->n, &cap, sizeof(f));
		out->v[out->n++] = f;
	}
}

struct str
header_find(const struct header_block *b, const char *name)
{
	for (size_t i = 0; i < b->n; i++)
		if (str_fold_eqc(b->v[i].name, name))
			return b->v[i].value;
	return (struct str){NULL, 0};
}
