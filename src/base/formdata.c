#include "base/formdata.h"

#include <string.h>

#define BOUNDARY_MAX 70 /* RFC 2046, 5.1.1 */

static bool
is_plain(struct str s, bool plus)
{
	return memchr(s.p, '%', s.n) == NULL &&
	       (!plus || memchr(s.p, '+', s.n) == NULL);
}

bool
formdata_unescape(struct arena *a, struct str s, bool plus, struct str *out)
{
	char *to;
	size_t n = 0;

	*out = s;
	if (s.n == 0)
		return true;
	if (is_plain(s, plus))
		return str_is_utf8(s);
	to = arena_alloc(a, s.n);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '%') {
			int high = i + 2 < s.n ? str_hex(s.p[i + 1]) : -1;
			int low = high < 0 ? -1 : str_hex(s.p[i + 2]);

			if (low < 0)
				return false;
			to[n++] = (char)(high << 4 | low);
			i += 2;
		} else {
			to[n++] = plus && s.p[i] == '+' ? ' ' : s.p[i];
		}
	}
	*out = (struct str){to, n};
	return str_is_utf8(*out);
}

/* A list that grows. */
struct list {
	struct arena *a;
	struct formdata *out;
	size_t cap;
};

static enum rc
add(struct list *l, const struct formdata_field *f, struct err *err)
{
	if (l->out->count >= FORMDATA_FIELDS)
		return err_set(
		    err, RC_BAD, "a form of over %d fields", FORMDATA_FIELDS);
	if (f->name.n > FORMDATA_NAME || f->file_name.n > FORMDATA_NAME)
		return err_set(err, RC_BAD, "a form with a long name");
	l->out->fields = arena_grow(l->a, l->out->fields, l->out->count,
	    &l->cap, sizeof(*l->out->fields));
	l->out->fields[l->out->count++] = *f;
	return RC_OK;
}

enum rc
formdata_query(
    struct arena *a, struct str body, struct formdata *out, struct err *err)
{
	struct list l = {.a = a, .out = out};
	struct str piece;
	enum rc rc = RC_OK;

	*out = (struct formdata){0};
	while (rc == RC_OK && body.n > 0 && str_cut(&body, '&', &piece)) {
		struct formdata_field f = {.is_file = false};
		size_t at = str_chr(piece, '=');
		struct str value = {"", 0};

		if (piece.n == 0)
			continue;
		if (at != STR_NPOS) {
			value = str_sub(piece, at + 1, piece.n);
			piece = str_sub(piece, 0, at);
		}
		if (!formdata_unescape(a, piece, true, &f.name) ||
		    !formdata_unescape(a, value, true, &f.value))
			return err_set(err, RC_BAD, "a field is not UTF-8");
		rc = add(&l, &f, err);
	}
	return rc;
}

/* The value of a parameter in a header's value: token or quoted string, where
 * browsers write " as %22 and nothing as \". */
static bool
parameter(struct str header, const char *name, struct str *out)
{
	struct str rest = header, piece;
	bool found = false;

	/* The first piece is the type itself. */
	if (!str_cut(&rest, ';', &piece))
		return false;
	while (rest.n > 0) {
		size_t eq, end;
		struct str key, value;

		rest = str_trim(rest);
		eq = str_chr(rest, '=');
		if (eq == STR_NPOS)
			return false;
		key = str_sub(rest, 0, eq);
		rest = str_sub(rest, eq + 1, rest.n);
		if (rest.n > 0 && rest.p[0] == '"') {
			rest = str_sub(rest, 1, rest.n);
			end = str_chr(rest, '"');
			if (end == STR_NPOS)
				return false;
			value = str_sub(rest, 0, end);
			rest = str_trim(str_sub(rest, end + 1, rest.n));
			if (rest.n > 0 && rest.p[0] != ';')
				return false;
			rest = str_sub(rest, 1, rest.n);
		} else if (!str_cut(&rest, ';', &value)) {
			return false;
		}
		if (!str_fold_eqc(key, name))
			continue;
		if (found) /* twice: which one? */
			return false;
		*out = str_trim(value);
		found = true;
	}
	return found;
}

/* One header of a part, known by its name; *value is what stands behind it. */
static bool
is_header(struct str line, const char *name, struct str *value)
{
	size_t at = str_chr(line, ':');

	if (at == STR_NPOS || !str_fold_eqc(str_sub(line, 0, at), name))
		return false;
	*value = str_trim(str_sub(line, at + 1, line.n));
	return true;
}

static enum rc
part_headers(
    struct arena *a, struct str head, struct formdata_field *f, struct err *err)
{
	struct str line, value, name, file;
	int seen = 0;

	while (str_line(&head, &line)) {
		if (is_header(line, "Content-Type", &value))
			f->file_type = value;
		if (!is_header(line, "Content-Disposition", &value))
			continue;
		seen++;
		if (!str_fold_starts(value, STR("form-data;")) ||
		    !parameter(value, "name", &name) ||
		    !formdata_unescape(a, name, false, &f->name))
			return err_set(err, RC_BAD, "a part without a name");
		f->is_file = parameter(value, "filename", &file);
		if (f->is_file &&
		    !formdata_unescape(a, file, false, &f->file_name) &&
		    !str_is_utf8(f->file_name = file))
			return err_set(err, RC_BAD, "a file's name");
	}
	return seen == 1 ? RC_OK
			 : err_set(err, RC_BAD, "a part without a name");
}

/* Cut what stands before the next mark off *rest; false: there is none. */
static bool
cut_mark(struct str *rest, struct str mark, struct str *before)
{
	const char *at = memmem(rest->p, rest->n, mark.p, mark.n);

	if (at == NULL)
		return false;
	*before = str_sub(*rest, 0, (size_t)(at - rest->p));
	*rest = str_sub(*rest, before->n + mark.n, rest->n);
	return true;
}

static enum rc
part(struct list *l, struct str bytes, struct err *err)
{
	struct formdata_field f = {.is_file = false};
	struct str head;
	enum rc rc;

	if (!cut_mark(&bytes, STR("\r\n\r\n"), &head))
		return err_set(err, RC_BAD, "a part without an end of head");
	rc = part_headers(l->a, head, &f, err);
	if (rc != RC_OK)
		return rc;
	f.value = bytes;
	if (!f.is_file && !str_is_utf8(bytes))
		return err_set(err, RC_BAD, "a field is not UTF-8");
	if (f.is_file && !str_is_utf8(f.file_type))
		return err_set(err, RC_BAD, "a file's type");
	return add(l, &f, err);
}

/* --B CRLF head CRLF CRLF value CRLF --B ... --B-- */
static enum rc
multipart(struct list *l, struct str boundary, struct str body, struct err *err)
{
	struct str mark = arena_fmt(l->a, "\r\n--%.*s", STR_ARG(boundary));
	struct str bytes;
	enum rc rc = RC_OK;

	if (str_starts(body, str_sub(mark, 2, mark.n)))
		body = str_sub(body, mark.n - 2, body.n);
	else if (!cut_mark(&body, mark, &bytes))
		return err_set(err, RC_BAD, "a form without its boundary");
	while (rc == RC_OK && str_starts(body, STR("\r\n"))) {
		body = str_sub(body, 2, body.n);
		if (!cut_mark(&body, mark, &bytes))
			return err_set(err, RC_BAD, "a form without an end");
		rc = part(l, bytes, err);
	}
	if (rc == RC_OK && !str_starts(body, STR("--")))
		return err_set(err, RC_BAD, "a form without an end");
	return rc;
}

enum rc
formdata_read(struct arena *a, struct str type, struct str body,
    struct formdata *out, struct err *err)
{
	struct list l = {.a = a, .out = out};
	struct str rest = type, kind, boundary;

	*out = (struct formdata){0};
	if (!str_cut(&rest, ';', &kind))
		return RC_MISS;
	kind = str_trim(kind);
	if (str_fold_eqc(kind, "application/x-www-form-urlencoded"))
		return formdata_query(a, body, out, err);
	if (!str_fold_eqc(kind, "multipart/form-data"))
		return RC_MISS;
	if (!parameter(type, "boundary", &boundary) || boundary.n == 0 ||
	    boundary.n > BOUNDARY_MAX)
		return err_set(err, RC_BAD, "a form without a boundary");
	return multipart(&l, boundary, body, err);
}

struct str
formdata_get(const struct formdata *f, const char *name)
{
	for (size_t i = 0; i < f->count; i++)
		if (str_eqc(f->fields[i].name, name))
			return f->fields[i].value;
	return (struct str){NULL, 0};
}
