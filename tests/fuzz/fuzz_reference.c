#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "books.h"
#include "decide/reference.h"
#include "mail/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte picks the language, the first line is the subject that the
 * seller's numbers are learnt from. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(64u << 20);
	struct reference_shapes shapes = {0};
	struct references found = {0};
	size_t asked = 0;
	struct str rest, subject;

	if (size > 1 && size < 4000) {
		const struct rulebook *book = book_of(data[0]);

		rest = charset_utf8(a,
		    (struct str){(const char *)data + 1, size - 1},
		    STR("utf-8"));
		if (str_line(&rest, &subject))
			reference_learn(book, subject, &shapes);
		reference_find(book, a, rest, &shapes, &asked, &found);
		for (size_t i = 0; i < found.n; i++)
			if (found.v[i].n == 0 || found.v[i].p < rest.p ||
			    found.v[i].p + found.v[i].n > rest.p + rest.n ||
			    (i && found.v[i].p < found.v[i - 1].p))
				abort();
		reference_learn_found(&found, &shapes);
		reference_sift(&found, &shapes);
		if (shapes.n > REFERENCE_SHAPES)
			abort();
	}
	arena_free(&a);
	return 0;
}
