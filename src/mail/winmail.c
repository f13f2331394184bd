#include "mail/winmail.h"

#include "mail/tnef.h"
#include "model/limits.h"

#define OPENED_MAX 8 /* of one mail; Exchange makes one */

static bool
is_winmail(const struct mime_part *p)
{
	if (p->kind != MIME_LEAF)
		return false;
	if (str_eqc(p->type, "application/ms-tnef") ||
	    str_eqc(p->type, "application/vnd.ms-tnef"))
		return true;
	return str_eqc(p->type, "application/octet-stream") &&
	       str_fold_eqc(p->name, "winmail.dat");
}

/* Do words stand in front of part i? */
static bool
has_words(const struct mime *m, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		const struct mime_part *p = &m->v[k];

		if (p->kind == MIME_LEAF && str_starts(p->type, STR("text/")) &&
		    !str_eqc(p->disposition, "attachment") &&
		    str_trim(p->encoded).n)
			return true;
	}
	return false;
}

static struct mime_part *
add(struct arena *a, struct mime *m, size_t *cap, const char *type)
{
	struct mime_part *p;

	m->v = arena_grow(a, m->v, m->n, cap, sizeof(*m->v));
	p = &m->v[m->n++];
	*p = (struct mime_part){.kind = MIME_LEAF,
	    .type = str_of(type),
	    .disposition = STR(""),
	    .name = STR(""),
	    .charset = STR(""),
	    .parent = m->n == 1 ? -1 : 0,
	    .depth = m->n > 1,
	    .encoded = STR(""),
	    .params = STR(""),
	    .head = STR("")};
	return p;
}

static struct str
lower_type(struct arena *a, struct str type)
{
	struct str s = arena_dup(a, str_trim(type));
	char *p = (char *)s.p;

	if (str_chr(s, '/') == STR_NPOS || s.n > 100)
		return STR("application/octet-stream");
	for (size_t i = 0; i < s.n; i++)
		p[i] = str_lower(p[i]);
	return s;
}

static void
add_body(struct arena *a, const struct tnef *t, struct mime *m, size_t *cap)
{
	struct mime_part *p;

	/* As HTML it has the structure that its mail program gave it. */
	if (t->html.n) {
		p = add(a, m, cap, "text/html");
		p->encoded = t->html;
		p->charset = t->html_charset;
	} else if (t->text.n) {
		p = add(a, m, cap, "text/plain");
		p->encoded = t->text;
		p->charset = STR("utf-8");
	}
}

static void
as_parts(struct arena *a, const struct tnef *t, bool body, struct mime *m)
{
	size_t cap = 0;

	add(a, m, &cap, "multipart/mixed")->kind = MIME_MULTI;
	if (body)
		add_body(a, t, m, &cap);
	for (size_t i = 0; i < t->n && m->n < LIMIT_MAIL_PARTS; i++) {
		struct mime_part *p = add(a, m, &cap, "");

		p->type = lower_type(a, t->files[i].type);
		p->disposition = STR("attachment");
		p->name = t->files[i].name;
		p->encoded = t->files[i].data;
	}
}

void
winmail_open(struct arena *a, struct mime *m)
{
	size_t left = OPENED_MAX;

	for (size_t i = 0; i < m->n && left > 0; i++) {
		struct mime sub = {0};
		struct tnef t;
		bool cut;

		if (!is_winmail(&m->v[i]) || mime_is_attached(m, i))
			continue;
		left--;
		if (!tnef_read(
			a, mime_bytes(a, &m->v[i], LIMIT_MAIL_RAW, &cut), &t))
			continue;
		as_parts(a, &t, !has_words(m, i), &sub);
		mime_graft(a, m, i, &sub);
	}
}
