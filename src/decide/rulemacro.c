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
	for (size_t i = 0; i < text.n; i++) {
		size_t end = i + 1;
		const struct rulemacro *found;
		struct str name;

		if (text.p[i] != '{') {
			buf_addc(out, text.p[i]);
			continue;
		}
		while (end < text.n && text.p[end] != '}')
			end++;
		name = str_sub(text, i + 1, end - i - 1);
		/* {2,5} is a count, \{ a brace */
		if (end == text.n || !is_name(name)) {
			buf_addc(out, text.p[i]);
			continue;
		}
		found = find(m, name);
		if (!found) {
			*unknown = name;
			return false;
		}
		buf_add_str(out, found->body);
		i = end;
	}
	return true;
}
