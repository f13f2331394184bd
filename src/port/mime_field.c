#include "port/mime_field.h"

#include <string.h>

#define PARAMS 12

bool
mime_field_line(struct str *rest, struct str *line)
{
	size_t end = str_chr(*rest, '\n');

	if (rest->n == 0)
		return false;
	*line = str_sub(*rest, 0, end);
	*rest = str_sub(*rest, end == STR_NPOS ? rest->n : end + 1, rest->n);
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

struct str
mime_field_token(struct str *s, const char *more)
{
	struct str t = *s;
	size_t n = 0;

	while (n < s->n &&
	       (str_is_alnum(s->p[n]) || (s->p[n] && strchr(more, s->p[n]))))
		n++;
	t.n = n;
	*s = str_sub(*s, n, s->n);
	return t;
}

bool
mime_field_take(struct str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

/* No others: what a vertical tab is depends on the reader. */
static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void
mime_field_blanks(struct str *s)
{
	while (s->n && is_blank(s->p[0]))
		*s = str_sub(*s, 1, s->n);
}

struct str
mime_field_bare(struct str value)
{
	mime_field_blanks(&value);
	while (value.n && is_blank(value.p[value.n - 1]))
		value.n--;
	return value;
}

/* Letters only that mean themselves: no quoted pair, no encoded word, no blank
 * at the ends that somebody might cut. */
static bool
quoted(struct str *s, struct str *value)
{
	size_t n = 0;

	while (n < s->n && s->p[n] >= ' ' && s->p[n] <= '~' && s->p[n] != '"' &&
	       s->p[n] != '\\')
		n++;
	*value = str_sub(*s, 0, n);
	*s = str_sub(*s, n, s->n);
	return mime_field_take(s, '"') && str_trim(*value).n == value->n &&
	       str_find(*value, STR("=?")) == STR_NPOS;
}

/* "; name=value" at the front of *s. False at the end, and with something left
 * in *s where it is none. */
static bool
next_param(struct str *s, struct str *name, struct str *value)
{
	struct str rest = *s;
	bool good;

	mime_field_blanks(&rest);
	if (rest.n == 0) {
		*s = rest;
		return false;
	}
	good = mime_field_take(&rest, ';');
	mime_field_blanks(&rest);
	*name = mime_field_token(&rest, "-");
	good = good && name->n && mime_field_take(&rest, '=');
	if (good && mime_field_take(&rest, '"'))
		good = quoted(&rest, value);
	else if (good)
		*value = mime_field_token(&rest, "-_.+");
	if (!good || value->n == 0)
		return false;
	*s = rest;
	return true;
}

bool
mime_field_plain(struct str params)
{
	struct str names[PARAMS], value;
	size_t n = 0;

	while (n < PARAMS && next_param(&params, &names[n], &value)) {
		for (size_t i = 0; i < n; i++)
			if (str_fold_eq(names[i], names[n]))
				return false;
		n++;
	}
	return n < PARAMS && params.n == 0;
}

struct str
mime_field_param(struct str params, const char *name)
{
	struct str found, value;

	while (next_param(&params, &found, &value))
		if (str_fold_eqc(found, name))
			return value;
	return STR("");
}

static struct str *
field_of(struct mime_fields *f, struct str name)
{
	if (str_fold_eqc(name, "Content-Type"))
		return &f->type;
	if (str_fold_eqc(name, "Content-Transfer-Encoding"))
		return &f->coding;
	if (str_fold_eqc(name, "Content-Disposition"))
		return &f->disposition;
	return str_fold_eqc(name, "Content-ID") ? &f->id : NULL;
}

bool
mime_field_read(struct str *rest, struct mime_fields *f)
{
	struct str line, other, *field = NULL;

	*f = (struct mime_fields){0};
	while (mime_field_line(rest, &line)) {
		struct str value = line, name;

		if (line.n == 0)
			return true;
		if (str_chr(line, '\r') != STR_NPOS ||
		    str_chr(line, '\0') != STR_NPOS)
			return false;
		if (line.p[0] == ' ' || line.p[0] == '\t') {
			if (field == NULL || str_trim(line).n == 0)
				return false;
			field->n = (size_t)(line.p + line.n - field->p);
			continue;
		}
		name = mime_field_token(&value, "-");
		if (!str_is_alpha(line.p[0]) || !mime_field_take(&value, ':'))
			return false;
		field = field_of(f, name);
		if (field != NULL && field->p != NULL)
			return false;
		field = field ? field : &other;
		*field = value;
	}
	return true;
}
