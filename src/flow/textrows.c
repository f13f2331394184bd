#include "flow/textrows.h"

#define LINES_MAX 400

void
textrows_set(struct arena *a, struct value *root, const char *name,
    const char *each, const struct str *v, size_t n)
{
	struct value *list = value_list(a);

	for (size_t i = 0; i < n; i++) {
		struct value *m = value_map(a);

		value_set_text(a, m, each, v[i]);
		value_set_bool(a, m, "first", i == 0);
		value_push(a, list, m);
	}
	value_set(a, root, name, list);
}

void
textrows_lines(
    struct arena *a, struct value *root, const char *name, struct str text)
{
	struct str v[LINES_MAX], line;
	size_t n = 0;

	while (n < LINES_MAX && str_line(&text, &line))
		v[n++] = str_rtrim(line);
	textrows_set(a, root, name, "line", v, n);
}
