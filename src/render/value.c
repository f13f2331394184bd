#include "render/template.h"

#include <string.h>

struct value *
value_map(struct arena *a)
{
	struct value *v = arena_alloc(a, sizeof(*v));

	v->kind = VALUE_MAP;
	return v;
}

struct value *
value_list(struct arena *a)
{
	struct value *v = arena_alloc(a, sizeof(*v));

	v->kind = VALUE_LIST;
	return v;
}

/* Field, name and, for a text, its value in one piece: a mail has hundreds. */
struct piece {
	struct value_field field;
	struct value value;
	char name[];
};

static struct value *
field_add(struct arena *a, struct value *map, const char *name, struct value *v)
{
	size_t n = strlen(name);
	struct piece *p = arena_alloc(a, sizeof(*p) + n + 1);

	memcpy(p->name, name, n);
	p->field.name = (struct str){p->name, n};
	p->field.value = v ? v : &p->value;
	p->field.next = map->fields;
	map->fields = &p->field;
	return p->field.value;
}

void
value_set(struct arena *a, struct value *map, const char *name, struct value *v)
{
	field_add(a, map, name, v);
}

void
value_set_text(
    struct arena *a, struct value *map, const char *name, struct str text)
{
	struct value *v = field_add(a, map, name, NULL);

	v->kind = VALUE_TEXT;
	v->text = text;
}

void
value_set_bool(struct arena *a, struct value *map, const char *name, bool b)
{
	field_add(a, map, name, NULL)->kind = b ? VALUE_TRUE : VALUE_NONE;
}

/* Room doubles at each power of two, so the list needs no capacity field. */
void
value_push(struct arena *a, struct value *list, struct value *v)
{
	size_t n = list->count;

	if ((n & (n - 1)) == 0) {
		struct value **more =
		    arena_array(a, n ? 2 * n : 1, sizeof(struct value *));

		if (n)
			memcpy(more, list->items, n * sizeof(*more));
		list->items = more;
	}
	list->items[list->count++] = v;
}

static const struct value *
field(const struct value *map, struct str name)
{
	if (map == NULL || map->kind != VALUE_MAP)
		return NULL;
	for (const struct value_field *f = map->fields; f; f = f->next)
		if (str_eq(f->name, name))
			return f->value;
	return NULL;
}

const struct value *
value_get(const struct value *map, struct str path)
{
	struct str rest = path, part;

	while (map != NULL && str_cut(&rest, '.', &part))
		map = field(map, part);
	return map;
}
