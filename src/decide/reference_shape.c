#include "decide/reference_shape.h"

#include <string.h>

static void
shape_of(struct str s, char out[REFERENCE_SHAPE])
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n + 1 < REFERENCE_SHAPE; i++) {
		char c = s.p[i];

		out[n++] = (char)(str_is_digit(c)        ? '9'
				  : c >= 'a' && c <= 'z' ? c - 32
							 : c);
	}
	out[n] = '\0';
}

bool
reference_has_shape(const struct reference_shapes *shapes, struct str s)
{
	char shape[REFERENCE_SHAPE];

	shape_of(s, shape);
	for (size_t i = 0; i < shapes->n; i++) {
		if (!strcmp(shapes->v[i], shape))
			return true;
	}
	return false;
}

void
reference_add_shape(struct reference_shapes *shapes, struct str w)
{
	if (shapes->n < REFERENCE_SHAPES && w.n < REFERENCE_SHAPE &&
	    !reference_has_shape(shapes, w))
		shape_of(w, shapes->v[shapes->n++]);
}

void
reference_learn_others(
    const struct references *found, struct reference_shapes *others)
{
	for (size_t i = 0; i < found->others.n; i++)
		reference_add_shape(others, str_of(found->others.v[i]));
}

/* "Order 4500012877 is closed, put it on the 4500013402." */
static bool
of_others(const struct references *found, size_t i,
    const struct reference_shapes *others)
{
	return found->trust[i] != REFERENCE_NAMED &&
	       reference_has_shape(others, found->v[i]);
}

void
reference_learn_found(const struct references *found,
    const struct reference_shapes *others, struct reference_shapes *shapes)
{
	for (size_t i = 0; i < found->n; i++) {
		if (found->trust[i] != REFERENCE_LOOKS &&
		    !of_others(found, i, others))
			reference_add_shape(shapes, found->v[i]);
	}
}

void
reference_sift(struct references *found, const struct reference_shapes *shapes,
    const struct reference_shapes *others)
{
	size_t n = 0;

	for (size_t i = 0; i < found->n; i++) {
		if (of_others(found, i, others) ||
		    (shapes->n && found->trust[i] == REFERENCE_LOOKS &&
			!reference_has_shape(shapes, found->v[i])))
			continue;
		found->trust[n] = found->trust[i];
		found->v[n++] = found->v[i];
	}
	found->n = n;
}
