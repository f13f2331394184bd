#include "render/template.h"

#include <string.h>

#include "render/template_code.h"

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

/* Field and, for a text, its value in one piece: a mail has dozens. */
struct piece {
	struct value_field field;
	struct value value;
};

static struct value *
field_add(struct arena *a, struct value *map, struct str name)
{
	struct piece *p = arena_alloc(a, sizeof(*p));

	p->field = (struct value_field){name, &p->value, map->fields};
	map->fields = &p->field;
	return &p->value;
}

void
value_put(struct arena *a, struct value *map, struct str name, struct value *v)
{
	struct value_field *f = arena_alloc(a, sizeof(*f));

	*f = (struct value_field){name, v, map->fields};
	map->fields = f;
}

void
value_put_text(
    struct arena *a, struct value *map, struct str name, struct str text)
{
	struct value *v = field_add(a, map, name);

	v->kind = VALUE_TEXT;
	v->text = text;
}

void
value_put_bool(struct arena *a, struct value *map, struct str name, bool b)
{
	field_add(a, map, name)->kind = b ? VALUE_TRUE : VALUE_NONE;
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
		if (template_same_name(f->name, name))
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
