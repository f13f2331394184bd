#include <string.h>

#include "model/limits.h"
#include "port/mime.h"

/* A part of the graft at its place in the whole. */
static struct mime_part
shifted(const struct mime *m, const struct mime_part *p, size_t at)
{
	struct mime_part q = *p;

	q.parent = p->parent < 0 ? m->v[at].parent : p->parent + (int)at;
	q.depth += m->v[at].depth;
	return q;
}

static void
own(struct arena *a, struct mime *m, struct mime *sub)
{
	struct mime *kept = arena_alloc(a, sizeof(*kept)), *last = kept;

	*kept = *sub;
	while (last->grafts != NULL)
		last = last->grafts;
	last->grafts = m->grafts;
	m->grafts = kept;
	*sub = (struct mime){0};
}

void
mime_graft(struct arena *a, struct mime *m, size_t i, struct mime *sub)
{
	size_t n = sub->n, behind = m->n - i - 1;
	struct mime_part *v;

	m->truncated |= sub->truncated;
	if (m->n - 1 + n > LIMIT_MAIL_PARTS) {
		m->truncated = true;
		own(a, m, sub);
		return;
	}
	v = arena_array(a, m->n - 1 + n, sizeof(*v));
	memcpy(v, m->v, i * sizeof(*v));
	for (size_t k = 0; k < n; k++)
		v[i + k] = shifted(m, &sub->v[k], i);
	for (size_t k = 0; k < behind; k++) {
		v[i + n + k] = m->v[i + 1 + k];
		if (v[i + n + k].parent > (int)i)
			v[i + n + k].parent += (int)n - 1;
	}
	m->v = v;
	m->n += n - 1;
	own(a, m, sub);
}

bool
mime_keep_inside(struct arena *a, struct mime *m, size_t i)
{
	size_t first = i + 1, n = 0;
	struct mime_part *v;

	while (first + n < m->n && m->v[first + n].depth > m->v[i].depth)
		n++;
	if (n == 0)
		return false;
	v = arena_array(a, n, sizeof(*v));
	for (size_t k = 0; k < n; k++) {
		v[k] = m->v[first + k];
		v[k].depth -= m->v[first].depth;
		v[k].parent =
		    v[k].parent <= (int)i ? -1 : v[k].parent - (int)first;
	}
	m->v = v;
	m->n = n;
	return true;
}

bool
mime_is_attached(const struct mime *m, size_t i)
{
	for (int k = m->v[i].parent; k >= 0; k = m->v[k].parent)
		if (m->v[k].kind == MIME_MESSAGE)
			return true;
	return false;
}
