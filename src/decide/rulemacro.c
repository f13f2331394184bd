#include "decide/rulemacro.h"

static bool
is_name(struct str s)
{
	if (!s.n || !str_is_alpha(s.p[0]))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!str_is_alnum(s.p[i]) && s.p[i] != '-')
			return false;
	}
	return true;
}

static const struct rulemacro *
find(const struct rulemacros *m, struct str name)
{
	for (size_t i = 0; i < m->n; i++) {
		if (str_eq(m->v[i].name, name))
			return &m->v[i];
	}
	return NULL;
}

bool
rulemacro_add(
    struct arena *a, struct rulemacros *m, struct str name, struct str body)
{
	if (!is_name(name) || find(m, name))
		return false;
	m->v = arena_grow(a, m->v, m->n, &m->cap, sizeof(*m->v));
	m->v[m->n].name = arena_dup(a, name);
	m->v[m->n].body = arena_fmt(a, "(?:%.*s)", (int)body.n, body.p);
	m->n++;
	return true;
}

bool
rulemacro_expand(const struct rulemacros *m, struct str text, struct buf *out,
    struct str *unknown)
{
	while (text.n) {
		size_t open = str_chr(text, '{'), close;
		const struct rulemacro *found;
		struct str name;

		buf_add_str(out, str_sub(text, 0, open));
		if (open == STR_NPOS)
			break;
		text = str_sub(text, open + 1, text.n);
		close = str_chr(text, '}');
		name = str_sub(text, 0, close == STR_NPOS ? 0 : close);
		/* {2,5} is a count, \{ a brace */
		if (!is_name(name)) {
			buf_addc(out, '{');
			continue;
		}
		found = find(m, name);
		if (!found) {
			*unknown = name;
			return false;
		}
		buf_add_str(out, found->body);
		text = str_sub(text, close + 1, text.n);
	}
	return true;
}
