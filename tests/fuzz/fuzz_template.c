/* A template of any bytes is refused or renders within its bounds. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "render/template.h"

static const struct template *
itself(void *ctx, struct str name)
{
	return name.n > 2 ? NULL : ctx;
}

static void
count_name(void *ctx, struct str name, int line, bool is_section)
{
	if (name.n == 0 || line < 1)
		abort();
	*(size_t *)ctx += is_section;
}

static struct value *
sample(struct arena *a)
{
	struct value *v = value_map(a), *list = value_list(a), *item;

	value_set_text(a, v, "a", STR("*[x](http://evil)*<b>\n- | 1."));
	value_set_bool(a, v, "b", true);
	for (int i = 0; i < 3; i++) {
		item = value_map(a);
		value_set_text(a, item, "a", STR("inner"));
		value_push(a, list, item);
	}
	value_set(a, v, "c", list);
	value_set(a, v, "d", v->fields->value->items[0]);
	return v;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *a;
	struct template *t;
	struct buf out;
	size_t names = 0;
	struct err err;

	if (a == NULL)
		a = arena_new(1 << 20);
	arena_reset(a);
	if (template_compile(
		(struct str){(const char *)data, size}, &t, &err) != RC_OK)
		return 0;
	template_names(t, count_name, &names);
	buf_init(&out, 1 << 16);
	for (int escape = ESCAPE_NONE; escape <= ESCAPE_MARKDOWN; escape++) {
		buf_clear(&out);
		template_render(t, sample(a), (enum template_escape)escape,
		    itself, t, &out);
		if (out.n > out.max)
			abort();
	}
	buf_fini(&out);
	template_free(&t);
	return 0;
}
