#include "render/mould.h"

#include <stdlib.h>
#include <string.h>

#include "render/mark.h"

#define MOULDS  16
#define KEY_MAX ((size_t)64 << 10) /* of a source that is kept */

struct mould {
	struct arena *a; /* holds all of it; NULL: not in use */
	struct str key;  /* the source with its marks */
	size_t marks;
	enum mark_place *places; /* one a mark */
	struct markdown m;
	bool *marked; /* one an event: marks are in its text */
	bool usable;
	uint64_t used; /* when last */
};

static _Thread_local struct mould moulds[MOULDS];
static _Thread_local uint64_t uses;

static struct mould *
find(struct str key, size_t marks)
{
	for (size_t i = 0; i < MOULDS; i++)
		if (moulds[i].a != NULL && moulds[i].marks == marks &&
		    str_eq(moulds[i].key, key))
			return &moulds[i];
	return NULL;
}

static struct mould *
oldest(void)
{
	struct mould *m = &moulds[0];

	for (size_t i = 1; i < MOULDS; i++)
		if (moulds[i].used < m->used)
			m = &moulds[i];
	return m;
}

/* Every mark must be met once, in words or in an address. */
static bool
place_marks(struct mould *m)
{
	size_t met = 0;

	for (size_t i = 0; i < m->m.count; i++) {
		const struct markdown_event *e = &m->m.events[i];
		enum mark_place place = e->kind == MARKDOWN_TEXT ? MARK_IN_TEXT
					: e->kind == MARKDOWN_LINK
					    ? MARK_IN_ADDRESS
					    : MARK_LOST;
		struct str rest = e->text;
		size_t k;

		/* The end of a link repeats its address. */
		while (mark_next(&rest, &k)) {
			if (place == MARK_LOST || k >= m->marks)
				return false;
			m->marked[i] = true;
			if (e->kind == MARKDOWN_LINK && !e->enter)
				continue;
			if (m->places[k] != MARK_LOST)
				return false;
			m->places[k] = place;
			met++;
		}
	}
	return met == m->marks;
}

static struct mould *
cast(struct str key, size_t marks)
{
	struct mould *m = oldest();
	struct arena *a = m->a;

	if (a != NULL)
		arena_reset(a);
	else
		a = arena_new(512 * KEY_MAX);
	*m = (struct mould){.a = a, .marks = marks};
	m->key = arena_dup(a, key);
	if (!mark_may(m->key))
		return m;
	markdown_parse(a, m->key, &m->m);
	m->places = arena_array(a, marks, sizeof(*m->places));
	m->marked = arena_array(a, m->m.count, sizeof(*m->marked));
	m->usable = place_marks(m);
	return m;
}

/* Raw values are for addresses alone, and what is in one must mean nothing
 * there. */
static bool
fits(const struct mould *m, const struct marks *marks)
{
	if (!m->usable)
		return false;
	for (size_t i = 0; i < m->marks; i++) {
		if (m->places[i] == MARK_IN_TEXT && marks->v[i].raw)
			return false;
		if (m->places[i] == MARK_IN_ADDRESS && !marks->v[i].plain)
			return false;
	}
	return true;
}

struct events {
	struct arena *a;
	struct markdown_event *v;
	size_t n, cap;
};

static void
push(struct events *to, struct markdown_event e)
{
	to->v = arena_grow(to->a, to->v, to->n, &to->cap, sizeof(*to->v));
	to->v[to->n++] = e;
}

/* A line end in a value is a break, as in markdown_parse. */
static void
push_text(struct events *to, struct str rest)
{
	struct markdown_event text = {.kind = MARKDOWN_TEXT, .enter = true};
	struct markdown_event end = {.kind = MARKDOWN_BREAK, .enter = true};

	while (rest.n > 0) {
		size_t at = str_chr(rest, '\n');

		text.text = str_sub(rest, 0, at);
		if (at != 0)
			push(to, text);
		if (at == STR_NPOS)
			break;
		push(to, end);
		rest = str_sub(rest, at + 1, rest.n);
	}
}

static void
fill(const struct mould *m, const struct marks *marks, struct events *to)
{
	for (size_t i = 0; i < m->m.count; i++) {
		struct markdown_event e = m->m.events[i];

		if (m->marked[i])
			e.text = mark_fill(to->a, e.text, marks);
		if (m->marked[i] && e.kind == MARKDOWN_TEXT)
			push_text(to, e.text);
		else
			push(to, e);
	}
}

void
mould_markdown(struct arena *a, const struct template *t,
    const struct value *values, struct buf *source, struct markdown *out)
{
	struct marks marks = {.a = a};
	struct events to = {.a = a};
	struct mould *m = NULL;
	struct str key;

	template_render_with(t, values, mark_put, &marks, source);
	key = buf_str(source);
	if (!marks.odd && !source->full && key.n <= KEY_MAX) {
		m = find(key, marks.n);
		if (m == NULL)
			m = cast(key, marks.n);
		m->used = ++uses;
	}
	if (m == NULL || !fits(m, &marks)) {
		buf_clear(source);
		template_render(t, values, ESCAPE_MARKDOWN, NULL, NULL, source);
		markdown_parse(a, buf_str(source), out);
		return;
	}
	to.cap = m->m.count + 8;
	to.v = arena_array(a, to.cap, sizeof(*to.v));
	fill(m, &marks, &to);
	*out = (struct markdown){to.v, to.n};
}

void
mould_forget(void)
{
	for (size_t i = 0; i < MOULDS; i++) {
		arena_free(&moulds[i].a);
		moulds[i] = (struct mould){0};
	}
}
